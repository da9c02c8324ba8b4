#include "tests/cuda/twins.h"

#include "tests/cuda/platform.h"

#include <cuda_runtime.h>
#include <math.h>
#include <string.h>

enum { most_inputs = 50 };

/* Of the run in progress. */
static struct twin inputs[most_inputs];
static size_t count_of_inputs;
static struct pcg32
    shifts; /* draws where arrays begin; all at the start of an allocation when not `shifted` */
static bool shifted;
static uint64_t digest; /* of all bits that were fetched */

void twins_begin(void)
{
    struct message why;
    test_begin();
    arena_destroy(&scratch);
    cr_assert_eq(arena_create(&scratch, 1 << 26, &why), 0, "%s", why.text);
}

void twins_end(void)
{
    test_end();
}

/* --- cases ------------------------------------------------------------------------------------ */

static void assert_inputs_unchanged(void)
{
    for (size_t i = 0; i < count_of_inputs; i++) {
        const struct twin input = inputs[i];
        float *const now = zero_reals(input.count);
        device_fetch(input.count * sizeof *now, input.device, now);
        for (size_t k = 0; k < input.count; k++) {
            cr_assert_eq(memcmp(&now[k], &input.host[k], sizeof *now), 0,
                         "element %zu of input %zu was %.9g and is %.9g", k, i,
                         (double)input.host[k], (double)now[k]);
        }
    }
}

/* Returns the digest of what was fetched. */
static uint64_t run_one(size_t number, size_t run,
                        void (*one_case)(struct pcg32 *generator, size_t number))
{
    struct pcg32 generator = pcg32_seed(number, 7);
    arena_reset(&scratch, 0);
    count_of_inputs = 0;
    shifted = false;
    digest = 0xcbf29ce484222325; /* FNV-1a's */
    platform_begin(run);
    one_case(&generator, number);
    assert_inputs_unchanged();
    platform_end();
    return digest;
}

void run_cases(size_t count, void (*one_case)(struct pcg32 *generator, size_t number))
{
    for (size_t number = 0; number < count; number++) {
        const uint64_t first = run_one(number, 0, one_case);
        for (size_t run = 1; run < platform_runs(); run++) {
            cr_assert_eq(run_one(number, run, one_case), first,
                         "case %zu: run %zu gives other bits than the first", number, run);
        }
    }
}

size_t between(struct pcg32 *generator, size_t low, size_t high)
{
    return low + pcg32_below(generator, (uint32_t)(high - low + 1));
}

size_t some_count(struct pcg32 *generator, size_t number)
{
    static const size_t edges[] = {1,  2,   3,   4,   5,   7,    8,    31,   32,
                                   33, 127, 255, 256, 257, 1023, 1024, 1025, 4099};
    enum { count_of_edges = sizeof edges / sizeof *edges };
    return number < count_of_edges ? edges[number] : between(generator, 1, 4000);
}

void shift_arrays(struct pcg32 *generator)
{
    shifts = pcg32_seed(pcg32_next(generator), 11);
    shifted = true;
}

/* --- twins ------------------------------------------------------------------------------------ */

static float *device_floats(size_t count)
{
    const size_t before = shifted ? pcg32_below(&shifts, 4) : 0;
    return (float *)device_take((before + count) * sizeof(float)) + before;
}

struct twin twin_changing_given(size_t count, const float *numbers)
{
    const struct twin twin = {count, copy_reals(count, numbers), device_floats(count)};
    cr_assert_eq(cudaMemcpy(twin.device, numbers, count * sizeof *numbers, cudaMemcpyHostToDevice),
                 cudaSuccess);
    return twin;
}

struct twin twin_changing(struct pcg32 *generator, size_t count)
{
    return twin_changing_given(count, random_reals(generator, count));
}

struct twin twin_given(size_t count, const float *numbers)
{
    const struct twin twin = twin_changing_given(count, numbers);
    cr_assert_lt(count_of_inputs, most_inputs);
    /* a copy of its own: the oracle is given twin.host */
    inputs[count_of_inputs++] = (struct twin){count, copy_reals(count, numbers), twin.device};
    return twin;
}

struct twin twin_input(struct pcg32 *generator, size_t count)
{
    return twin_given(count, random_reals(generator, count));
}

struct twin twin_output(size_t count)
{
    const struct twin twin = {count, zero_reals(count), device_floats(count)};
    for (size_t i = 0; i < count; i++) {
        twin.host[i] = REAL_NAN;
    }
    return twin;
}

const float *twin_fetch(struct twin twin)
{
    float *const got = zero_reals(twin.count);
    device_fetch(twin.count * sizeof *got, twin.device, got);
    return got;
}

void assert_twin_named(const char *name, struct twin twin, float tolerance)
{
    const float *const got = twin_fetch(twin);
    for (size_t i = 0; i < twin.count; i++) {
        const float expected = twin.host[i];
        const float allowed = tolerance * fmaxf(1, fabsf(expected));
        cr_assert(fabsf(got[i] - expected) <= allowed || got[i] == expected,
                  "element %zu of %zu of %s is %.9g, expected %.9g", i, twin.count, name,
                  (double)got[i], (double)expected);
    }
}

/* --- other memory ----------------------------------------------------------------------------- */

void *device_take(size_t bytes)
{
    return platform_take(bytes);
}

void *device_copy(size_t bytes, const void *from)
{
    void *const device = device_take(bytes);
    cr_assert_eq(cudaMemcpy(device, from, bytes, cudaMemcpyHostToDevice), cudaSuccess);
    return device;
}

void device_fetch(size_t bytes, const void *device, void *to)
{
    const cudaError_t error = cudaMemcpy(to, device, bytes, cudaMemcpyDeviceToHost);
    cr_assert_eq(error, cudaSuccess, "cudaMemcpy: %s", cudaGetErrorString(error));
    const unsigned char *const byte = to;
    for (size_t i = 0; i < bytes; i++) {
        digest = (digest ^ byte[i]) * 0x100000001b3;
    }
}
