#include "optim/optimizer.h"

#include "optim/gradient_descent.h"
#include "optim/momentum.h"
#include "tests/support.h"

TestSuite(optimizer, .init = test_begin, .fini = test_end);

enum { parameters = 3 };
static const size_t counts[parameters] = {6, 1, 4};

static void make_parameters(struct parameter *parameter)
{
    struct pcg32 generator = pcg32_seed(231, 1);
    for (size_t i = 0; i < parameters; i++) {
        parameter[i] = (struct parameter){counts[i], random_reals(&generator, counts[i]),
                                          random_reals(&generator, counts[i])};
    }
}

static void draw_gradients(struct parameter *a, struct parameter *b, struct pcg32 *generator)
{
    for (size_t i = 0; i < parameters; i++) {
        for (size_t j = 0; j < counts[i]; j++) {
            a[i].gradient[j] = b[i].gradient[j] = pcg32_uniform(generator, -1, 1);
        }
    }
}

static void compare_values(const struct parameter *got, const struct parameter *expected)
{
    for (size_t i = 0; i < parameters; i++) {
        assert_all_near(counts[i], got[i].value, expected[i].value, 0);
    }
}

Test(optimizer, step_by_hand)
{
    real value = 3, gradient = 2;
    const struct parameter parameter = {1, &value, &gradient};
    struct optimizer optimizer =
        optimizer_new(&scratch, &parameter, 1, (struct optimizer_settings){.rate = 0.25});
    optimizer_step(&optimizer);
    cr_assert_eq(value, 2.5);
    optimizer_step(&optimizer);
    cr_assert_eq(value, 2);
}

/* Moves: -0.5, then -0.5 + 0.5 (-0.5) = -0.75, then -0.5 + 0.5 (-0.75) = -0.875. */
Test(optimizer, step_with_momentum_by_hand)
{
    real value = 3, gradient = 2;
    const struct parameter parameter = {1, &value, &gradient};
    struct optimizer optimizer = optimizer_new(
        &scratch, &parameter, 1, (struct optimizer_settings){.rate = 0.25, .beta = 0.5});
    const real expected[] = {2.5, 1.75, 0.875};
    for (size_t i = 0; i < 3; i++) {
        optimizer_step(&optimizer);
        cr_assert_eq(value, expected[i], "step %zu", i);
    }
}

/* The last move is repeated at its own length, whatever the rate is by now: -0.5, then
 * -0.25 + 0.5 (-0.5) = -0.5. */
Test(optimizer, the_rate_may_change_between_steps)
{
    real value = 3, gradient = 2;
    const struct parameter parameter = {1, &value, &gradient};
    struct optimizer optimizer = optimizer_new(
        &scratch, &parameter, 1, (struct optimizer_settings){.rate = 0.25, .beta = 0.5});
    optimizer_step(&optimizer);
    optimizer.settings.rate = 0.125;
    optimizer_step(&optimizer);
    cr_assert_eq(value, 2);
}

Test(optimizer, without_a_method_beta_decides)
{
    real value = 3, gradient = 2;
    const struct parameter parameter = {1, &value, &gradient};
    const struct {
        struct optimizer_settings settings;
        const struct optimizer_method *expected;
    } table[] = {
        {{.rate = 1}, &optimizer_gradient_descent},
        {{.rate = 1, .beta = 0.5}, &optimizer_momentum},
        {{.rate = 1, .beta = 0.5, .method = &optimizer_gradient_descent}, &optimizer_momentum},
        {{.rate = 1, .method = &optimizer_gradient_descent}, &optimizer_gradient_descent},
        {{.rate = 1, .method = &optimizer_momentum}, &optimizer_momentum},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct optimizer optimizer =
            optimizer_new(&scratch, &parameter, 1, table[i].settings);
        cr_assert_eq(optimizer.settings.method, table[i].expected, "row %zu", i);
    }
}

