/* The fast kernels that go element by element: each set of loops against the naive kernels. */
#include "kernels/fast/fast.h"
#include "tests/support.h"

#include <math.h>
#include <string.h>

TestSuite(fast_kernels, .init = test_begin, .fini = test_end);

/* What a kernel is given and where it writes. */
struct arrays {
    size_t count;
    const real *x;  /* (count): of several sizes, 0 and extremes among them */
    const real *y;  /* (count): from 0 to 1 */
    const real *dy; /* (count) */
    real *out;      /* (count): has something in it already; a loss goes to out[0] */
};

static const real slope = (real)0.01, above = (real)-0.7;

static void sigmoid_forward_of(const struct backend *b, const struct arrays *a)
{
    b->sigmoid_forward(a->count, a->x, a->out);
}

static void sigmoid_backward_of(const struct backend *b, const struct arrays *a)
{
    b->sigmoid_backward(a->count, a->y, a->dy, a->out);
}

static void tanh_forward_of(const struct backend *b, const struct arrays *a)
{
    b->tanh_forward(a->count, a->x, a->out);
}

static void tanh_backward_of(const struct backend *b, const struct arrays *a)
{
    b->tanh_backward(a->count, a->y, a->dy, a->out);
}

static void relu_forward_of(const struct backend *b, const struct arrays *a)
{
    b->relu_forward(a->count, a->x, a->out);
}

static void relu_backward_of(const struct backend *b, const struct arrays *a)
{
    b->relu_backward(a->count, a->x, a->dy, a->out);
}

static void leaky_relu_forward_of(const struct backend *b, const struct arrays *a)
{
    b->leaky_relu_forward(a->count, slope, a->x, a->out);
}

static void leaky_relu_backward_of(const struct backend *b, const struct arrays *a)
{
    b->leaky_relu_backward(a->count, slope, a->x, a->dy, a->out);
}

static void mse_forward_of(const struct backend *b, const struct arrays *a)
{
    a->out[0] = b->mse_forward(a->count, a->x, a->y);
}

static void mse_backward_of(const struct backend *b, const struct arrays *a)
{
    b->mse_backward(a->count, a->x, a->y, above, a->out);
}

static void bce_forward_of(const struct backend *b, const struct arrays *a)
{
    a->out[0] = b->binary_cross_entropy_forward(a->count, a->x, a->y);
}

static void bce_backward_of(const struct backend *b, const struct arrays *a)
{
    b->binary_cross_entropy_backward(a->count, a->x, a->y, above, a->out);
}

static const struct kernel {
    const char *name;
    void (*run)(const struct backend *, const struct arrays *);
    bool forward; /* what it writes hangs on its inputs alone */
} kernels[] = {
    {"sigmoid_forward", sigmoid_forward_of, true},
    {"sigmoid_backward", sigmoid_backward_of, false},
    {"tanh_forward", tanh_forward_of, true},
    {"tanh_backward", tanh_backward_of, false},
    {"relu_forward", relu_forward_of, true},
    {"relu_backward", relu_backward_of, false},
    {"leaky_relu_forward", leaky_relu_forward_of, true},
    {"leaky_relu_backward", leaky_relu_backward_of, false},
    {"mse_forward", mse_forward_of, true},
    {"mse_backward", mse_backward_of, false},
    {"binary_cross_entropy_forward", bce_forward_of, true},
    {"binary_cross_entropy_backward", bce_backward_of, false},
};
enum { count_of_kernels = sizeof kernels / sizeof *kernels };

/* Around the widths of vectors and of the blocks in which sums are taken. */
static const size_t counts[] = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100, 129, 1000};
enum { count_of_counts = sizeof counts / sizeof *counts };

/* Where kernels have their kinks and the ends of their ranges. */
static const real special[] = {0,   1,   -1,   20,  -20,  87,   -87,  89,
                               -89, 104, -104, 709, -709, 1000, -1000};
enum { count_of_special = sizeof special / sizeof *special };

static struct arrays random_arrays(size_t count)
{
    struct pcg32 generator = pcg32_seed(32, count);
    real *const x = random_reals(&generator, count), *const y = random_reals(&generator, count);
    for (size_t i = 0; i < count; i++) {
        const uint32_t which = pcg32_below(&generator, 3 * count_of_special);
        x[i] = which < count_of_special ? special[which] : 8 * x[i];
        y[i] = (y[i] + 1) / 2;
    }
    const real *const dy = random_reals(&generator, count);
    return (struct arrays){count, x, y, dy, random_reals(&generator, count)};
}

/* The same inputs, and a copy of what stands in the output. */
static struct arrays copy_of(const struct arrays *arrays)
{
    struct arrays copy = *arrays;
    copy.out = copy_reals(arrays->count, arrays->out);
    return copy;
}

/* An element is right to its last places; a gradient to those of what stood there before. What is
 * below the smallest normal number may be 0. */
static real tolerance_at(const struct kernel *kernel, real expected)
{
    const real smallest = (real)(sizeof(real) == sizeof(double) ? DBL_MIN : (double)FLT_MIN);
    const real size = expected < 0 ? -expected : expected;
    return 8 * REAL_EPSILON * (kernel->forward ? size : size + 1) + smallest;
}

static void check(const char *set, const struct backend *backend, const struct kernel *kernel,
                  size_t count)
{
    const struct arrays fast = random_arrays(count), naive = copy_of(&fast);
    kernel->run(backend, &fast);
    kernel->run(&naive_backend, &naive);
    for (size_t i = 0; i < count; i++) {
        const real got = fast.out[i], expected = naive.out[i];
        cr_assert(near(got, expected, tolerance_at(kernel, expected)),
                  "%s %s, count %zu: element %zu is %.9g, expected %.9g", set, kernel->name, count,
                  i, (double)got, (double)expected);
    }
    arena_reset(&scratch, 0);
}

