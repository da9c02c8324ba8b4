#include "kernels/naive/matmul.h"
#include "tests/support.h"

TestSuite(matmul, .init = test_begin, .fini = test_end);

/* One product with all that goes in and comes out. */
struct product {
    size_t n, k, m;
    real *a, *b, *c;
    real *dc, *da, *db;
};

static struct product random_product(size_t n, size_t k, size_t m)
{
    struct pcg32 generator = pcg32_seed(61, n * 100 + k * 10 + m);
    struct product p = {.n = n, .k = k, .m = m};
    p.a = random_reals(&generator, n * k);
    p.b = random_reals(&generator, k * m);
    p.c = arena_reals(&scratch, n * m); /* NaN: whoever adds to it is seen */
    p.dc = random_reals(&generator, n * m);
    p.da = zero_reals(n * k);
    p.db = zero_reals(k * m);
    return p;
}

static void forward(const struct product *p)
{
    matmul_forward(p->n, p->k, p->m, p->a, p->b, p->c);
}

static void backward(const struct product *p)
{
    matmul_backward(p->n, p->k, p->m, p->a, p->b, p->dc, p->da, p->db);
}

static const size_t shapes[][3] = {{1, 1, 1}, {5, 3, 2}, {2, 7, 1}, {1, 4, 3},
                                   {3, 1, 4}, {1, 1, 5}, {6, 1, 1}, {13, 11, 9}};
enum { count_of_shapes = sizeof shapes / sizeof *shapes };

Test(matmul, forward_by_hand)
{
    const real a[] = {1, 2, 3, /**/ 4, 5, 6};
    const real b[] = {1, 0, /**/ 0, -1, /**/ 2, 1};
    const real expected[] = {7, 1, /**/ 16, 1};
    real c[4];
    matmul_forward(2, 3, 2, a, b, c);
    assert_all_near(4, c, expected, 0);
}

Test(matmul, a_row_times_a_column_is_one_number)
{
    const real a[] = {1, 2, 3}, b[] = {4, -5, 6};
    real c;
    matmul_forward(1, 3, 1, a, b, &c);
    cr_assert_eq(c, 12);
}

Test(matmul, a_column_times_a_row_is_a_matrix)
{
    const real a[] = {1, 2, 3}, b[] = {4, -5};
    const real expected[] = {4, -5, /**/ 8, -10, /**/ 12, -15};
    real c[6];
    matmul_forward(3, 1, 2, a, b, c);
    assert_all_near(6, c, expected, 0);
}

Test(matmul, forward_is_the_formula_at_every_shape)
{
    for (size_t s = 0; s < count_of_shapes; s++) {
        const struct product p = random_product(shapes[s][0], shapes[s][1], shapes[s][2]);
        forward(&p);
        for (size_t i = 0; i < p.n; i++) {
            for (size_t j = 0; j < p.m; j++) {
                double sum = 0;
                for (size_t l = 0; l < p.k; l++) {
                    sum += (double)p.a[i * p.k + l] * (double)p.b[l * p.m + j];
                }
                assert_near(p.c[i * p.m + j], (real)sum, 16 * REAL_EPSILON);
            }
        }
    }
}

Test(matmul, backward_by_hand)
{
    const real a[] = {1, 2, 3, /**/ 4, 5, 6};
    const real b[] = {1, 0, /**/ 0, -1, /**/ 2, 1};
    const real dc[] = {1, -1, /**/ 2, 3};
    const real expected_da[] = {1, 1, 1, /**/ 2, -3, 7};
    const real expected_db[] = {9, 11, /**/ 12, 13, /**/ 15, 15};
    real da[6] = {0}, db[6] = {0};
    matmul_backward(2, 3, 2, a, b, dc, da, db);
    assert_all_near(6, da, expected_da, 0);
    assert_all_near(6, db, expected_db, 0);
}

/* The loss sum of dc c: its gradient by c is dc. */
static real loss_of_product(const real *coefficients, void *context)
{
    (void)coefficients; /* they are the product's own a or b */
    const struct product *const p = context;
    forward(p);
    real sum = 0;
    for (size_t i = 0; i < p->n * p->m; i++) {
        sum += p->dc[i] * p->c[i];
    }
    return sum;
}

static void check_gradient(struct product *p, size_t count, real *value, const real *gradient)
{
    const struct objective objective = {loss_of_product, p};
    real *const measured = arena_reals(&scratch, count);
    central_differences(&objective, count, value, measured);
    assert_all_near(count, gradient, measured, 4 * GRADIENT_TOLERANCE);
}

Test(matmul, da_is_the_measured_gradient)
{
    for (size_t s = 0; s < count_of_shapes; s++) {
        struct product p = random_product(shapes[s][0], shapes[s][1], shapes[s][2]);
        backward(&p);
        check_gradient(&p, p.n * p.k, p.a, p.da);
    }
}

Test(matmul, db_is_the_measured_gradient)
{
    for (size_t s = 0; s < count_of_shapes; s++) {
        struct product p = random_product(shapes[s][0], shapes[s][1], shapes[s][2]);
        backward(&p);
        check_gradient(&p, p.k * p.m, p.b, p.db);
    }
}

Test(matmul, backward_adds_to_what_stands_there)
{
    const real a[] = {1, 2}, b[] = {3, 4};
    const real expected_da[] = {16, 25}, expected_db[] = {32, 44};
    const real dc = 2;
    real da[] = {10, 17}, db[] = {30, 40};
    matmul_backward(1, 2, 1, a, b, &dc, da, db);
    assert_all_near(2, da, expected_da, 0);
    assert_all_near(2, db, expected_db, 0);
}

/* x x of a square matrix: both gradients go to the same array. */
Test(matmul, both_gradients_may_be_the_same_array)
{
    const struct product p = random_product(5, 5, 5);
    real *const dx = zero_reals(25);
    matmul_backward(5, 5, 5, p.a, p.a, p.dc, p.da, p.db);
    matmul_backward(5, 5, 5, p.a, p.a, p.dc, dx, dx);
    for (size_t i = 0; i < 25; i++) {
        assert_near(dx[i], p.da[i] + p.db[i], 32 * REAL_EPSILON);
    }
}

Test(matmul, leaves_its_inputs_alone)
{
    const struct product p = random_product(5, 3, 2);
    const real *const a = copy_reals(15, p.a), *const b = copy_reals(6, p.b),
                      *const dc = copy_reals(10, p.dc);
    forward(&p);
    backward(&p);
    cr_assert_arr_eq(p.a, a, 15 * sizeof *a);
    cr_assert_arr_eq(p.b, b, 6 * sizeof *b);
    cr_assert_arr_eq(p.dc, dc, 10 * sizeof *dc);
}
