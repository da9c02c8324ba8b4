/* tests/emulator/corpus.h: kernels that have a fault, each of which the emulator must report, and kernels that
 * look as if they had one, on which it must stay silent.
 *
 * A case is a function that makes arrays, launches a kernel and returns whether the numbers came out right; of a
 * faulty one nobody looks at them. The line of a fault is marked in its source by the comment
 *
 *     ... / * <- * /            (without the blanks)
 *
 * and a report must name a marked line: a race's report, two.
 */
#ifndef DESCENT_TESTS_EMULATOR_CORPUS_H
#define DESCENT_TESTS_EMULATOR_CORPUS_H

#include "kernels/cuda/emulator/emulator.h"

#include <cuda_runtime.h>

struct faulty_case {
    const char *kernel; /* "" when the fault is the host's: such a one may end the program */
    enum emulator_fault_kind kind;
    bool (*run)(void);
    const char *name; /* of a host's case, which has no kernel's name; else NULL */
};

struct correct_case {
    const char *name;
    bool (*run)(void);
};

#ifdef __cplusplus
extern "C" {
#endif

/* Each ends with one whose run is NULL. */
extern const struct faulty_case faulty_memory[], faulty_races[], faulty_waiting[], faulty_structs[],
    faulty_host[];
extern const struct correct_case correct_memory[], correct_order[], correct_warps[],
    correct_structs[], correct_host[];

#ifdef __cplusplus
}

/* --- what the cases share --------------------------------------------------------------------- */

/* The numbers first, first + 1, ... on the device. */
static inline float *device_numbers(int count, int first = 0)
{
    float *host = (float *)malloc((size_t)count * sizeof *host), *device;
    for (int i = 0; i < count; i++) {
        host[i] = (float)(first + i);
    }
    cudaMalloc(&device, (size_t)count * sizeof *device);
    cudaMemcpy(device, host, (size_t)count * sizeof *device, cudaMemcpyHostToDevice);
    free(host);
    return device;
}

/* Room that nobody has written. */
static inline float *device_room(int count)
{
    float *device;
    cudaMalloc(&device, (size_t)count * sizeof *device);
    return device;
}

static inline float *device_zeros(int count)
{
    float *const device = device_room(count);
    cudaMemset(device, 0, (size_t)count * sizeof *device);
    return device;
}

/* Element i, fetched. */
static inline float device_element(const float *device, int i)
{
    float number = NAN;
    cudaMemcpy(&number, device + i, sizeof number, cudaMemcpyDeviceToHost);
    return number;
}

#endif

#endif
