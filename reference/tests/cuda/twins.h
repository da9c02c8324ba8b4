/* tests/cuda/twins.h: what the tests of the device's kernels share.
 *
 * A kernel is tested by cases: random sizes, random numbers, the naive kernel as oracle. An array of a case is a
 * *twin*: it stands on the host, where the oracle works on it, and, in an allocation of exactly its length, on
 * the device, where the launcher does.
 *
 *     static void one_case(struct pcg32 *generator, size_t number)
 *     {
 *         const size_t count = some_count(generator, number);
 *         const struct twin x = twin_input(generator, count), y = twin_output(count);
 *         relu_forward(count, x.host, y.host);
 *         cuda_relu_forward(count, x.device, y.device);
 *         assert_twin(y, 0);
 *     }
 *
 *     Test(cuda_relu, forward)
 *     {
 *         run_cases(30, one_case);
 *     }
 *
 * run_cases runs each case several times with the same numbers. In the program for the emulator these runs are
 * in ascending, descending and shuffled orders of threads and blocks, and none may have a fault; in the one for
 * a GPU they are simply repeated. All runs must give the same bits, and no input may have changed.
 *
 * The same sources make both programs (tests/cuda/rules.mk); platform.h is where they differ.
 */
#ifndef DESCENT_TESTS_CUDA_TWINS_H
#define DESCENT_TESTS_CUDA_TWINS_H

#include "base/pcg32.h"
#include "tests/support.h"

/* Suites begin and end with these: memory for the hosts' halves, and the device. */
void twins_begin(void);
void twins_end(void);

/* Runs each case: the generator depends on the case's number, 0 .. count-1, alone. */
void run_cases(size_t count, void (*one_case)(struct pcg32 *generator, size_t number));

/* The case's size of a kernel that goes through elements one by one: the first cases' are 1, 2, 3 and others
 * around the lengths of float4s, warps and blocks, then random ones up to 4000. */
size_t some_count(struct pcg32 *generator, size_t number);

/* A random whole number from low to high. */
size_t between(struct pcg32 *generator, size_t low, size_t high);

/* From here to the case's end, arrays begin at random multiples of 4 bytes, not all at multiples of 256. */
void shift_arrays(struct pcg32 *generator);

/* --- twins of floats, all gone at the case's end ---------------------------------------------- */

struct twin {
    size_t count;
    float *host;
    float *device;
};

/* Of numbers from U(-1, 1), or of those given; the kernel must leave them alone. */
struct twin twin_input(struct pcg32 *generator, size_t count);
struct twin twin_given(size_t count, const float *numbers /* (count) */);

/* Of numbers from U(-1, 1), or of those given, that the kernel changes: gradients, values. */
struct twin twin_changing(struct pcg32 *generator, size_t count);
struct twin twin_changing_given(size_t count, const float *numbers /* (count) */);

/* Of nothing yet: the kernel must write every element. */
struct twin twin_output(size_t count);

/* The device's half, fetched. */
const float *twin_fetch(struct twin twin);

/* Fails unless each element on the device is near the host's: |got - expected| <= tolerance, times |expected|
 * where that is above 1. With tolerance 0 the same bits are expected (and 0 is -0). */
#define assert_twin(twin, tolerance) assert_twin_named(#twin, twin, tolerance)
void assert_twin_named(const char *name, struct twin twin, float tolerance);

/* --- other memory on the device, gone at the case's end, too ---------------------------------- */

void *device_take(size_t bytes);                   /* nothing written yet */
void *device_copy(size_t bytes, const void *from); /* holds a copy */
void device_fetch(size_t bytes, const void *device, void *to);

#endif
