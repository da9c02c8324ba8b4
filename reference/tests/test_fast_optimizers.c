/* The fast optimizers' steps: each set of loops against the functions of optim/, all sets bit by bit
 * against each other, and several threads against one. */
#include "kernels/fast/fast.h"
#include "kernels/fast/threads.h"
#include "optim/adagrad.h"
#include "optim/adam.h"
#include "optim/adamw.h"
#include "optim/gradient_descent.h"
#include "optim/methods.h"
#include "optim/momentum.h"
#include "optim/nesterov.h"
#include "optim/rmsprop.h"
#include "tests/support.h"

#include <string.h>

static void begin(void)
{
    struct message why;
    test_begin();
    arena_destroy(&scratch);
    cr_assert_eq(arena_create(&scratch, 1 << 24, &why), 0, "%s", why.text);
}

static void end(void)
{
    threads_stop();
    test_end();
}

TestSuite(fast_optimizers, .init = begin, .fini = end);

/* The functions of optim/, as a table. */
static const struct backend plain = {
    .gradient_descent_step = gradient_descent_step,
    .momentum_step = momentum_step,
    .nesterov_step = nesterov_step,
    .adagrad_step = adagrad_step,
    .rmsprop_step = rmsprop_step,
    .adam_step = adam_step,
    .adamw_step = adamw_step,
};

static const real rate = (real)0.02, beta = (real)0.7, epsilon = (real)1e-3;
static const struct adam_settings settings = {(real)0.02, (real)0.6, (real)0.9, (real)1e-3};

/* One step of each: a and b are the state. */
static void descend(const struct backend *of, const struct parameter *p, size_t t, real *a, real *b)
{
    (void)t, (void)a, (void)b;
    of->gradient_descent_step(p, rate);
}

static void roll(const struct backend *of, const struct parameter *p, size_t t, real *a, real *b)
{
    (void)t, (void)b;
    of->momentum_step(p, rate, beta, a);
}

static void look(const struct backend *of, const struct parameter *p, size_t t, real *a, real *b)
{
    (void)t, (void)b;
    of->nesterov_step(p, rate, beta, a);
}

static void adapt(const struct backend *of, const struct parameter *p, size_t t, real *a, real *b)
{
    (void)t, (void)b;
    of->adagrad_step(p, rate, epsilon, a);
}

static void forget(const struct backend *of, const struct parameter *p, size_t t, real *a, real *b)
{
    (void)t, (void)b;
    of->rmsprop_step(p, rate, (real)0.8, epsilon, a);
}

static void adam(const struct backend *of, const struct parameter *p, size_t t, real *a, real *b)
{
    of->adam_step(p, &settings, t, a, b);
}

static void adamw(const struct backend *of, const struct parameter *p, size_t t, real *a, real *b)
{
    of->adamw_step(p, &settings, (real)0.3, t, a, b);
}

static const struct method {
    const char *name;
    void (*step)(const struct backend *, const struct parameter *, size_t t, real *a, real *b);
    real tolerance; /* values and state are below 2 */
} methods[] = {
    {"gradient descent", descend, 0},
    {"momentum", roll, 0},
    {"nesterov", look, 0},
    {"adagrad", adapt, 0},
    {"rmsprop", forget, 0},
    {"adam", adam, 2 * REAL_EPSILON},
    {"adamw", adamw, 2 * REAL_EPSILON},
};
enum { count_of_methods = sizeof methods / sizeof *methods };

/* Around the widths of vectors, and around what a thread takes at a time. */
static const size_t counts[] = {1, 2, 3, 7, 8, 9, 16, 17, 31, 100, 2047, 2049, 8191, 8193, 30000};
enum { count_of_counts = sizeof counts / sizeof *counts };

/* After some steps along random gradients: values, then the two arrays of state. */
static real *run(const struct method *method, const struct backend *of, size_t count)
{
    struct pcg32 generator = pcg32_seed(601, count);
    real *const out = random_reals(&generator, 3 * count);
    real *const a = out + count, *const b = a + count;
    for (size_t i = 0; i < 2 * count; i++) {
        a[i] = (a[i] + 1) / 2; /* the state that is under a root is not negative */
    }
    for (size_t t = 1; t <= 3; t++) {
        real *const gradient = random_reals(&generator, count);
        const real *const before = copy_reals(count, gradient);
        method->step(of, &(struct parameter){count, out, gradient}, t, a, b);
        cr_assert_arr_eq(gradient, before, count * sizeof(real), "%s", method->name);
    }
    return out;
}

Test(fast_optimizers, each_makes_the_step_of_its_plain_twin)
{
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    for (size_t set = 0; set < sets; set++) {
        for (size_t m = 0; m < count_of_methods; m++) {
            for (size_t c = 0; c < count_of_counts; c++) {
                const real *const got = run(&methods[m], here[set].loops, counts[c]);
                const real *const expected = run(&methods[m], &plain, counts[c]);
                const char *const difference =
                    first_difference(3 * counts[c], got, expected, methods[m].tolerance);
                cr_assert(!difference, "%s %s, %zu: %s", here[set].instructions, methods[m].name,
                          counts[c], difference);
                arena_reset(&scratch, 0);
            }
        }
    }
}

