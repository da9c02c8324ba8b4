#include "kernels/naive/dropout.h"
#include "tests/support.h"

#include <math.h>

TestSuite(dropout, .init = test_begin, .fini = test_end);

enum { many = 20000 };

static const real rates[] = {(real)0.1, (real)0.25, (real)0.5, (real)0.9};
enum { count_of_rates = sizeof rates / sizeof *rates };

/* One training pass over `many` random numbers, or over the count given. */
struct pass {
    size_t count;
    const real *x;
    real *mask, *y;
};

static struct pass train(size_t count, real rate, uint64_t seed)
{
    struct pcg32 generator = pcg32_seed(311, seed), draws = pcg32_seed(312, seed);
    const struct pass pass = {count, random_reals(&generator, count), arena_reals(&scratch, count),
                              arena_reals(&scratch, count)};
    dropout_forward(count, rate, true, &draws, pass.x, pass.mask, pass.y);
    return pass;
}

Test(dropout, each_value_is_dropped_or_grows)
{
    const size_t counts[] = {1, 2, 7, 129, 1000};
    for (size_t c = 0; c < 5; c++) {
        for (size_t r = 0; r < count_of_rates; r++) {
            const struct pass pass = train(counts[c], rates[r], r);
            for (size_t i = 0; i < pass.count; i++) {
                cr_assert(pass.mask[i] == 0 ||
                          near(pass.mask[i], 1 / (1 - rates[r]), 8 * REAL_EPSILON * pass.mask[i]));
                assert_near(pass.y[i], pass.x[i] * pass.mask[i], 0);
            }
        }
    }
}

/* Within five standard deviations of what independent draws give. */
static void assert_share(size_t found, size_t of, double probability)
{
    const double share = (double)found / (double)of;
    const double deviation = sqrt(probability * (1 - probability) / (double)of);
    cr_assert(fabs(share - probability) < 5 * deviation, "%g of %zu, expected %g", share, of,
              probability);
}

Test(dropout, drops_its_share)
{
    for (size_t r = 0; r < count_of_rates; r++) {
        const struct pass pass = train(many, rates[r], r);
        size_t dropped = 0;
        for (size_t i = 0; i < many; i++) {
            dropped += pass.mask[i] == 0;
        }
        assert_share(dropped, many, (double)rates[r]);
        arena_reset(&scratch, 0);
    }
}

Test(dropout, drops_each_value_for_itself)
{
    const struct pass pass = train(many, rates[1], 1);
    for (size_t distance = 1; distance <= 16; distance++) {
        size_t both = 0;
        for (size_t i = 0; i + distance < many; i++) {
            both += pass.mask[i] == 0 && pass.mask[i + distance] == 0;
        }
        assert_share(both, many - distance, 0.0625);
    }
}

/* The mean of ones stays 1: its deviation is sqrt(rate / (1 - rate) / many). */
Test(dropout, keeps_the_mean)
{
    for (size_t r = 0; r < count_of_rates; r++) {
        const struct pass pass = train(many, rates[r], r);
        const double rate = (double)rates[r];
        double sum = 0;
        for (size_t i = 0; i < many; i++) {
            sum += (double)pass.mask[i];
        }
        cr_assert(fabs(sum / many - 1) < 5 * sqrt(rate / (1 - rate) / many), "mean %g at rate %g",
                  sum / many, rate);
        arena_reset(&scratch, 0);
    }
}

Test(dropout, of_rate_0_keeps_all)
{
    const struct pass pass = train(1000, 0, 1);
    cr_assert_arr_eq(pass.y, pass.x, 1000 * sizeof *pass.x);
}

Test(dropout, the_same_seed_gives_the_same_mask_and_a_second_pass_another)
{
    struct pcg32 generator = pcg32_seed(313, 1), same = generator;
    const real *const x = random_reals(&(struct pcg32){1, 1}, 100);
    real first[100], again[100], second[100], y[100];
    dropout_forward(100, 0.5, true, &generator, x, first, y);
    dropout_forward(100, 0.5, true, &same, x, again, y);
    dropout_forward(100, 0.5, true, &generator, x, second, y);
    size_t differences = 0;
    for (size_t i = 0; i < 100; i++) {
        cr_assert_eq(first[i], again[i]);
        differences += first[i] != second[i];
    }
    cr_assert_gt(differences, 20);
}

