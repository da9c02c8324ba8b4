/* What the kernel of exercise 4.14 moves for two matrices of 256 x 256, beside what others do: make traffic.
 *
 *   traffic FILE      writes FILE, for plots/traffic.gp: name, bytes asked for, bytes moved, in millions
 *
 * All are counts of the emulator's (kernels/cuda/emulator/emulator.h): what threads ask for, and the segments of 32 bytes
 * that warps touch. The others' were counted in the same way; they are the same on every machine.
 */
#include "base/todo.h"
#include "kernels/cuda/emulator/emulator.h"
#include "kernels/cuda/matmul_tiled.h"

#include <stdio.h>

enum { side = 256, bytes = side * side * sizeof(float), segment_bytes = 32, byte_share = 12 };

struct counts {
    const char *name;
    unsigned long read, segments;
};

static const struct counts plain = {"a thread an element", 134217728, 17367040};
static const struct counts coalesced = {"neighbours together", 134217728, 2629632};
static const struct counts registers = {"8 x 8 in registers", 1048576, 40960};

/* Of a kernel that is not written yet: base/todo.h. */
void todo_reached(struct todo place, ...)
{
    printf("Exercise %s is not written yet: its TODO is still there.\n", place.exercise);
    exit(1);
}

static void print(FILE *file, const struct counts *counts)
{
    const double moved = (double)counts->segments * segment_bytes;
    fprintf(file, "\"%s\"\t%.3f\t%.3f\n", counts->name, (double)counts->read / 1e6, moved / 1e6);
    printf("%-20s  %9.1f  %9.1f\n", counts->name, (double)counts->read / 1e6, moved / 1e6);
}

/* The product of matrices of ones: each element is `side`. Returns whether it came out right. */
static bool multiply(struct counts *counts)
{
    static float ones[side * side], got[side * side];
    for (int i = 0; i < side * side; i++) {
        ones[i] = 1;
    }
    float *a, *b, *c;
    cudaMalloc(&a, bytes);
    cudaMalloc(&b, bytes);
    cudaMalloc(&c, bytes);
    cudaMemcpy(a, ones, bytes, cudaMemcpyHostToDevice);
    cudaMemcpy(b, ones, bytes, cudaMemcpyHostToDevice);
    const int blocks = side / matmul_tile;
    matmul_tiled_kernel<<<dim3(blocks, blocks), dim3(matmul_tile, matmul_tile)>>>(side, side, side,
                                                                                  a, b, c);
    cudaMemcpy(got, c, bytes, cudaMemcpyDeviceToHost);
    const struct emulator_traffic moved = emulator_traffic("matmul_tiled_kernel");
    counts->read = moved.read_bytes;
    counts->segments = moved.segments;
    bool right = true;
    for (int i = 0; i < side * side; i++) {
        right = right && got[i] == side;
    }
    return right;
}

int main(int count, char **arguments)
{
    struct counts yours = {"yours", 0, 0};
    const bool right = multiply(&yours);
    FILE *const file = count == 2 ? fopen(arguments[1], "w") : NULL;
    if (!file) {
        fputs("usage: traffic FILE, one that can be written\n", stderr);
        return 2;
    }
    printf("c (256,256) = a b, millions of bytes\n%-20s  %9s  %9s\n", "", "asked for", "moved");
    print(file, &plain);
    print(file, &coalesced);
    print(file, &yours);
    print(file, &registers);
    fclose(file);
    const double limit = (double)plain.read / byte_share / 1e6;
    printf("Exercise 4.14 allows %.1f, a twelfth of the first.\n", limit);
    if (!right || emulator_fault_count() > 0) {
        puts(
            "Yours is not right yet, so its bytes do not count: `make grade CHECK=4.14` says why.");
    }
    return 0;
}