static void assert_same_bits(const struct backend *got, const struct backend *expected,
                             const char *what)
{
    for (size_t m = 0; m < count_of_methods; m++) {
        for (size_t c = 0; c < count_of_counts; c++) {
            const real *const one = run(&methods[m], got, counts[c]);
            const real *const other = run(&methods[m], expected, counts[c]);
            cr_assert_arr_eq(one, other, 3 * counts[c] * sizeof(real), "%s: %s, %zu", what,
                             methods[m].name, counts[c]);
            arena_reset(&scratch, 0);
        }
    }
}

Test(fast_optimizers, all_sets_give_the_same_bits)
{
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    for (size_t set = 0; set + 1 < sets; set++) {
        assert_same_bits(here[set].loops, here[sets - 1].loops, here[set].instructions);
    }
}

static void step_in_shares(const struct method *method, size_t count, real **got)
{
    struct message why;
    const struct backend backend = fast_backend();
    for (size_t threads = 1; threads <= 3; threads++) {
        cr_assert_eq(threads_start(threads, &why), 0, "%s", why.text);
        got[threads] = run(method, &backend, count);
    }
}

Test(fast_optimizers, two_and_three_threads_give_the_bits_of_one)
{
    for (size_t m = 0; m < count_of_methods; m++) {
        for (size_t c = 0; c < count_of_counts; c++) {
            real *got[4];
            step_in_shares(&methods[m], counts[c], got);
            const size_t bytes = 3 * counts[c] * sizeof(real);
            cr_assert_arr_eq(got[2], got[1], bytes, "%s, %zu", methods[m].name, counts[c]);
            cr_assert_arr_eq(got[3], got[1], bytes, "%s, %zu", methods[m].name, counts[c]);
            arena_reset(&scratch, 0);
        }
    }
}

/* --- whose step an optimizer takes ------------------------------------------------------------- */

static size_t calls;

static void count_gradient_descent(const struct parameter *parameter, real own_rate)
{
    (void)parameter, (void)own_rate;
    calls++;
}

static void count_momentum(const struct parameter *parameter, real own_rate, real own_beta, real *a)
{
    (void)parameter, (void)own_rate, (void)own_beta, (void)a;
    calls++;
}

static void count_adagrad(const struct parameter *parameter, real own_rate, real own_epsilon,
                          real *a)
{
    (void)parameter, (void)own_rate, (void)own_epsilon, (void)a;
    calls++;
}

static void count_rmsprop(const struct parameter *parameter, real own_rate, real decay,
                          real own_epsilon, real *a)
{
    (void)parameter, (void)own_rate, (void)decay, (void)own_epsilon, (void)a;
    calls++;
}

static void count_adam(const struct parameter *parameter, const struct adam_settings *own, size_t t,
                       real *a, real *b)
{
    (void)parameter, (void)own, (void)t, (void)a, (void)b;
    calls++;
}

static void count_adamw(const struct parameter *parameter, const struct adam_settings *own,
                        real decay, size_t t, real *a, real *b)
{
    (void)parameter, (void)own, (void)decay, (void)t, (void)a, (void)b;
    calls++;
}

/* How often a step calls the backend's entry, and whether it moves the value. */
static void step_with(const struct optimizer_method *method, const struct backend *backend,
                      size_t calls_expected, bool moves)
{
    real value = 1, gradient = 1;
    const struct parameter parameter = {1, &value, &gradient};
    struct optimizer_settings own = method->usual;
    own.backend = backend;
    own.decoupled_decay = method == &optimizer_adamw ? own.decoupled_decay : 0;
    struct optimizer optimizer = optimizer_new(&scratch, &parameter, 1, own);
    calls = 0;
    optimizer_step(&optimizer);
    cr_assert_eq(calls, calls_expected, "%s: %zu calls", method->name, calls);
    cr_assert_eq(value != 1, moves, "%s", method->name);
}

Test(fast_optimizers, an_optimizer_takes_its_backends_step)
{
    static const struct backend counts_calls = {
        .gradient_descent_step = count_gradient_descent,
        .momentum_step = count_momentum,
        .nesterov_step = count_momentum,
        .adagrad_step = count_adagrad,
        .rmsprop_step = count_rmsprop,
        .adam_step = count_adam,
        .adamw_step = count_adamw,
    };
    for (size_t i = 0; optimizer_methods[i]; i++) {
        step_with(optimizer_methods[i], &counts_calls, 1, false);
    }
}

Test(fast_optimizers, an_optimizer_makes_the_step_that_its_backend_has_not)
{
    for (size_t i = 0; optimizer_methods[i]; i++) {
        step_with(optimizer_methods[i], &naive_backend, 0, true);
        step_with(optimizer_methods[i], NULL, 0, true);
    }
}
