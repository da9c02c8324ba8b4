#include "optim/methods.h"

#include "optim/adagrad.h"
#include "optim/adam.h"
#include "optim/adamw.h"
#include "optim/gradient_descent.h"
#include "optim/momentum.h"
#include "optim/nesterov.h"
#include "optim/rmsprop.h"
#include "optim/weight_decay.h"
#include "tests/support.h"

#include <string.h>

TestSuite(methods, .init = test_begin, .fini = test_end);

enum { parameters = 3, methods = 7 };
static const size_t counts[parameters] = {6, 1, 4};

static void make_parameters(struct parameter *parameter, uint64_t seed)
{
    struct pcg32 generator = pcg32_seed(seed, 1);
    for (size_t i = 0; i < parameters; i++) {
        parameter[i] = (struct parameter){counts[i], random_reals(&generator, counts[i]),
                                          zero_reals(counts[i])};
    }
}

/* The same gradients for each call with the same generator, from -1 to 1. */
static void draw_gradients(struct parameter *parameter, struct pcg32 *generator)
{
    for (size_t i = 0; i < parameters; i++) {
        for (size_t j = 0; j < counts[i]; j++) {
            parameter[i].gradient[j] = pcg32_uniform(generator, -1, 1);
        }
    }
}

static void assert_same_values(const struct parameter *got, const struct parameter *expected)
{
    for (size_t i = 0; i < parameters; i++) {
        cr_assert_arr_eq(got[i].value, expected[i].value, counts[i] * sizeof(real));
    }
}

/* --- names and usual settings ----------------------------------------------------------------- */

Test(methods, each_is_found_by_its_name)
{
    struct message why;
    size_t found = 0;
    for (; optimizer_methods[found]; found++) {
        struct optimizer_settings settings;
        cr_assert_eq(optimizer_find(optimizer_methods[found]->name, &settings, &why), 0);
        cr_assert_eq(settings.method, optimizer_methods[found]);
    }
    cr_assert_eq(found, methods);
}

Test(methods, says_which_there_are)
{
    struct message why;
    struct optimizer_settings settings = {.rate = 3};
    cr_assert_eq(optimizer_find("Adam", &settings, &why), -1);
    cr_assert_eq(settings.rate, 3);
    cr_assert_str_eq(why.text, "expected sgd, momentum, nesterov, adagrad, rmsprop, adam or adamw, "
                               "found 'Adam'");
    for (size_t i = 0; optimizer_methods[i]; i++) {
        cr_assert_not_null(strstr(why.text, optimizer_methods[i]->name));
    }
}

Test(methods, usual_settings_are_those_of_the_header)
{
    const struct {
        const char *name;
        struct optimizer_settings expected;
    } table[methods] = {
        {"sgd", {.rate = (real)0.1}},
        {"momentum", {.rate = (real)0.05, .beta = (real)0.9}},
        {"nesterov", {.rate = (real)0.05, .beta = (real)0.9}},
        {"adagrad", {.rate = (real)0.01, .epsilon = (real)1e-10}},
        {"rmsprop", {.rate = (real)0.001, .decay = (real)0.99, .epsilon = (real)1e-8}},
        {"adam",
         {.rate = (real)0.001, .beta1 = (real)0.9, .beta2 = (real)0.999, .epsilon = (real)1e-8}},
        {"adamw",
         {.rate = (real)0.001,
          .beta1 = (real)0.9,
          .beta2 = (real)0.999,
          .epsilon = (real)1e-8,
          .decoupled_decay = (real)0.01}},
    };
    for (size_t i = 0; i < methods; i++) {
        struct optimizer_settings found, expected = table[i].expected;
        struct message why;
        cr_assert_eq(optimizer_find(table[i].name, &found, &why), 0);
        expected.method = found.method;
        cr_assert_eq(memcmp(&found, &expected, sizeof found), 0, "%s", table[i].name);
    }
}

/* --- each method makes its own function's step, for each parameter ----------------------------- */

/* Distinct numbers: one that is taken for another shows. */
static const struct optimizer_settings settings = {.rate = (real)0.01,
                                                   .beta = (real)0.7,
                                                   .decay = (real)0.8,
                                                   .beta1 = (real)0.6,
                                                   .beta2 = (real)0.9,
                                                   .epsilon = (real)0.001};

