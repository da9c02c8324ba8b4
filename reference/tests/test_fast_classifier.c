/* The fast kernels of classifiers, softmax cross-entropy, dropout and batch norm: each set of loops
 * against the naive kernels, and all sets bit by bit against each other. */
#include "kernels/fast/fast.h"
#include "kernels/naive/batch_norm.h"
#include "tests/support.h"

#include <math.h>
#include <string.h>

TestSuite(fast_classifier, .init = test_begin, .fini = test_end);

/* Around the widths of vectors and of the blocks in which sums are taken. */
static const size_t shapes[][2] = {{1, 1},   {1, 10}, {5, 1},   {64, 10}, {3, 7},   {2, 127},
                                   {2, 129}, {7, 63}, {13, 65}, {4, 200}, {33, 17}, {3, 300}};
enum { count_of_shapes = sizeof shapes / sizeof *shapes };

/* What kernels write, one array behind the other: made from the same seed for each backend. */
struct outputs {
    size_t count;
    real *values; /* (count) */
};

static real *labels(struct pcg32 *generator, size_t n, size_t classes)
{
    real *const y = arena_reals(&scratch, n);
    for (size_t i = 0; i < n; i++) {
        y[i] = (real)pcg32_below(generator, (uint32_t)classes);
    }
    return y;
}

static struct outputs cross_entropy(const struct backend *b, const size_t shape[2], bool weighted)
{
    const size_t n = shape[0], classes = shape[1];
    struct pcg32 generator = pcg32_seed(361, n + classes);
    real *const z = random_reals(&generator, n * classes);
    real *const weight = random_reals(&generator, classes);
    for (size_t i = 0; i < n * classes; i++) { /* a few far out */
        z[i] *= i % 31 == 30 ? 1000 : 8;
    }
    for (size_t c = 0; c < classes; c++) {
        weight[c] += (real)1.5;
    }
    const real *const y = labels(&generator, n, classes), *const w = weighted ? weight : NULL;
    const struct outputs out = {n * classes + 1, random_reals(&generator, n * classes + 1)};
    b->softmax_cross_entropy_backward(n, classes, z, y, w, (real)-0.7, out.values);
    out.values[n * classes] = b->softmax_cross_entropy_forward(n, classes, z, y, w);
    return out;
}

static struct outputs softmax_cross_entropy(const struct backend *b, const size_t shape[2])
{
    return cross_entropy(b, shape, false);
}

static struct outputs weighted_cross_entropy(const struct backend *b, const size_t shape[2])
{
    return cross_entropy(b, shape, true);
}

/* y, mask and dx, and where the generator then stands. */
static struct outputs dropout(const struct backend *b, const size_t shape[2], bool training)
{
    const size_t count = shape[0] * shape[1];
    struct pcg32 generator = pcg32_seed(362, count);
    const real *const x = random_reals(&generator, count), *const dy =
                                                               random_reals(&generator, count);
    const struct outputs out = {3 * count + 1, random_reals(&generator, 3 * count + 1)};
    real *const mask = out.values, *const y = mask + count, *const dx = y + count;
    b->dropout_forward(count, (real)0.3, training, &generator, x, mask, y);
    b->dropout_backward(count, mask, dy, dx);
    out.values[3 * count] = pcg32_uniform(&generator, 0, 1);
    return out;
}

static struct outputs dropout_in_training(const struct backend *b, const size_t shape[2])
{
    return dropout(b, shape, true);
}

static struct outputs dropout_in_evaluation(const struct backend *b, const size_t shape[2])
{
    return dropout(b, shape, false);
}