Test(fast_kernels, each_agrees_with_its_naive_twin)
{
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    for (size_t set = 0; set < sets; set++) {
        for (size_t k = 0; k < count_of_kernels; k++) {
            for (size_t i = 0; i < count_of_counts; i++) {
                check(here[set].instructions, here[set].loops, &kernels[k], counts[i]);
            }
        }
    }
}

Test(fast_kernels, all_sets_give_the_same_bits)
{
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    for (size_t k = 0; k < count_of_kernels; k++) {
        const struct arrays start = random_arrays(1000);
        const struct arrays baseline = copy_of(&start);
        kernels[k].run(here[sets - 1].loops, &baseline);
        for (size_t set = 0; set + 1 < sets; set++) {
            const struct arrays other = copy_of(&start);
            kernels[k].run(here[set].loops, &other);
            cr_assert_eq(memcmp(other.out, baseline.out, 1000 * sizeof(real)), 0, "%s %s",
                         here[set].instructions, kernels[k].name);
        }
        arena_reset(&scratch, 0);
    }
}

/* --- what the naive kernels say in words --- */

enum { wide = 20 }; /* more than a vector: the same number goes through every part of a loop */

/* y of each element, all of which are x. */
static void assert_forward(const char *set, void (*forward)(size_t, const real *, real *), real x,
                           real expected)
{
    real in[wide], out[wide];
    for (size_t i = 0; i < wide; i++) {
        in[i] = x;
    }
    forward(wide, in, out);
    for (size_t i = 0; i < wide; i++) {
        cr_assert(isnan(expected) ? isnan(out[i]) : out[i] == expected,
                  "%s: of %g element %zu is %g, expected %g", set, (double)x, i, (double)out[i],
                  (double)expected);
    }
}

Test(fast_kernels, sigmoid_at_its_ends)
{
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    for (size_t set = 0; set < sets; set++) {
        const char *const name = here[set].instructions;
        const struct backend *const loops = here[set].loops;
        assert_forward(name, loops->sigmoid_forward, 0, (real)0.5);
        assert_forward(name, loops->sigmoid_forward, 1000, 1);
        assert_forward(name, loops->sigmoid_forward, -1000, 0);
        assert_forward(name, loops->sigmoid_forward, (real)INFINITY, 1);
        assert_forward(name, loops->sigmoid_forward, -(real)INFINITY, 0);
        assert_forward(name, loops->sigmoid_forward, REAL_NAN, REAL_NAN);
    }
}

Test(fast_kernels, tanh_at_its_ends)
{
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    for (size_t set = 0; set < sets; set++) {
        const char *const name = here[set].instructions;
        const struct backend *const loops = here[set].loops;
        assert_forward(name, loops->tanh_forward, 0, 0);
        assert_forward(name, loops->tanh_forward, 1000, 1);
        assert_forward(name, loops->tanh_forward, -1000, -1);
        assert_forward(name, loops->tanh_forward, (real)INFINITY, 1);
        assert_forward(name, loops->tanh_forward, -(real)INFINITY, -1);
        assert_forward(name, loops->tanh_forward, REAL_NAN, REAL_NAN);
        assert_forward(name, loops->tanh_forward, (real)1e-30, (real)1e-30);
    }
}

Test(fast_kernels, relu_of_nan_and_infinity_is_as_the_naive_one)
{
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    const real numbers[] = {REAL_NAN, (real)INFINITY, -(real)INFINITY, -(real)0.0};
    for (size_t set = 0; set < sets; set++) {
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
            real expected;
            naive_backend.relu_forward(1, &numbers[i], &expected);
            assert_forward(here[set].instructions, here[set].loops->relu_forward, numbers[i],
                           expected);
        }
    }
}

Test(fast_kernels, a_closed_relu_lets_no_infinity_through)
{
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    for (size_t set = 0; set < sets; set++) {
        real x[wide], dy[wide], dx[wide];
        for (size_t i = 0; i < wide; i++) {
            x[i] = -1;
            dy[i] = (real)INFINITY;
            dx[i] = 3;
        }
        here[set].loops->relu_backward(wide, x, dy, dx);
        for (size_t i = 0; i < wide; i++) {
            cr_assert_eq(dx[i], 3, "%s", here[set].instructions);
        }
    }
}

/* For y = 0 and a logit of 1000 the loss is 1000; for y = 1 it is 0. */
Test(fast_kernels, binary_cross_entropy_of_large_logits)
{
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    for (size_t set = 0; set < sets; set++) {
        real large[wide], small[wide], no[wide] = {0}, yes[wide];
        for (size_t i = 0; i < wide; i++) {
            large[i] = 1000;
            small[i] = -1000;
            yes[i] = 1;
        }
        const struct backend *const loops = here[set].loops;
        cr_assert_eq(loops->binary_cross_entropy_forward(wide, large, no), 1000);
        cr_assert_eq(loops->binary_cross_entropy_forward(wide, large, yes), 0);
        cr_assert_eq(loops->binary_cross_entropy_forward(wide, small, yes), 1000);
        cr_assert_eq(loops->binary_cross_entropy_forward(wide, small, no), 0);
        large[7] = REAL_NAN;
        cr_assert(isnan(loops->binary_cross_entropy_forward(wide, large, yes)));
    }
}