/* One parameter's step by the function itself; a and b are its state. */
static void step_by_hand(const char *name, const struct parameter *parameter, size_t t, real *a,
                         real *b)
{
    const struct optimizer_settings *const s = &settings;
    const struct adam_settings adam = {s->rate, s->beta1, s->beta2, s->epsilon};
    if (strcmp(name, "sgd") == 0) {
        gradient_descent_step(parameter, s->rate);
    } else if (strcmp(name, "momentum") == 0) {
        momentum_step(parameter, s->rate, s->beta, a);
    } else if (strcmp(name, "nesterov") == 0) {
        nesterov_step(parameter, s->rate, s->beta, a);
    } else if (strcmp(name, "adagrad") == 0) {
        adagrad_step(parameter, s->rate, s->epsilon, a);
    } else if (strcmp(name, "rmsprop") == 0) {
        rmsprop_step(parameter, s->rate, s->decay, s->epsilon, a);
    } else if (strcmp(name, "adam") == 0) {
        adam_step(parameter, &adam, t, a, b);
    } else {
        cr_assert_str_eq(name, "adamw");
        adamw_step(parameter, &adam, (real)0.125, t, a, b);
    }
}

static struct optimizer_settings settings_of(const struct optimizer_method *method)
{
    struct optimizer_settings own = settings;
    own.method = method;
    if (method == &optimizer_gradient_descent) {
        own.beta = 0;
    }
    if (method == &optimizer_adamw) {
        own.decoupled_decay = (real)0.125;
    }
    return own;
}

static void compare_with_function(const struct optimizer_method *method)
{
    struct parameter parameter[parameters], same[parameters];
    real *a[parameters], *b[parameters];
    make_parameters(parameter, 581);
    make_parameters(same, 581);
    for (size_t i = 0; i < parameters; i++) {
        a[i] = method == &optimizer_momentum ? copy_reals(counts[i], same[i].value)
                                             : zero_reals(counts[i]);
        b[i] = zero_reals(counts[i]);
    }
    struct pcg32 one = pcg32_seed(582, 1), other = one;
    struct optimizer optimizer =
        optimizer_new(&scratch, parameter, parameters, settings_of(method));
    for (size_t step = 0; step < 6; step++) {
        draw_gradients(parameter, &one);
        draw_gradients(same, &other);
        optimizer_step(&optimizer);
        for (size_t i = 0; i < parameters; i++) {
            step_by_hand(method->name, &same[i], step + 1, a[i], b[i]);
        }
        assert_same_values(parameter, same);
    }
}

Test(methods, each_makes_the_step_of_its_function)
{
    for (size_t i = 0; optimizer_methods[i]; i++) {
        compare_with_function(optimizer_methods[i]);
    }
}

/* --- what holds for all ------------------------------------------------------------------------ */

static struct optimizer with_both_decays(const struct optimizer_method *method,
                                         const struct parameter *parameter)
{
    struct optimizer_settings own = settings_of(method);
    own.coupled_decay = (real)0.3;
    own.decoupled_decay = (real)0.2;
    return optimizer_new(&scratch, parameter, parameters, own);
}

Test(methods, gradients_stay_as_they_are)
{
    for (size_t i = 0; optimizer_methods[i]; i++) {
        struct parameter parameter[parameters], same[parameters];
        struct pcg32 one = pcg32_seed(583, 1), other = one;
        make_parameters(parameter, 584);
        make_parameters(same, 584);
        draw_gradients(parameter, &one);
        draw_gradients(same, &other);
        struct optimizer optimizer = with_both_decays(optimizer_methods[i], parameter);
        optimizer_step(&optimizer);
        for (size_t j = 0; j < parameters; j++) {
            cr_assert_arr_eq(parameter[j].gradient, same[j].gradient, counts[j] * sizeof(real));
        }
    }
}

Test(methods, a_step_takes_no_memory)
{
    for (size_t i = 0; optimizer_methods[i]; i++) {
        struct parameter parameter[parameters];
        make_parameters(parameter, 585);
        struct optimizer optimizer = with_both_decays(optimizer_methods[i], parameter);
        const size_t used = scratch.used;
        optimizer_step(&optimizer);
        cr_assert_eq(scratch.used, used);
    }
}

