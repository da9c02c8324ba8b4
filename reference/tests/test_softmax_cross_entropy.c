#include "kernels/naive/softmax_cross_entropy.h"
#include "tests/support.h"

#include <math.h>

TestSuite(softmax_cross_entropy, .init = test_begin, .fini = test_end);

/* n, classes */
static const size_t shapes[][2] = {{1, 1}, {1, 2}, {5, 1}, {3, 7}, {7, 3}, {2, 10}, {13, 11}};
enum { count_of_shapes = sizeof shapes / sizeof *shapes };

/* What a function is given. */
struct rows {
    size_t n, classes;
    real *z;
    const real *y, *weight;
    real dloss;
};

static const real *random_labels(struct pcg32 *generator, size_t n, size_t classes)
{
    real *const y = arena_reals(&scratch, n);
    for (size_t i = 0; i < n; i++) {
        y[i] = (real)pcg32_below(generator, (uint32_t)classes);
    }
    return y;
}

static struct rows random_rows(struct pcg32 *generator, const size_t shape[2], bool weighted)
{
    const size_t n = shape[0], classes = shape[1];
    struct rows rows = {.n = n, .classes = classes, .z = random_reals(generator, n * classes)};
    real *const weight = random_reals(generator, classes);
    for (size_t i = 0; i < n * classes; i++) {
        rows.z[i] *= 3;
    }
    for (size_t c = 0; c < classes; c++) {
        weight[c] += (real)1.5;
    }
    rows.y = random_labels(generator, n, classes);
    rows.weight = weighted ? weight : NULL;
    rows.dloss = pcg32_uniform(generator, -2, 2);
    return rows;
}

static real forward(const struct rows *r)
{
    return softmax_cross_entropy_forward(r->n, r->classes, r->z, r->y, r->weight);
}

static void backward(const struct rows *r, real *dz)
{
    softmax_cross_entropy_backward(r->n, r->classes, r->z, r->y, r->weight, r->dloss, dz);
}

/* The softmax of the rows is (1,2,5)/8 and (3,1,1)/5; the truths are classes 2 and 1. */
static struct rows rows_by_hand(const real *weight)
{
    static real z[6];
    static const real y[] = {2, 1};
    const double odds[] = {1, 2, 5, /**/ 3, 1, 1};
    for (size_t i = 0; i < 6; i++) {
        z[i] = (real)log(odds[i]);
    }
    return (struct rows){2, 3, z, y, weight, 1};
}

static const real one_two_four[] = {1, 2, 4};

/* --- forward --- */

Test(softmax_cross_entropy, forward_by_hand)
{
    const struct rows rows = rows_by_hand(NULL);
    assert_near(forward(&rows), (real)((log(8.0 / 5) + log(5)) / 2), 4 * REAL_EPSILON);
}

/* A weighted mean: divided by the rows' weights 4 + 2, neither by n nor by the classes' weights. */
Test(softmax_cross_entropy, forward_with_weights_by_hand)
{
    const struct rows rows = rows_by_hand(one_two_four);
    assert_near(forward(&rows), (real)((4 * log(8.0 / 5) + 2 * log(5)) / 6), 4 * REAL_EPSILON);
}

Test(softmax_cross_entropy, forward_of_equal_logits_is_the_logarithm_of_the_number_of_classes)
{
    const real z[20] = {0}, y[] = {3, 9};
    assert_near(softmax_cross_entropy_forward(2, 10, z, y, NULL), (real)log(10), 4 * REAL_EPSILON);
}

Test(softmax_cross_entropy, forward_of_one_class_is_0)
{
    const real z[] = {5, -7, 1000}, y[] = {0, 0, 0};
    cr_assert_eq(softmax_cross_entropy_forward(3, 1, z, y, NULL), 0);
}

Test(softmax_cross_entropy, forward_is_the_formula_at_every_shape)
{
    for (size_t s = 0; s < 2 * count_of_shapes; s++) {
        struct pcg32 generator = pcg32_seed(301, s);
        const struct rows rows = random_rows(&generator, shapes[s / 2], s % 2 == 1);
        double sum = 0, weights = 0;
        for (size_t i = 0; i < rows.n; i++) {
            const size_t truth = (size_t)rows.y[i];
            const double weight = rows.weight ? (double)rows.weight[truth] : 1;
            double exponentials = 0;
            for (size_t c = 0; c < rows.classes; c++) {
                exponentials += exp((double)rows.z[i * rows.classes + c]);
            }
            sum -= weight * log(exp((double)rows.z[i * rows.classes + truth]) / exponentials);
            weights += weight;
        }
        assert_near(forward(&rows), (real)(sum / weights), 64 * REAL_EPSILON);
    }
}

/* Adding a number to all logits of a row changes no softmax. By 1024 small whole logits stay exact, so
 * nothing may change at all; one maximum for all rows would leave the others' exponentials 0. */
Test(softmax_cross_entropy, one_row_may_be_shifted)
{
    const real y[] = {0, 2, 1};
    const real shift[] = {1024, -1024, 1000};
    for (size_t s = 0; s < 3; s++) {
        real z[] = {1, 2, 3, /**/ -1, 0, 4, /**/ 2, 2, -3}, before[9] = {0}, after[9] = {0};
        const real loss = softmax_cross_entropy_forward(3, 3, z, y, NULL);
        softmax_cross_entropy_backward(3, 3, z, y, NULL, 1, before);
        for (size_t c = 0; c < 3; c++) {
            z[3 + c] += shift[s];
        }
        cr_assert_eq(softmax_cross_entropy_forward(3, 3, z, y, NULL), loss);
        softmax_cross_entropy_backward(3, 3, z, y, NULL, 1, after);
        cr_assert_arr_eq(after, before, sizeof before);
    }
}

