#include "losses/label_smoothing.h"

#include "kernels/fast/fast.h"
#include "tests/support.h"

#include <math.h>

TestSuite(label_smoothing, .init = test_begin, .fini = test_end);

/* The softmax of the rows is (1,2,5)/8 and (3,1,1)/5; the truths are classes 2 and 1. */
static const real odds[] = {1, 2, 5, /**/ 3, 1, 1}, truths[] = {2, 1}, one_two_four[] = {1, 2, 4};

static real *logits_by_hand(void)
{
    real *const z = copy_reals(6, odds);
    for (size_t i = 0; i < 6; i++) {
        z[i] = (real)log((double)z[i]);
    }
    return z;
}

/* The mean of -log p over all six. */
Test(label_smoothing, forward_by_hand)
{
    const double sum = log(8) + log(4) + log(1.6) + log(5.0 / 3) + 2 * log(5);
    assert_near(label_smoothing_forward(&naive_backend, 2, 3, logits_by_hand(), truths, NULL),
                (real)(sum / 6), 4 * REAL_EPSILON);
}

/* Each by its class's weight; divided by 3 classes and the rows' weights 4 + 2. */
Test(label_smoothing, forward_with_weights_by_hand)
{
    const double sum = log(8) + 2 * log(4) + 4 * log(1.6) + log(5.0 / 3) + 6 * log(5);
    assert_near(
        label_smoothing_forward(&naive_backend, 2, 3, logits_by_hand(), truths, one_two_four),
        (real)(sum / 18), 4 * REAL_EPSILON);
}

Test(label_smoothing, forward_of_equal_logits_is_the_logarithm_of_the_number_of_classes)
{
    const real z[] = {500, 500, 500, 500}, y = 3;
    assert_near(label_smoothing_forward(&naive_backend, 1, 4, z, &y, NULL), (real)log(4),
                4 * REAL_EPSILON);
}

/* (p - 1/3) / 2 */
Test(label_smoothing, backward_by_hand)
{
    const real expected[] = {(real)(1.0 / 16 - 1.0 / 6), (real)(1.0 / 8 - 1.0 / 6),
                             (real)(5.0 / 16 - 1.0 / 6), (real)(0.3 - 1.0 / 6),
                             (real)(0.1 - 1.0 / 6),      (real)(0.1 - 1.0 / 6)};
    real *const dz = zero_reals(6);
    label_smoothing_backward(&naive_backend, 2, 3, logits_by_hand(), truths, NULL, 1, dz);
    assert_all_near(6, dz, expected, 4 * REAL_EPSILON);
}

Test(label_smoothing, backward_adds_what_arrives_from_above)
{
    const real z[] = {1, 1, 1, 1}, y = 0, weight[] = {3, 1, 0, 0};
    real dz[] = {10, 20, 30, 40}; /* (4 p - weight) / (4 3), times -12 */
    const real expected[] = {12, 20, 29, 39};
    label_smoothing_backward(&naive_backend, 1, 4, z, &y, weight, -12, dz);
    assert_all_near(4, dz, expected, 32 * REAL_EPSILON);
}

struct rows {
    const struct backend *backend;
    size_t n, classes;
    const real *y, *weight;
};

static real loss_of(const real *z, void *context)
{
    const struct rows *const r = context;
    return label_smoothing_forward(r->backend, r->n, r->classes, z, r->y, r->weight);
}

static void check_gradient(const struct backend *backend, size_t n, size_t classes, bool weighted)
{
    struct pcg32 generator = pcg32_seed(331, n);
    real *const z = random_reals(&generator, n * classes), *const y = zero_reals(n);
    real *const weight = random_reals(&generator, classes);
    for (size_t i = 0; i < n; i++) {
        y[i] = (real)pcg32_below(&generator, (uint32_t)classes);
    }
    for (size_t c = 0; c < classes; c++) {
        weight[c] += (real)1.5;
    }
    struct rows rows = {backend, n, classes, y, weighted ? weight : NULL};
    real *const dz = zero_reals(n * classes), *const measured = zero_reals(n * classes);
    central_differences(&(struct objective){loss_of, &rows}, n * classes, z, measured);
    label_smoothing_backward(backend, n, classes, z, y, rows.weight, 1, dz);
    assert_all_near(n * classes, dz, measured, GRADIENT_TOLERANCE);
}

Test(label_smoothing, backward_is_the_measured_gradient)
{
    const size_t shapes[][2] = {{1, 1}, {1, 3}, {4, 1}, {3, 7}, {13, 11}};
    const struct backend fast = fast_backend();
    for (size_t s = 0; s < 5; s++) {
        for (int weighted = 0; weighted < 2; weighted++) {
            check_gradient(&naive_backend, shapes[s][0], shapes[s][1], weighted == 1);
            check_gradient(&fast, shapes[s][0], shapes[s][1], weighted == 1);
        }
    }
}