/* At gradient 0 and with no move behind it, the value only shrinks: 8 - 1/2 1/4 8 = 7. */
Test(methods, decoupled_decay_by_hand)
{
    for (size_t i = 0; optimizer_methods[i]; i++) {
        struct optimizer_settings own = settings_of(optimizer_methods[i]);
        real value = 8, gradient = 0;
        const struct parameter parameter = {1, &value, &gradient};
        own.rate = 0.5;
        own.decoupled_decay = 0.25;
        struct optimizer optimizer = optimizer_new(&scratch, &parameter, 1, own);
        optimizer_step(&optimizer);
        cr_assert_eq(value, 7, "%s: %g", own.method->name, (double)value);
        optimizer_step(&optimizer);
        cr_assert_eq(value, 6.125, "%s: %g", own.method->name, (double)value);
    }
}

/* Two parameters, the longer one first: what one has in it must not be seen by the other. */
Test(methods, coupled_decay_is_a_step_with_the_pull_in_the_gradient)
{
    for (size_t m = 0; optimizer_methods[m]; m++) {
        struct optimizer_settings own = settings_of(optimizer_methods[m]);
        struct parameter parameter[parameters], pulled[parameters];
        make_parameters(parameter, 586);
        make_parameters(pulled, 586);
        struct pcg32 one = pcg32_seed(587, 1), other = one;
        struct optimizer plain = optimizer_new(&scratch, pulled, parameters, own);
        own.coupled_decay = (real)0.3;
        struct optimizer optimizer = optimizer_new(&scratch, parameter, parameters, own);
        for (size_t step = 0; step < 5; step++) {
            draw_gradients(parameter, &one);
            draw_gradients(pulled, &other);
            for (size_t i = 0; i < parameters; i++) {
                weight_decay_coupled(&pulled[i], own.coupled_decay, pulled[i].gradient);
            }
            optimizer_step(&plain);
            optimizer_step(&optimizer);
            assert_same_values(parameter, pulled);
        }
    }
}

/* --- checkpoints ------------------------------------------------------------------------------- */

Test(methods, state_arrays_have_names_and_counts)
{
    for (size_t m = 0; optimizer_methods[m]; m++) {
        const struct optimizer_method *const method = optimizer_methods[m];
        struct parameter parameter[parameters];
        make_parameters(parameter, 588);
        const struct optimizer optimizer =
            optimizer_new(&scratch, parameter, parameters, settings_of(method));
        cr_assert_eq(optimizer_states(&optimizer), parameters * method->states);
        for (size_t i = 0; i < optimizer_states(&optimizer); i++) {
            const struct optimizer_state state = optimizer_state(&optimizer, i);
            cr_assert_eq(state.parameter, i / method->states);
            cr_assert_eq(state.count, counts[i / method->states]);
            cr_assert_str_eq(state.name, method->state_name[i % method->states]);
            const struct parameter *const of = &parameter[i / method->states];
            assert_all_near(state.count, state.array,
                            method->begins_at_values ? of->value : zero_reals(of->count), 0);
        }
    }
}

/* After gradients 2 with rate 0: the names say what is in the arrays. */
Test(methods, state_arrays_hold_what_their_names_say)
{
    const struct {
        const char *method, *state;
        real expected;
    } table[] = {
        {"momentum", "previous", 5},   {"nesterov", "velocity", 2}, {"adagrad", "sum", 4},
        {"rmsprop", "mean_square", 1}, {"adam", "m", 1.5},          {"adam", "v", 2},
        {"adamw", "m", 1.5},           {"adamw", "v", 2},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct optimizer_settings own;
        struct message why;
        real value = 5, gradient = 2;
        const struct parameter parameter = {1, &value, &gradient};
        cr_assert_eq(optimizer_find(table[i].method, &own, &why), 0);
        own.rate = 0;
        own.decay = 0.75;
        own.beta1 = 0.25;
        own.beta2 = 0.5;
        struct optimizer optimizer = optimizer_new(&scratch, &parameter, 1, own);
        optimizer_step(&optimizer);
        bool found = false;
        for (size_t j = 0; j < optimizer_states(&optimizer); j++) {
            const struct optimizer_state state = optimizer_state(&optimizer, j);
            if (strcmp(state.name, table[i].state) == 0) {
                cr_assert_eq(state.array[0], table[i].expected, "%s %s", table[i].method,
                             table[i].state);
                found = true;
            }
        }
        cr_assert(found);
    }
}