Test(softmax_cross_entropy, forward_neither_overflows_nor_takes_the_logarithm_of_0)
{
    const real z[] = {1000, 0, -1000}, truths[] = {0, 1, 2};
    cr_assert_eq(softmax_cross_entropy_forward(1, 3, z, &truths[0], NULL), 0);
    cr_assert_eq(softmax_cross_entropy_forward(1, 3, z, &truths[1], NULL), 1000);
    cr_assert_eq(softmax_cross_entropy_forward(1, 3, z, &truths[2], NULL), 2000);
}

/* A class of weight 0 is not learnt from. */
Test(softmax_cross_entropy, a_row_of_weight_0_does_not_count)
{
    const real z[] = {1, 2, 3, /**/ 4, -5, 6}, y[] = {0, 1}, weight[] = {2, 0, 1};
    real dz[6] = {0};
    const real both = softmax_cross_entropy_forward(2, 3, z, y, weight);
    assert_near(both, softmax_cross_entropy_forward(1, 3, z, y, NULL), 4 * REAL_EPSILON);
    softmax_cross_entropy_backward(2, 3, z, y, weight, 1, dz);
    assert_all_near(3, dz + 3, zero_reals(3), 0);
}

/* --- backward --- */

/* (p - one hot) / 2 */
Test(softmax_cross_entropy, backward_by_hand)
{
    const struct rows rows = rows_by_hand(NULL);
    const real expected[] = {(real)0.0625, (real)0.125, (real)-0.1875,
                             (real)0.3,    (real)-0.4,  (real)0.1};
    real dz[6] = {0};
    backward(&rows, dz);
    assert_all_near(6, dz, expected, 2 * REAL_EPSILON);
}

/* The rows by 4/6 and 2/6. */
Test(softmax_cross_entropy, backward_with_weights_by_hand)
{
    const struct rows rows = rows_by_hand(one_two_four);
    const real expected[] = {(real)(1.0 / 12), (real)(1.0 / 6),  (real)-0.25,
                             (real)0.2,        (real)(-0.8 / 3), (real)(0.2 / 3)};
    real dz[6] = {0};
    backward(&rows, dz);
    assert_all_near(6, dz, expected, 2 * REAL_EPSILON);
}

Test(softmax_cross_entropy, backward_of_each_row_sums_to_0)
{
    for (size_t s = 0; s < 2 * count_of_shapes; s++) {
        struct pcg32 generator = pcg32_seed(302, s);
        const struct rows rows = random_rows(&generator, shapes[s / 2], s % 2 == 1);
        real *const dz = zero_reals(rows.n * rows.classes);
        backward(&rows, dz);
        for (size_t i = 0; i < rows.n; i++) {
            real sum = 0;
            for (size_t c = 0; c < rows.classes; c++) {
                sum += dz[i * rows.classes + c];
            }
            assert_near(sum, 0, 8 * REAL_EPSILON);
        }
    }
}

Test(softmax_cross_entropy, backward_adds_to_what_stands_there_what_arrives_from_above)
{
    const real z[] = {0, 0, 7, 7}, y[] = {1, 0}, expected[] = {9.25, -6.25, 0.75, 0.25};
    real dz[] = {10, -7, 0, 1}; /* -3 (p - one hot) / 2 is -+3/4 */
    softmax_cross_entropy_backward(2, 2, z, y, NULL, -3, dz);
    assert_all_near(4, dz, expected, 0);
}

Test(softmax_cross_entropy, backward_does_not_vanish_where_the_answer_is_wrong)
{
    const real z[] = {1000, -1000}, wrong = 1, right = 0, expected[] = {1, -1};
    real dz[2] = {0};
    softmax_cross_entropy_backward(1, 2, z, &right, NULL, 1, dz);
    assert_all_near(2, dz, zero_reals(2), 0);
    softmax_cross_entropy_backward(1, 2, z, &wrong, NULL, 1, dz);
    assert_all_near(2, dz, expected, 0);
}

static real scaled_loss(const real *z, void *context)
{
    (void)z; /* the rows' own */
    const struct rows *const rows = context;
    return rows->dloss * forward(rows);
}

Test(softmax_cross_entropy, backward_is_the_measured_gradient)
{
    for (size_t s = 0; s < 2 * count_of_shapes; s++) {
        struct pcg32 generator = pcg32_seed(303, s);
        struct rows rows = random_rows(&generator, shapes[s / 2], s % 2 == 1);
        const size_t count = rows.n * rows.classes;
        const struct objective objective = {scaled_loss, &rows};
        real *const measured = arena_reals(&scratch, count), *const dz = zero_reals(count);
        central_differences(&objective, count, rows.z, measured);
        backward(&rows, dz);
        assert_all_near(count, dz, measured, GRADIENT_TOLERANCE);
    }
}

Test(softmax_cross_entropy, leaves_its_inputs_alone)
{
    struct pcg32 generator = pcg32_seed(304, 1);
    const struct rows rows = random_rows(&generator, shapes[3], true);
    const real *const z = copy_reals(21, rows.z), *const y = copy_reals(3, rows.y);
    const real *const weight = copy_reals(7, rows.weight);
    forward(&rows);
    backward(&rows, zero_reals(21));
    cr_assert_arr_eq(rows.z, z, 21 * sizeof *z);
    cr_assert_arr_eq(rows.y, y, 3 * sizeof *y);
    cr_assert_arr_eq(rows.weight, weight, 7 * sizeof *weight);
}
