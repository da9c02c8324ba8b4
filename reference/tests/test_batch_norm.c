#include "kernels/naive/batch_norm.h"
#include "tests/support.h"

#include <math.h>

TestSuite(batch_norm, .init = test_begin, .fini = test_end);

/* n, features */
static const size_t shapes[][2] = {{1, 1}, {1, 4}, {5, 1}, {2, 3}, {7, 3}, {3, 7}, {13, 11}};
enum { count_of_shapes = sizeof shapes / sizeof *shapes };

/* A norm, its inputs and what it writes. */
struct pass {
    struct batch_norm norm;
    real *gamma, *beta;
    size_t n, count;
    real *x, *dy;
    real *xhat, *deviation, *y;
};

static struct pass random_pass(const size_t shape[2], uint64_t seed)
{
    struct pcg32 generator = pcg32_seed(321, seed);
    const size_t n = shape[0], features = shape[1], count = n * features;
    struct pass pass = {.n = n, .count = count};
    pass.gamma = random_reals(&generator, features);
    pass.beta = random_reals(&generator, features);
    pass.x = random_reals(&generator, count);
    pass.dy = random_reals(&generator, count);
    pass.xhat = arena_reals(&scratch, count);
    pass.deviation = arena_reals(&scratch, features);
    pass.y = arena_reals(&scratch, count);
    for (size_t i = 0; i < count; i++) { /* columns of several means and spreads */
        pass.x[i] = pass.x[i] * (real)(i % features + 1) + (real)(i % features);
    }
    pass.norm = (struct batch_norm){.features = features,
                                    .epsilon = (real)0.125,
                                    .momentum = (real)0.1,
                                    .gamma = pass.gamma,
                                    .beta = pass.beta,
                                    .running_mean = random_reals(&generator, features),
                                    .running_variance = zero_reals(features)};
    for (size_t j = 0; j < features; j++) {
        pass.norm.running_variance[j] = pcg32_uniform(&generator, 1, 2);
    }
    return pass;
}

static void train(const struct pass *pass)
{
    batch_norm_train(&pass->norm, pass->n, pass->x, pass->xhat, pass->deviation, pass->y);
}

/* --- training --- */

/* Column 0 is 0, 3, 6: mean 3, variance 6, with epsilon 3 the deviation is 3. Column 1 is 5, 9, 1:
 * mean 5, variance 32/3, without its own row 16; the deviation is sqrt(41/3). */
static const real by_hand[] = {0, 5, /**/ 3, 9, /**/ 6, 1};

Test(batch_norm, train_by_hand)
{
    const real gamma[] = {2, 1}, beta[] = {10, 0};
    real mean[] = {1, 1}, variance[] = {1, 0}, xhat[6], deviation[2], y[6];
    const struct batch_norm norm = {2, 3, 0.25, gamma, beta, mean, variance};
    batch_norm_train(&norm, 3, by_hand, xhat, deviation, y);
    const real s = (real)sqrt(41.0 / 3);
    const real expected_xhat[] = {-1, 0, /**/ 0, 4 / s, /**/ 1, -4 / s};
    const real expected_y[] = {8, 0, /**/ 10, 4 / s, /**/ 12, -4 / s};
    const real expected_deviation[] = {3, s};
    const real expected_mean[] = {1.5, 2};   /* 3/4 1 + 1/4 (3, 5) */
    const real expected_variance[] = {3, 4}; /* 3/4 (1, 0) + 1/4 (9, 16) */
    assert_all_near(6, xhat, expected_xhat, 4 * REAL_EPSILON);
    assert_all_near(6, y, expected_y, 4 * REAL_EPSILON);
    assert_all_near(2, deviation, expected_deviation, 4 * REAL_EPSILON);
    assert_all_near(2, mean, expected_mean, 0);
    assert_all_near(2, variance, expected_variance, 4 * REAL_EPSILON);
}

/* Each column for itself: mean 0, variance v / (v + epsilon). */
Test(batch_norm, train_gives_each_feature_mean_0_and_its_variance)
{
    for (size_t s = 0; s < count_of_shapes; s++) {
        const struct pass pass = random_pass(shapes[s], s);
        const size_t features = shapes[s][1];
        train(&pass);
        for (size_t j = 0; j < features; j++) {
            real sum = 0, squares = 0;
            for (size_t i = 0; i < pass.n; i++) {
                const real xhat = pass.xhat[i * features + j];
                sum += xhat;
                squares += xhat * xhat;
                assert_near(pass.y[i * features + j], pass.gamma[j] * xhat + pass.beta[j],
                            4 * REAL_EPSILON);
            }
            const real square = pass.deviation[j] * pass.deviation[j];
            assert_near(sum, 0, 64 * REAL_EPSILON);
            assert_near(squares / (real)pass.n, (square - pass.norm.epsilon) / square,
                        64 * REAL_EPSILON);
        }
    }
}