static void run_steps(struct optimizer *optimizer, struct parameter *parameter,
                      struct pcg32 *generator, size_t steps)
{
    for (size_t i = 0; i < steps; i++) {
        draw_gradients(parameter, generator);
        optimizer_step(optimizer);
    }
}

/* What a checkpoint does: everything goes through copies, into an optimizer made anew. */
static void restore(struct optimizer *to, struct parameter *parameter, const struct optimizer *from)
{
    for (size_t i = 0; i < parameters; i++) {
        memcpy(parameter[i].value, from->parameter[i].value, counts[i] * sizeof(real));
    }
    for (size_t i = 0; i < optimizer_states(from); i++) {
        const struct optimizer_state state = optimizer_state(from, i);
        memcpy(optimizer_state(to, i).array, state.array, state.count * sizeof(real));
    }
    to->steps = from->steps;
}

Test(methods, goes_on_bit_by_bit_from_a_checkpoint)
{
    for (size_t m = 0; optimizer_methods[m]; m++) {
        struct parameter parameter[parameters], restored[parameters];
        struct pcg32 generator = pcg32_seed(589, 1);
        make_parameters(parameter, 590);
        make_parameters(restored, 591);
        struct optimizer optimizer = with_both_decays(optimizer_methods[m], parameter);
        run_steps(&optimizer, parameter, &generator, 7);
        struct optimizer again = with_both_decays(optimizer_methods[m], restored);
        struct pcg32 same_generator = generator;
        restore(&again, restored, &optimizer);
        run_steps(&optimizer, parameter, &generator, 7);
        run_steps(&again, restored, &same_generator, 7);
        assert_same_values(restored, parameter);
    }
}

static void ask_for_a_seventh(void)
{
    struct parameter parameter[parameters];
    make_parameters(parameter, 592);
    const struct optimizer optimizer =
        optimizer_new(&scratch, parameter, parameters, optimizer_adam.usual);
    optimizer_state(&optimizer, 6);
}

Test(methods, a_state_array_that_is_not_there_panics)
{
    cr_assert_str_eq(panic_of(ask_for_a_seventh),
                     "descent: optimizer_state: adam has 6 state arrays, number 6 was asked for\n");
}

/* --- settings out of their range --------------------------------------------------------------- */

static void new_with(struct optimizer_settings own)
{
    real value = 1, gradient = 1;
    optimizer_new(&scratch, &(struct parameter){1, &value, &gradient}, 1, own);
}

static void without_epsilon(void)
{
    new_with((struct optimizer_settings){.method = &optimizer_adam, .rate = 1});
}

Test(methods, epsilon_0_panics)
{
    cr_assert_str_eq(panic_of(without_epsilon),
                     "descent: optimizer_new: adam with epsilon 0, expected more than 0\n");
}

static void with_beta_1(void)
{
    new_with((struct optimizer_settings){.rate = 1, .beta = 1});
}

Test(methods, beta_1_panics)
{
    cr_assert_str_eq(panic_of(with_beta_1),
                     "descent: optimizer_new: momentum with beta 1, expected 0 to below 1\n");
}

static void with_rate_nan(void)
{
    new_with((struct optimizer_settings){.rate = REAL_NAN});
}

Test(methods, a_rate_that_is_not_a_number_panics)
{
    cr_assert_str_eq(panic_of(with_rate_nan),
                     "descent: optimizer_new: sgd with rate nan, expected 0 or more\n");
}

static void with_negative_decay(void)
{
    new_with((struct optimizer_settings){.rate = 1, .coupled_decay = -0.5});
}

Test(methods, negative_weight_decay_panics)
{
    cr_assert_str_eq(panic_of(with_negative_decay),
                     "descent: optimizer_new: sgd with coupled_decay -0.5, expected 0 or more\n");
}
