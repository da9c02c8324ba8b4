#include "autograd/rate_of_change.h"
#include "kernels/naive/linear.h"
#include "kernels/naive/mse.h"
#include "tests/support.h"

#include <string.h>

TestSuite(rate_of_change, .init = test_begin, .fini = test_end);

/* c0^2 + 3 c0 c1 */
static real by_hand(const real *c, void *context)
{
    (void)context;
    return c[0] * c[0] + 3 * c[0] * c[1];
}

/* At (2, 5) the loss is 34; at (2.5, 5) it is 43.75, at (2, 5.5) it is 37. */
Test(rate_of_change, by_hand)
{
    const struct objective objective = {by_hand, NULL};
    const real expected[] = {19.5, 6};
    real c[] = {2, 5}, gradient[] = {REAL_NAN, REAL_NAN};
    rate_of_change(&objective, 2, c, 0.5, gradient);
    assert_all_near(2, gradient, expected, 0);
}

/* At (1.5, 5) the loss is 24.75, at (2, 4.5) it is 31. */
Test(rate_of_change, looks_to_the_other_side_when_epsilon_is_negative)
{
    const struct objective objective = {by_hand, NULL};
    const real expected[] = {18.5, 6};
    real c[] = {2, 5}, gradient[] = {REAL_NAN, REAL_NAN};
    rate_of_change(&objective, 2, c, -0.5, gradient);
    assert_all_near(2, gradient, expected, 0);
}

/* What a loss was asked for: 8 coefficient vectors of 3. */
struct witness {
    size_t passes;
    real seen[8][3];
};

static real witnessed(const real *c, void *context)
{
    struct witness *const witness = context;
    cr_assert_lt(witness->passes, 8);
    memcpy(witness->seen[witness->passes++], c, 3 * sizeof *c);
    return c[0] - 2 * c[1] + 4 * c[2];
}

Test(rate_of_change, moves_one_coefficient_at_a_time)
{
    struct witness witness = {0};
    const struct objective objective = {witnessed, &witness};
    real c[] = {1, 2, 3}, gradient[3];
    rate_of_change(&objective, 3, c, 0.25, gradient);
    const real moved[3][3] = {{1.25, 2, 3}, {1, 2.25, 3}, {1, 2, 3.25}};
    const real here[3] = {1, 2, 3};
    for (size_t i = 0; i < 3; i++) {
        size_t times = 0;
        for (size_t pass = 0; pass < witness.passes; pass++) {
            times += memcmp(witness.seen[pass], moved[i], sizeof moved[i]) == 0;
        }
        cr_assert_eq(times, 1, "coefficient %zu", i);
    }
    cr_assert_arr_eq(witness.seen[0], here, sizeof here);
}

Test(rate_of_change, takes_one_pass_more_than_there_are_coefficients)
{
    struct witness witness = {0};
    const struct objective objective = {witnessed, &witness};
    real c[] = {1, 2, 3}, gradient[3];
    cr_assert_eq(rate_of_change(&objective, 3, c, 0.25, gradient), 4);
    cr_assert_eq(witness.passes, 4);
}

static real cubed(const real *c, void *context)
{
    (void)context;
    return *c * *c * *c;
}

Test(rate_of_change, works_for_a_single_coefficient)
{
    const struct objective objective = {cubed, NULL};
    real c = 2, gradient;
    cr_assert_eq(rate_of_change(&objective, 1, &c, 1, &gradient), 2);
    cr_assert_eq(gradient, 19); /* 27 - 8 */
}

/* kept + epsilon - epsilon is not kept: rounding would stay behind. */
Test(rate_of_change, puts_each_coefficient_back_to_the_last_bit)
{
    struct pcg32 generator = pcg32_seed(41, 1);
    struct witness witness = {0};
    const struct objective objective = {witnessed, &witness};
    real *const c = random_reals(&generator, 3), gradient[3];
    const real *const before = copy_reals(3, c);
    rate_of_change(&objective, 3, c, (real)1000.1, gradient);
    cr_assert_arr_eq(c, before, 3 * sizeof *c);
}

/* The mean squared error of a linear layer from 3 to 2, by its 6 weights. */
struct regression {
    real *x /* (5,3) */, *y /* (5,2) */, *b /* (2) */, *yhat /* (5,2) */;
};

static real loss_of_regression(const real *w, void *context)
{
    const struct regression *const r = context;
    linear_forward(5, 3, 2, r->x, w, r->b, r->yhat);
    return mse_forward(10, r->yhat, r->y);
}

Test(rate_of_change, agrees_with_the_layers_backward)
{
    struct pcg32 generator = pcg32_seed(42, 1);
    struct regression r = {random_reals(&generator, 15), random_reals(&generator, 10),
                           random_reals(&generator, 2), arena_reals(&scratch, 10)};
    const struct objective objective = {loss_of_regression, &r};
    real *const w = random_reals(&generator, 6), *const measured = arena_reals(&scratch, 6);
    const real epsilon = sizeof(real) == sizeof(double) ? (real)1e-7 : (real)0x1p-10;
    rate_of_change(&objective, 6, w, epsilon, measured);

    real *const dyhat = zero_reals(10), *const dx = zero_reals(15);
    real *const dw = zero_reals(6), *const db = zero_reals(2);
    loss_of_regression(w, &r);
    mse_backward(10, r.yhat, r.y, 1, dyhat);
    linear_backward(5, 3, 2, r.x, w, dyhat, dx, dw, db);
    assert_all_near(6, measured, dw, sizeof(real) == sizeof(double) ? (real)1e-6 : (real)5e-3);
}