static struct outputs batch_norm(const struct backend *b, const size_t shape[2])
{
    const size_t n = shape[0], features = shape[1], count = n * features;
    struct pcg32 generator = pcg32_seed(363, count);
    const struct outputs out = {4 * count + 5 * features,
                                random_reals(&generator, 4 * count + 5 * features)};
    real *const xhat = out.values, *const y = xhat + count, *const evaluated = y + count;
    real *const dx = evaluated + count, *const deviation = dx + count;
    real *const dgamma = deviation + features, *const dbeta = dgamma + features;
    real *const mean = dbeta + features, *const variance = mean + features;
    for (size_t j = 0; j < features; j++) {
        variance[j] += (real)1.5;
    }
    const struct batch_norm norm = {features,
                                    (real)0.01,
                                    (real)0.1,
                                    random_reals(&generator, features),
                                    random_reals(&generator, features),
                                    mean,
                                    variance};
    const real *const x = random_reals(&generator, count), *const dy =
                                                               random_reals(&generator, count);
    b->batch_norm_evaluate(&norm, n, x, evaluated);
    b->batch_norm_train(&norm, n, x, xhat, deviation, y);
    b->batch_norm_backward(&norm, n, xhat, deviation, dy, dx, dgamma, dbeta);
    return out;
}

static const struct kernel {
    const char *name;
    struct outputs (*run)(const struct backend *backend, const size_t shape[2]);
    real tolerance; /* relative, where the naive value is above 1 */
} kernels[] = {
    {"softmax_cross_entropy", softmax_cross_entropy, 16 * REAL_EPSILON},
    {"weighted softmax_cross_entropy", weighted_cross_entropy, 16 * REAL_EPSILON},
    {"dropout in training", dropout_in_training, 0},
    {"dropout in evaluation", dropout_in_evaluation, 0},
    {"batch_norm", batch_norm, 64 * REAL_EPSILON},
};
enum { count_of_kernels = sizeof kernels / sizeof *kernels };

static void check(const struct fast_loops *set, const struct kernel *kernel, const size_t shape[2])
{
    const struct outputs fast = kernel->run(set->loops, shape);
    const struct outputs naive = kernel->run(&naive_backend, shape);
    for (size_t i = 0; i < naive.count; i++) {
        const real got = fast.values[i], expected = naive.values[i];
        const real size = expected < 0 ? -expected : expected;
        cr_assert(near(got, expected, kernel->tolerance * (size > 1 ? size : 1)),
                  "%s %s, (%zu,%zu): output %zu of %zu is %.9g, expected %.9g", set->instructions,
                  kernel->name, shape[0], shape[1], i, naive.count, (double)got, (double)expected);
    }
    arena_reset(&scratch, 0);
}

Test(fast_classifier, each_agrees_with_its_naive_twin)
{
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    for (size_t set = 0; set < sets; set++) {
        for (size_t k = 0; k < count_of_kernels; k++) {
            for (size_t s = 0; s < count_of_shapes; s++) {
                check(&here[set], &kernels[k], shapes[s]);
            }
        }
    }
}

Test(fast_classifier, all_sets_give_the_same_bits)
{
    struct fast_loops here[fast_loops_max];
    const size_t sets = fast_loops_here(here);
    for (size_t k = 0; k < count_of_kernels; k++) {
        for (size_t s = 0; s < count_of_shapes; s++) {
            const struct outputs baseline = kernels[k].run(here[sets - 1].loops, shapes[s]);
            for (size_t set = 0; set + 1 < sets; set++) {
                const struct outputs other = kernels[k].run(here[set].loops, shapes[s]);
                cr_assert_eq(memcmp(other.values, baseline.values, other.count * sizeof(real)), 0,
                             "%s %s, (%zu,%zu)", here[set].instructions, kernels[k].name,
                             shapes[s][0], shapes[s][1]);
            }
            arena_reset(&scratch, 0);
        }
    }
}

/* Only one row is shifted: its own maximum is taken. */
Test(fast_classifier, softmax_of_a_row_may_be_shifted)
{
    const real z[] = {1, 2, 3, /**/ 1001, 1002, 1003, /**/ 1000, 0, -1000}, y[] = {2, 2, 1};
    const struct backend fast = fast_backend();
    const real first = fast.softmax_cross_entropy_forward(1, 3, z, y, NULL);
    cr_assert_eq(fast.softmax_cross_entropy_forward(1, 3, z + 3, y, NULL), first);
    assert_near(fast.softmax_cross_entropy_forward(3, 3, z, y, NULL), (2 * first + 1000) / 3,
                1000 * REAL_EPSILON);
}
