/* Dropout on the device. Its random numbers are its own: the generator against the numbers that its authors publish,
 * the mask against what those numbers must give. */
#include "kernels/cuda/dropout.h"
#include "kernels/naive/dropout.h"
#include "tests/cuda/philox_numbers.h"
#include "tests/cuda/twins.h"

#include <string.h>

TestSuite(cuda_dropout, .init = twins_begin, .fini = twins_end);

enum { cases = 30 };

/* Random123's kat_vectors, "philox4x32 10". */
static void published(struct pcg32 *generator, size_t number)
{
    static const unsigned counter[3][4] = {
        {0, 0, 0, 0},
        {0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
        {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
    };
    static const unsigned key[3][2] = {{0, 0}, {0xffffffff, 0xffffffff}, {0xa4093822, 0x299f31d0}};
    static const unsigned expected[3][4] = {
        {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8},
        {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
        {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
    };
    (void)generator, (void)number;
    unsigned *const out = device_take(sizeof expected);
    philox_numbers(3, device_copy(sizeof counter, counter), device_copy(sizeof key, key), out);
    unsigned got[3][4];
    device_fetch(sizeof got, out, got);
    for (size_t i = 0; i < 3; i++) {
        for (size_t k = 0; k < 4; k++) {
            cr_assert_eq(got[i][k], expected[i][k], "number %zu of vector %zu is %08x, not %08x", k,
                         i, got[i][k], expected[i][k]);
        }
    }
}

Test(cuda_dropout, the_generator_gives_the_published_numbers)
{
    run_cases(1, published);
}

static const struct cuda_step_numbers *step_number(int t)
{
    const struct cuda_step_numbers numbers = {.rate = 1, .t = t};
    return device_copy(sizeof numbers, &numbers);
}

/* The four numbers that the header promises for each four elements. */
static const unsigned *expected_bits(size_t fours, uint64_t seed, unsigned t)
{
    unsigned *const counter = arena_take(&scratch, fours * 4 * sizeof *counter);
    unsigned *const key = arena_take(&scratch, fours * 2 * sizeof *key);
    unsigned *const bits = arena_take(&scratch, fours * 4 * sizeof *bits);
    for (size_t i = 0; i < fours; i++) {
        memcpy(counter + 4 * i, (const unsigned[]){(unsigned)i, 0, t, 0}, 4 * sizeof *counter);
        memcpy(key + 2 * i, (const unsigned[]){(unsigned)seed, (unsigned)(seed >> 32)},
               2 * sizeof *key);
    }
    unsigned *const out = device_take(fours * 4 * sizeof *bits);
    philox_numbers(fours, device_copy(fours * 4 * sizeof *counter, counter),
                   device_copy(fours * 2 * sizeof *key, key), out);
    device_fetch(fours * 4 * sizeof *bits, out, bits);
    return bits;
}

static void expected_mask(size_t count, float rate, uint64_t seed, unsigned t, float *mask)
{
    const unsigned *const bits = expected_bits((count + 3) / 4, seed, t);
    for (size_t i = 0; i < count; i++) {
        const float uniform = (float)(bits[i] >> 8) / 0x1p24F;
        mask[i] = uniform < rate ? 0 : 1 / (1 - rate);
    }
}

static void drop(struct pcg32 *generator, size_t number)
{
    const size_t count = some_count(generator, number);
    const float rate = pcg32_uniform(generator, 0, 1);
    const uint64_t seed = (uint64_t)pcg32_next(generator) << 32 | pcg32_next(generator);
    const int t = (int)between(generator, 1, 100000);
    if (number % 2 == 1) {
        shift_arrays(generator);
    }
    const struct twin x = twin_input(generator, count), mask = twin_output(count);
    const struct twin y = twin_output(count), dy = twin_input(generator, count);
    const struct twin dx = twin_changing(generator, count);

    expected_mask(count, rate, seed, (unsigned)t, mask.host);
    for (size_t i = 0; i < count; i++) {
        y.host[i] = x.host[i] * mask.host[i];
    }
    cuda_dropout_forward(count, rate, true, seed, step_number(t), x.device, mask.device, y.device);
    assert_twin(mask, REAL_EPSILON);
    assert_twin(y, REAL_EPSILON);

    const struct twin as_written = twin_given(count, mask.host);
    dropout_backward(count, as_written.host, dy.host, dx.host);
    cuda_dropout_backward(count, as_written.device, dy.device, dx.device);
    assert_twin(dx, 2 * REAL_EPSILON);
}

Test(cuda_dropout, drops_what_the_generator_says)
{
    run_cases(cases, drop);
}

static void keep(struct pcg32 *generator, size_t number)
{
    const size_t count = some_count(generator, number);
    const struct twin x = twin_input(generator, count), mask = twin_output(count);
    const struct twin y = twin_output(count);
    dropout_forward(count, 0.5F, false, NULL, x.host, mask.host, y.host);
    cuda_dropout_forward(count, 0.5F, false, 1, NULL, x.device, mask.device, y.device);
    assert_twin(mask, 0);
    assert_twin(y, 0);
}

Test(cuda_dropout, keeps_all_outside_of_training)
{
    run_cases(cases, keep);
}

/* The share that is dropped, over many steps, elements and seeds; and another step drops others. */
static void share(struct pcg32 *generator, size_t number)
{
    enum { count = 4000 };
    const float rate = (float)(number + 1) / 4;
    const struct twin x = twin_input(generator, count);
    const struct twin mask = twin_output(count), next = twin_output(count), y = twin_output(count);
    cuda_dropout_forward(count, rate, true, 5, step_number(1), x.device, mask.device, y.device);
    cuda_dropout_forward(count, rate, true, 5, step_number(2), x.device, next.device, y.device);
    const float *const first = twin_fetch(mask), *const second = twin_fetch(next);
    size_t dropped = 0, changed = 0;
    for (size_t i = 0; i < count; i++) {
        dropped += first[i] == 0;
        changed += first[i] != second[i];
    }
    /* five standard deviations: sqrt(4000 / 4) is 32 */
    cr_assert_float_eq((float)dropped, rate * count, 5 * 32, "%zu of %d dropped", dropped, count);
    cr_assert_float_eq((float)changed, 2 * rate * (1 - rate) * count, 5 * 32, "%zu changed",
                       changed);
}

Test(cuda_dropout, drops_the_share_that_is_asked_for_and_others_in_each_step)
{
    run_cases(3, share);
}