Test(dropout, draws_one_number_an_element)
{
    struct pcg32 generator = pcg32_seed(314, 1), same = generator;
    const real *const x = random_reals(&(struct pcg32){1, 1}, 7);
    real mask[7], y[7];
    dropout_forward(7, 0.5, true, &generator, x, mask, y);
    for (size_t i = 0; i < 7; i++) {
        cr_assert_eq(mask[i], pcg32_uniform(&same, 0, 1) < (real)0.5 ? 0 : 2);
    }
    cr_assert_eq(generator.state, same.state);
}

Test(dropout, evaluation_changes_nothing_and_draws_nothing)
{
    const real x[] = {1, -2, 0, (real)INFINITY, 1000};
    const struct pcg32 before = pcg32_seed(315, 1);
    struct pcg32 generator = before;
    real mask[5], y[5];
    dropout_forward(5, (real)0.9, false, &generator, x, mask, y);
    cr_assert_arr_eq(y, x, sizeof x);
    for (size_t i = 0; i < 5; i++) {
        cr_assert_eq(mask[i], 1);
    }
    cr_assert_eq(generator.state, before.state);
    cr_assert_eq(generator.increment, before.increment);
    dropout_forward(5, (real)0.9, false, NULL, x, mask, y);
    cr_assert_arr_eq(y, x, sizeof x);
}

Test(dropout, backward_by_hand_adds_what_the_mask_lets_through)
{
    const real mask[] = {0, 2, 2, 0}, dy[] = {1, -3, 0.5, 4}, expected[] = {10, 14, 1, -1};
    real dx[] = {10, 20, 0, -1};
    dropout_backward(4, mask, dy, dx);
    assert_all_near(4, dx, expected, 0);
}

/* sum of dy[i] y[i], with the same mask each time */
struct sum_of_pass {
    const struct pass *pass;
    const real *dy;
    real rate;
    uint64_t seed;
};

static real weighted_sum(const real *x, void *context)
{
    const struct sum_of_pass *const c = context;
    struct pcg32 draws = pcg32_seed(312, c->seed);
    real sum = 0;
    dropout_forward(c->pass->count, c->rate, true, &draws, x, c->pass->mask, c->pass->y);
    for (size_t i = 0; i < c->pass->count; i++) {
        sum += c->dy[i] * c->pass->y[i];
    }
    return sum;
}

Test(dropout, backward_is_the_measured_gradient)
{
    const size_t counts[] = {1, 2, 7, 33};
    for (size_t c = 0; c < 4; c++) {
        const size_t count = counts[c];
        struct pcg32 generator = pcg32_seed(316, c);
        const struct pass pass = train(count, rates[1], c);
        struct sum_of_pass context = {&pass, random_reals(&generator, count), rates[1], c};
        real *const dx = zero_reals(count), *const measured = arena_reals(&scratch, count);
        dropout_backward(count, pass.mask, context.dy, dx);
        central_differences(&(struct objective){weighted_sum, &context}, count,
                            copy_reals(count, pass.x), measured);
        assert_all_near(count, dx, measured, GRADIENT_TOLERANCE);
    }
}

Test(dropout, leaves_its_inputs_alone)
{
    struct pcg32 generator = pcg32_seed(317, 1);
    const real *const x = random_reals(&generator, 9), *const dy = random_reals(&generator, 9);
    const real *const x_before = copy_reals(9, x), *const dy_before = copy_reals(9, dy);
    real mask[9], y[9];
    dropout_forward(9, 0.5, true, &generator, x, mask, y);
    const real *const mask_before = copy_reals(9, mask);
    dropout_backward(9, mask, dy, zero_reals(9));
    cr_assert_arr_eq(x, x_before, 9 * sizeof *x);
    cr_assert_arr_eq(dy, dy_before, 9 * sizeof *dy);
    cr_assert_arr_eq(mask, mask_before, sizeof mask);
}