/* One row: it is its own mean, and there is nothing to divide the variance by but 1. */
Test(batch_norm, train_on_one_row)
{
    const real gamma[] = {3, 4}, beta[] = {-1, 5}, x[] = {7, -1000};
    real mean[] = {0, 0}, variance[] = {4, 8}, xhat[2], deviation[2], y[2];
    const struct batch_norm norm = {2, (real)1e-5, 0.5, gamma, beta, mean, variance};
    batch_norm_train(&norm, 1, x, xhat, deviation, y);
    const real expected_mean[] = {3.5, -500}, expected_variance[] = {2, 4};
    assert_all_near(2, xhat, zero_reals(2), 0);
    assert_all_near(2, y, beta, 0);
    assert_all_near(2, mean, expected_mean, 0);
    assert_all_near(2, variance, expected_variance, 0);

    const real dy[] = {5, -6};
    real dx[] = {1, 2}, dgamma[] = {3, 4}, dbeta[] = {5, 6};
    const real expected_dx[] = {1, 2}, expected_dgamma[] = {3, 4}, expected_dbeta[] = {10, 0};
    batch_norm_backward(&norm, 1, xhat, deviation, dy, dx, dgamma, dbeta);
    assert_all_near(2, dx, expected_dx, 0);
    assert_all_near(2, dgamma, expected_dgamma, 0);
    assert_all_near(2, dbeta, expected_dbeta, 0);
}

/* A pixel that is always 0. */
Test(batch_norm, train_on_a_constant_feature_is_beta)
{
    const real gamma = 2, beta = 3, x[] = {0, 0, 0, 0};
    real mean = 0, variance = 1, xhat[4], deviation, y[4];
    const struct batch_norm norm = {1, (real)1e-5, 0.5, &gamma, &beta, &mean, &variance};
    batch_norm_train(&norm, 4, x, xhat, &deviation, y);
    for (size_t i = 0; i < 4; i++) {
        cr_assert_eq(y[i], 3);
    }
    cr_assert_eq(variance, 0.5);
}

/* A mean of squares less the square of the mean would lose all digits here. */
Test(batch_norm, train_far_from_0)
{
    const real gamma = 1, beta = 0, x[] = {100001, 100003};
    real mean = 0, variance = 1, xhat[2], deviation, y[2];
    const struct batch_norm norm = {1, 0, 0.5, &gamma, &beta, &mean, &variance};
    batch_norm_train(&norm, 2, x, xhat, &deviation, y);
    const real expected[] = {-1, 1};
    assert_all_near(2, y, expected, 0);
}

/* --- evaluation --- */

/* Deviations 4 and 5: (10 - 2) / 4 and the like. */
Test(batch_norm, evaluate_by_hand)
{
    const real gamma[] = {3, 2}, beta[] = {1, -1}, x[] = {10, 5, /**/ -2, -5};
    real mean[] = {2, 0}, variance[] = {9, 18}, y[4];
    const struct batch_norm norm = {2, 7, 0.25, gamma, beta, mean, variance};
    batch_norm_evaluate(&norm, 2, x, y);
    const real expected[] = {7, 1, /**/ -2, -3};
    assert_all_near(4, y, expected, 0);
    const real same_mean[] = {2, 0}, same_variance[] = {9, 18};
    assert_all_near(2, mean, same_mean, 0);
    assert_all_near(2, variance, same_variance, 0);
}

/* A row's output does not hang on the rows beside it. */
Test(batch_norm, evaluate_takes_each_row_for_itself)
{
    const struct pass pass = random_pass(shapes[4], 1);
    real *const one = arena_reals(&scratch, 3);
    batch_norm_evaluate(&pass.norm, 7, pass.x, pass.y);
    for (size_t i = 0; i < 7; i++) {
        batch_norm_evaluate(&pass.norm, 1, pass.x + 3 * i, one);
        assert_all_near(3, one, pass.y + 3 * i, 0);
    }
}

/* After many passes over one batch the running statistics are the batch's. */
Test(batch_norm, the_running_statistics_follow)
{
    const struct pass pass = random_pass(shapes[4], 2);
    for (size_t i = 0; i < 500; i++) {
        train(&pass);
    }
    for (size_t j = 0; j < 3; j++) {
        const real variance = pass.deviation[j] * pass.deviation[j] - pass.norm.epsilon;
        real sum = 0;
        for (size_t i = 0; i < 7; i++) {
            sum += pass.x[3 * i + j];
        }
        assert_near(pass.norm.running_mean[j], sum / 7, 64 * REAL_EPSILON);
        assert_near(pass.norm.running_variance[j], variance * 7 / 6, 64 * REAL_EPSILON * variance);
    }
}