Test(optimizer, is_gradient_descent_for_each_parameter)
{
    struct parameter parameter[parameters], same[parameters];
    make_parameters(parameter);
    make_parameters(same);
    struct pcg32 generator = pcg32_seed(232, 1);
    const struct optimizer_settings settings = {.rate = (real)0.1};
    struct optimizer optimizer = optimizer_new(&scratch, parameter, parameters, settings);
    for (size_t step = 0; step < 5; step++) {
        draw_gradients(parameter, same, &generator);
        optimizer_step(&optimizer);
        for (size_t i = 0; i < parameters; i++) {
            gradient_descent_step(&same[i], settings.rate);
        }
        compare_values(parameter, same);
    }
}

Test(optimizer, is_momentum_for_each_parameter)
{
    struct parameter parameter[parameters], same[parameters];
    make_parameters(parameter);
    make_parameters(same);
    real *previous[parameters];
    for (size_t i = 0; i < parameters; i++) {
        previous[i] = copy_reals(counts[i], same[i].value);
    }
    struct pcg32 generator = pcg32_seed(233, 1);
    const struct optimizer_settings settings = {.rate = (real)0.1, .beta = (real)0.9};
    struct optimizer optimizer = optimizer_new(&scratch, parameter, parameters, settings);
    for (size_t step = 0; step < 5; step++) {
        draw_gradients(parameter, same, &generator);
        optimizer_step(&optimizer);
        for (size_t i = 0; i < parameters; i++) {
            momentum_step(&same[i], settings.rate, settings.beta, previous[i]);
        }
        compare_values(parameter, same);
    }
}

Test(optimizer, step_leaves_the_gradients_alone)
{
    const real betas[] = {0, 0.5};
    for (size_t b = 0; b < 2; b++) {
        struct parameter parameter[parameters], before[parameters];
        make_parameters(parameter);
        make_parameters(before);
        struct optimizer optimizer =
            optimizer_new(&scratch, parameter, parameters,
                          (struct optimizer_settings){.rate = (real)0.1, .beta = betas[b]});
        optimizer_step(&optimizer);
        for (size_t i = 0; i < parameters; i++) {
            assert_all_near(counts[i], parameter[i].gradient, before[i].gradient, 0);
        }
    }
}

Test(optimizer, zero_gradients_sets_them_all_to_0_and_moves_nothing)
{
    struct parameter parameter[parameters], before[parameters];
    make_parameters(parameter);
    make_parameters(before);
    const struct optimizer optimizer =
        optimizer_new(&scratch, parameter, parameters, (struct optimizer_settings){.rate = 1});
    parameter[1].gradient[0] = REAL_NAN; /* 0 times it would not be 0 */
    optimizer_zero_gradients(&optimizer);
    for (size_t i = 0; i < parameters; i++) {
        assert_all_near(counts[i], parameter[i].gradient, zero_reals(counts[i]), 0);
    }
    compare_values(parameter, before);
}

Test(optimizer, counts_its_steps)
{
    struct parameter parameter[parameters];
    make_parameters(parameter);
    struct optimizer optimizer = optimizer_new(&scratch, parameter, parameters,
                                               (struct optimizer_settings){.rate = (real)0.1});
    cr_assert_eq(optimizer.steps, 0);
    optimizer_step(&optimizer);
    optimizer_step(&optimizer);
    cr_assert_eq(optimizer.steps, 2);
}

Test(optimizer, takes_memory_only_for_momentum_and_only_at_the_start)
{
    struct parameter parameter[parameters];
    make_parameters(parameter);
    const size_t before = scratch.used;
    optimizer_new(&scratch, parameter, parameters, (struct optimizer_settings){.rate = 1});
    cr_assert_eq(scratch.used, before);
    struct optimizer optimizer = optimizer_new(&scratch, parameter, parameters,
                                               (struct optimizer_settings){.rate = 1, .beta = 0.5});
    const size_t after = scratch.used;
    cr_assert_gt(after, before);
    optimizer_step(&optimizer);
    cr_assert_eq(scratch.used, after);
}
