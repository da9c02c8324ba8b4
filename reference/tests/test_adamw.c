#include "optim/adamw.h"

#include "tests/support.h"

TestSuite(adamw, .init = test_begin, .fini = test_end);

static const real tolerance = 16 * REAL_EPSILON;
static const struct adam_settings settings = {
    .rate = 0.5, .beta1 = 0.5, .beta2 = 0.75, .epsilon = (real)1e-8};

/* Decay 1/4: 8 - 1/2 1/4 8 = 7, and Adam's first step is as long as the rate. */
Test(adamw, first_step_by_hand)
{
    real value = 8, gradient = 3, m = 0, v = 0;
    adamw_step(&(struct parameter){1, &value, &gradient}, &settings, 0.25, 1, &m, &v);
    assert_near(value, (real)6.5, (real)1e-8 + 4 * tolerance);
    assert_near(m, (real)1.5, tolerance);
    assert_near(v, (real)2.25, tolerance);
}

Test(adamw, at_gradient_0_the_value_shrinks_and_nothing_else_happens)
{
    real value[] = {8, -2}, gradient[] = {0, 0}, m[] = {0, 0}, v[] = {0, 0};
    const real after_one[] = {7, -1.75}, after_two[] = {6.125, -1.53125}, zero[] = {0, 0};
    const struct parameter parameter = {2, value, gradient};
    adamw_step(&parameter, &settings, 0.25, 1, m, v);
    assert_all_near(2, value, after_one, 0);
    adamw_step(&parameter, &settings, 0.25, 2, m, v);
    assert_all_near(2, value, after_two, 0);
    assert_all_near(2, m, zero, 0);
    assert_all_near(2, v, zero, 0);
}

Test(adamw, the_pull_is_the_same_whatever_the_gradient)
{
    real value[] = {8, 8, 8}, gradient[] = {(real)0.01, 1, 1000};
    real without[] = {8, 8, 8};
    const real pulls[] = {1, 1, 1};
    adamw_step(&(struct parameter){3, value, gradient}, &settings, 0.25, 1, zero_reals(3),
               zero_reals(3));
    adam_step(&(struct parameter){3, without, gradient}, &settings, 1, zero_reals(3),
              zero_reals(3));
    for (size_t i = 0; i < 3; i++) {
        without[i] -= value[i];
    }
    assert_all_near(3, without, pulls, tolerance);
}

Test(adamw, with_decay_0_it_is_adam)
{
    struct pcg32 generator = pcg32_seed(551, 1);
    real *const value = random_reals(&generator, 13), *const plain = copy_reals(13, value);
    real *const m = zero_reals(13), *const v = zero_reals(13);
    real *const plain_m = zero_reals(13), *const plain_v = zero_reals(13);
    for (size_t t = 1; t <= 10; t++) {
        real *const gradient = random_reals(&generator, 13);
        adamw_step(&(struct parameter){13, value, gradient}, &settings, 0, t, m, v);
        adam_step(&(struct parameter){13, plain, gradient}, &settings, t, plain_m, plain_v);
        assert_all_near(13, value, plain, 0);
    }
}

Test(adamw, leaves_the_gradient_alone)
{
    struct pcg32 generator = pcg32_seed(552, 1);
    real *const value = random_reals(&generator, 7), *const gradient = random_reals(&generator, 7);
    const real *const before = copy_reals(7, gradient);
    adamw_step(&(struct parameter){7, value, gradient}, &settings, 0.25, 1, zero_reals(7),
               zero_reals(7));
    cr_assert_arr_eq(gradient, before, 7 * sizeof *gradient);
}
