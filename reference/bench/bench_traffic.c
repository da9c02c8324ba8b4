/* What each rung of the device's matrix product moves: c (256,256) = a (256,256) b (256,256), through the emulator.
 *
 *     make bench-traffic
 *
 * Nothing is timed; these are counts (kernels/cuda/emulator/emulator.h), the same on every machine.
 */
#include "kernels/cuda/emulator/emulator.h"
#include "kernels/cuda/matmul_coalesced.h"
#include "kernels/cuda/matmul_naive.h"
#include "kernels/cuda/matmul_registers.h"
#include "kernels/cuda/matmul_tiled.h"

#include <cuda_runtime.h>
#include <stdio.h>

enum { side = 256, bytes = side * side * sizeof(float) };

static const struct {
    const char *name, *kernel;
    void (*run)(size_t n, size_t k, size_t m, const float *a, const float *b, float *c);
} rungs[] = {
    {"naive", "matmul_naive_kernel", cuda_matmul_naive},
    {"coalesced", "matmul_coalesced_kernel", cuda_matmul_coalesced},
    {"tiled", "matmul_tiled_kernel", cuda_matmul_tiled},
    {"registers", "matmul_registers_kernel", cuda_matmul_registers},
};

int main(void)
{
    float *a, *b, *c;
    cudaMalloc((void **)&a, bytes);
    cudaMalloc((void **)&b, bytes);
    cudaMalloc((void **)&c, bytes);
    cudaMemset(a, 0, bytes);
    cudaMemset(b, 0, bytes);
    printf("%-10s %14s %12s %12s %16s %15s\n", "", "bytes read", "written", "segments",
           "shared accesses", "bank conflicts");
    for (size_t i = 0; i < sizeof rungs / sizeof *rungs; i++) {
        rungs[i].run(side, side, side, a, b, c);
        const struct emulator_traffic moved = emulator_traffic(rungs[i].kernel);
        printf("%-10s %14lu %12lu %12lu %16lu %15lu\n", rungs[i].name,
               (unsigned long)moved.read_bytes, (unsigned long)moved.written_bytes,
               (unsigned long)moved.segments, (unsigned long)moved.shared_accesses,
               (unsigned long)moved.bank_conflicts);
    }
    return emulator_fault_count() > 0;
}
