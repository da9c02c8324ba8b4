#include "optim/clip.h"

#include "tests/support.h"

#include <tgmath.h>

TestSuite(clip, .init = test_begin, .fini = test_end);

/* Two parameters with gradients (3) and (0, -4): the norm is 5. */
struct two {
    real value[3], gradient[3];
    struct parameter parameter[2];
};

static struct two *two_new(void)
{
    struct two *const two = arena_take(&scratch, sizeof *two);
    *two = (struct two){.value = {7, 8, 9}, .gradient = {3, 0, -4}};
    two->parameter[0] = (struct parameter){1, two->value, two->gradient};
    two->parameter[1] = (struct parameter){2, two->value + 1, two->gradient + 1};
    return two;
}

Test(clip, by_hand)
{
    struct two *const two = two_new();
    const real expected[] = {1.5, 0, -2}, values[] = {7, 8, 9};
    assert_near(clip_gradients(two->parameter, 2, 2.5), 5, 4 * REAL_EPSILON);
    assert_all_near(3, two->gradient, expected, 4 * REAL_EPSILON);
    assert_all_near(3, two->value, values, 0);
}

Test(clip, what_is_not_longer_than_the_limit_stays)
{
    const real limits[] = {5, 6};
    const real expected[] = {3, 0, -4};
    for (size_t i = 0; i < 2; i++) {
        struct two *const two = two_new();
        assert_near(clip_gradients(two->parameter, 2, limits[i]), 5, 0);
        assert_all_near(3, two->gradient, expected, 0);
    }
}

Test(clip, shrinks_to_the_limit_and_keeps_the_direction)
{
    struct pcg32 generator = pcg32_seed(571, 1);
    real *const gradient = random_reals(&generator, 100);
    const real *const before = copy_reals(100, gradient);
    const struct parameter parameter[] = {{60, zero_reals(60), gradient},
                                          {40, zero_reals(40), gradient + 60}};
    const real norm = clip_gradients(parameter, 2, (real)0.3);
    cr_assert_gt(norm, 3);
    assert_near(clip_gradients(parameter, 2, 1000), (real)0.3, 4 * REAL_EPSILON);
    for (size_t i = 0; i < 100; i++) {
        assert_near(gradient[i], before[i] * (real)0.3 / norm, 4 * REAL_EPSILON);
    }
}

Test(clip, squares_of_very_large_and_very_small_gradients_fit)
{
    for (int sign = -1; sign <= 1; sign += 2) {
        const real size =
            sign < 0 ? (real)1e-30 : (real)1e30; /* a float's square would be 0 or infinite */
        real value[2], gradient[] = {3 * size, 4 * size};
        const struct parameter parameter = {2, value, gradient};
        assert_near(clip_gradients(&parameter, 1, size) / size, 5, 8 * REAL_EPSILON);
        assert_near(gradient[0] / size, (real)0.6, 4 * REAL_EPSILON);
        assert_near(gradient[1] / size, (real)0.8, 4 * REAL_EPSILON);
    }
}

Test(clip, gradients_of_0_stay_0)
{
    real value = 1, gradient = 0;
    cr_assert_eq(clip_gradients(&(struct parameter){1, &value, &gradient}, 1, 1), 0);
    cr_assert_eq(gradient, 0);
}

Test(clip, what_no_factor_mends_is_told_and_left_alone)
{
    struct two *two = two_new();
    two->gradient[1] = REAL_NAN;
    cr_assert(isnan(clip_gradients(two->parameter, 2, 1)));
    cr_assert_eq(two->gradient[0], 3);
    two = two_new();
    two->gradient[1] = (real)INFINITY;
    cr_assert(isinf(clip_gradients(two->parameter, 2, 1)));
    cr_assert_eq(two->gradient[0], 3);
    cr_assert(isinf(two->gradient[1]));
}
