#include "kernels/naive/mse.h"
#include "tests/support.h"

#include <string.h>

TestSuite(mse, .init = test_begin, .fini = test_end);

static const size_t counts[] = {1, 2, 3, 7, 64, 101};
enum { count_of_counts = sizeof counts / sizeof *counts };

Test(mse, forward_by_hand)
{
    const real yhat[] = {1, 2, 4, 0}, y[] = {0, 4, 1, 2};
    cr_assert_eq(mse_forward(4, yhat, y), (real)4.5); /* (1 + 4 + 9 + 4)/4 */
}

Test(mse, forward_of_one_value_is_its_square)
{
    const real yhat = -1, y = 2;
    cr_assert_eq(mse_forward(1, &yhat, &y), 9);
}

Test(mse, forward_is_0_only_where_all_is_right)
{
    struct pcg32 generator = pcg32_seed(31, 1);
    const real *const y = random_reals(&generator, 7);
    real *const yhat = copy_reals(7, y);
    cr_assert_eq(mse_forward(7, yhat, y), 0);
    yhat[6] += 1;
    cr_assert_gt(mse_forward(7, yhat, y), 0);
}

Test(mse, forward_is_the_formula_at_every_count)
{
    for (size_t c = 0; c < count_of_counts; c++) {
        struct pcg32 generator = pcg32_seed(32, c);
        const real *const yhat = random_reals(&generator, counts[c]);
        const real *const y = random_reals(&generator, counts[c]);
        double sum = 0;
        for (size_t i = 0; i < counts[c]; i++) {
            sum += ((double)yhat[i] - (double)y[i]) * ((double)yhat[i] - (double)y[i]);
        }
        assert_near(mse_forward(counts[c], yhat, y), (real)(sum / (double)counts[c]),
                    32 * REAL_EPSILON);
    }
}

Test(mse, doubling_the_data_does_not_double_the_loss)
{
    struct pcg32 generator = pcg32_seed(33, 1);
    real *const yhat = random_reals(&generator, 14), *const y = random_reals(&generator, 14);
    memcpy(yhat + 7, yhat, 7 * sizeof *yhat);
    memcpy(y + 7, y, 7 * sizeof *y);
    assert_near(mse_forward(14, yhat, y), mse_forward(7, yhat, y), 16 * REAL_EPSILON);
}

Test(mse, backward_by_hand)
{
    const real yhat[] = {1, 2, 4, 0}, y[] = {0, 4, 1, 2};
    const real expected[] = {0.5, -1, 1.5, -1}; /* 2/4 (1, -2, 3, -2) */
    real dyhat[4] = {0};
    mse_backward(4, yhat, y, 1, dyhat);
    assert_all_near(4, dyhat, expected, 0);
}

Test(mse, backward_is_scaled_by_what_arrives_from_above)
{
    const real yhat[] = {1, 2, 4, 0}, y[] = {0, 4, 1, 2};
    const real expected[] = {-1.5, 3, -4.5, 3};
    real dyhat[4] = {0};
    mse_backward(4, yhat, y, -3, dyhat);
    assert_all_near(4, dyhat, expected, 0);
}

Test(mse, backward_adds_to_what_stands_there)
{
    const real yhat[] = {1, 2, 4, 0}, y[] = {0, 4, 1, 2};
    const real expected[] = {8.5, -3, 1.5, 3};
    real dyhat[4] = {8, -2, 0, 4};
    mse_backward(4, yhat, y, 1, dyhat);
    assert_all_near(4, dyhat, expected, 0);
}

struct case_of_loss {
    size_t count;
    const real *y;
    real dloss;
};

static real scaled_loss(const real *yhat, void *context)
{
    const struct case_of_loss *const c = context;
    return c->dloss * mse_forward(c->count, yhat, c->y);
}

Test(mse, backward_is_the_measured_gradient)
{
    for (size_t c = 0; c < count_of_counts; c++) {
        struct pcg32 generator = pcg32_seed(34, c);
        struct case_of_loss context = {counts[c], random_reals(&generator, counts[c]),
                                       pcg32_uniform(&generator, -2, 2)};
        const struct objective objective = {scaled_loss, &context};
        real *const yhat = random_reals(&generator, counts[c]);
        real *const measured = arena_reals(&scratch, counts[c]);
        real *const dyhat = zero_reals(counts[c]);
        central_differences(&objective, counts[c], yhat, measured);
        mse_backward(counts[c], yhat, context.y, context.dloss, dyhat);
        assert_all_near(counts[c], dyhat, measured, GRADIENT_TOLERANCE);
    }
}

Test(mse, leaves_its_inputs_alone)
{
    struct pcg32 generator = pcg32_seed(35, 1);
    const real *const yhat = random_reals(&generator, 7), *const y = random_reals(&generator, 7);
    const real *const yhat_before = copy_reals(7, yhat), *const y_before = copy_reals(7, y);
    real *const dyhat = zero_reals(7);
    mse_forward(7, yhat, y);
    mse_backward(7, yhat, y, 1, dyhat);
    cr_assert_arr_eq(yhat, yhat_before, 7 * sizeof *yhat);
    cr_assert_arr_eq(y, y_before, 7 * sizeof *y);
}