/* --- backward --- */

/* Column 0 from above, gamma / deviation = 2/3, dy = 1, 2, 4: the sums are 7 and 3. */
Test(batch_norm, backward_by_hand)
{
    const real gamma = 2, deviation = 3, xhat[] = {-1, 0, 1}, dy[] = {1, 2, 4};
    const struct batch_norm norm = {.features = 1, .gamma = &gamma};
    real dx[] = {0, 0, 1}, dgamma = 10, dbeta = -1;
    batch_norm_backward(&norm, 3, xhat, &deviation, dy, dx, &dgamma, &dbeta);
    const real expected[] = {(real)(-2.0 / 9), (real)(-2.0 / 9), (real)(13.0 / 9)};
    assert_all_near(3, dx, expected, 4 * REAL_EPSILON);
    cr_assert_eq(dgamma, 13);
    cr_assert_eq(dbeta, 6);
}

/* Moving or stretching all rows together moves no output, but for epsilon. */
Test(batch_norm, backward_of_a_feature_sums_to_0)
{
    for (size_t s = 0; s < count_of_shapes; s++) {
        const struct pass pass = random_pass(shapes[s], s);
        const size_t features = shapes[s][1];
        real *const dx = zero_reals(pass.count);
        train(&pass);
        batch_norm_backward(&pass.norm, pass.n, pass.xhat, pass.deviation, pass.dy, dx,
                            zero_reals(features), zero_reals(features));
        for (size_t j = 0; j < features; j++) {
            real sum = 0;
            for (size_t i = 0; i < pass.n; i++) {
                sum += dx[i * features + j];
            }
            assert_near(sum, 0, 64 * REAL_EPSILON);
        }
    }
}

/* The coefficients are x, gamma or beta: all stand in the pass. */
static real weighted_sum(const real *coefficients, void *context)
{
    (void)coefficients;
    const struct pass *const pass = context;
    real sum = 0;
    train(pass);
    for (size_t i = 0; i < pass->count; i++) {
        sum += pass->dy[i] * pass->y[i];
    }
    return sum;
}

Test(batch_norm, backward_is_the_measured_gradient)
{
    for (size_t s = 0; s < count_of_shapes; s++) {
        struct pass pass = random_pass(shapes[s], s);
        const size_t features = shapes[s][1];
        const struct objective objective = {weighted_sum, &pass};
        real *const measured = arena_reals(&scratch, pass.count);
        real *const dx = zero_reals(pass.count);
        real *const dgamma = zero_reals(features), *const dbeta = zero_reals(features);
        train(&pass);
        batch_norm_backward(&pass.norm, pass.n, pass.xhat, pass.deviation, pass.dy, dx, dgamma,
                            dbeta);
        /* sums of up to 143 terms, and slopes of up to 1 / sqrt(1/8) */
        const real tolerance = 10 * GRADIENT_TOLERANCE;
        central_differences(&objective, pass.count, pass.x, measured);
        assert_all_near(pass.count, dx, measured, tolerance);
        central_differences(&objective, features, pass.gamma, measured);
        assert_all_near(features, dgamma, measured, tolerance);
        central_differences(&objective, features, pass.beta, measured);
        assert_all_near(features, dbeta, measured, tolerance);
    }
}

Test(batch_norm, leaves_its_inputs_alone)
{
    const struct pass pass = random_pass(shapes[4], 3);
    const real *const x = copy_reals(21, pass.x), *const dy = copy_reals(21, pass.dy);
    const real *const gamma = copy_reals(3, pass.gamma), *const beta = copy_reals(3, pass.beta);
    train(&pass);
    const real *const xhat = copy_reals(21, pass.xhat);
    const real *const mean = copy_reals(3, pass.norm.running_mean);
    batch_norm_evaluate(&pass.norm, 7, pass.x, pass.y);
    batch_norm_backward(&pass.norm, 7, pass.xhat, pass.deviation, pass.dy, zero_reals(21),
                        zero_reals(3), zero_reals(3));
    cr_assert_arr_eq(pass.x, x, 21 * sizeof *x);
    cr_assert_arr_eq(pass.dy, dy, 21 * sizeof *dy);
    cr_assert_arr_eq(pass.xhat, xhat, 21 * sizeof *xhat);
    cr_assert_arr_eq(pass.gamma, gamma, 3 * sizeof *gamma);
    cr_assert_arr_eq(pass.beta, beta, 3 * sizeof *beta);
    cr_assert_arr_eq(pass.norm.running_mean, mean, 3 * sizeof *mean);
}
