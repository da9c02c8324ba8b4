#include "kernels/naive/linear.h"
#include "tests/support.h"

TestSuite(linear, .init = test_begin, .fini = test_end);

/* One layer with all that goes in and comes out. */
struct layer {
    size_t n, in, out;
    real *x, *w, *b, *y;
    real *dy, *dx, *dw, *db;
};

static struct layer random_layer(size_t n, size_t in, size_t out)
{
    struct pcg32 generator = pcg32_seed(21, n * 100 + in * 10 + out);
    struct layer layer = {.n = n, .in = in, .out = out};
    layer.x = random_reals(&generator, n * in);
    layer.w = random_reals(&generator, out * in);
    layer.b = random_reals(&generator, out);
    layer.y = arena_reals(&scratch, n * out); /* NaN: whoever adds to it is seen */
    layer.dy = random_reals(&generator, n * out);
    layer.dx = zero_reals(n * in);
    layer.dw = zero_reals(out * in);
    layer.db = zero_reals(out);
    return layer;
}

static void forward(const struct layer *l)
{
    linear_forward(l->n, l->in, l->out, l->x, l->w, l->b, l->y);
}

static void backward(const struct layer *l)
{
    linear_backward(l->n, l->in, l->out, l->x, l->w, l->dy, l->dx, l->dw, l->db);
}

static const size_t shapes[][3] = {{1, 1, 1}, {5, 3, 2}, {2, 7, 1}, {1, 4, 3},
                                   {3, 1, 4}, {1, 1, 5}, {6, 1, 1}, {13, 11, 9}};
enum { shape_count_of_tests = sizeof shapes / sizeof *shapes };

Test(linear, forward_by_hand)
{
    const real x[] = {1, 2, 3, /**/ 4, 5, 6};
    const real w[] = {1, 0, -2, /**/ 2, 1, 0};
    const real b[] = {10, 20};
    const real expected[] = {5, 24, /**/ 2, 33};
    real y[4];
    linear_forward(2, 3, 2, x, w, b, y);
    assert_all_near(4, y, expected, 0);
}

Test(linear, forward_is_the_straight_line_when_both_sizes_are_1)
{
    const real x[] = {0, 1, -2, 0.5}, slope = 3, offset = -1;
    const real expected[] = {-1, 2, -7, 0.5};
    real y[4];
    linear_forward(4, 1, 1, x, &slope, &offset, y);
    assert_all_near(4, y, expected, 0);
}

Test(linear, forward_is_the_formula_at_every_shape)
{
    for (size_t s = 0; s < shape_count_of_tests; s++) {
        const struct layer l = random_layer(shapes[s][0], shapes[s][1], shapes[s][2]);
        forward(&l);
        for (size_t i = 0; i < l.n; i++) {
            for (size_t o = 0; o < l.out; o++) {
                double sum = (double)l.b[o];
                for (size_t j = 0; j < l.in; j++) {
                    sum += (double)l.x[i * l.in + j] * (double)l.w[o * l.in + j];
                }
                assert_near(l.y[i * l.out + o], (real)sum, 16 * REAL_EPSILON);
            }
        }
    }
}

Test(linear, forward_leaves_its_inputs_alone)
{
    const struct layer l = random_layer(5, 3, 2);
    const real *const x = copy_reals(15, l.x), *const w = copy_reals(6, l.w),
                      *const b = copy_reals(2, l.b);
    forward(&l);
    cr_assert_arr_eq(l.x, x, 15 * sizeof *x);
    cr_assert_arr_eq(l.w, w, 6 * sizeof *w);
    cr_assert_arr_eq(l.b, b, 2 * sizeof *b);
}

Test(linear, backward_by_hand)
{
    const real x[] = {1, 2, 3, /**/ 4, 5, 6};
    const real w[] = {1, 0, -2, /**/ 2, 1, 0};
    const real dy[] = {1, -1, /**/ 2, 3};
    const real expected_dx[] = {-1, -1, -2, /**/ 8, 3, -4};
    const real expected_dw[] = {9, 12, 15, /**/ 11, 13, 15};
    const real expected_db[] = {3, 2};
    real dx[6] = {0}, dw[6] = {0}, db[2] = {0};
    linear_backward(2, 3, 2, x, w, dy, dx, dw, db);
    assert_all_near(6, dx, expected_dx, 0);
    assert_all_near(6, dw, expected_dw, 0);
    assert_all_near(2, db, expected_db, 0);
}

/* The loss sum of dy y: its gradient by y is dy. */
static real loss_of_layer(const real *coefficients, void *context)
{
    (void)coefficients; /* they are the layer's own x, w or b */
    const struct layer *const l = context;
    forward(l);
    real sum = 0;
    for (size_t i = 0; i < l->n * l->out; i++) {
        sum += l->dy[i] * l->y[i];
    }
    return sum;
}

static void check_gradient(struct layer *l, size_t count, real *value, const real *gradient)
{
    const struct objective objective = {loss_of_layer, l};
    real *const measured = arena_reals(&scratch, count);
    central_differences(&objective, count, value, measured);
    assert_all_near(count, gradient, measured, 4 * GRADIENT_TOLERANCE);
}

Test(linear, dx_is_the_measured_gradient)
{
    for (size_t s = 0; s < shape_count_of_tests; s++) {
        struct layer l = random_layer(shapes[s][0], shapes[s][1], shapes[s][2]);
        backward(&l);
        check_gradient(&l, l.n * l.in, l.x, l.dx);
    }
}

Test(linear, dw_is_the_measured_gradient)
{
    for (size_t s = 0; s < shape_count_of_tests; s++) {
        struct layer l = random_layer(shapes[s][0], shapes[s][1], shapes[s][2]);
        backward(&l);
        check_gradient(&l, l.out * l.in, l.w, l.dw);
    }
}

Test(linear, db_is_the_measured_gradient)
{
    for (size_t s = 0; s < shape_count_of_tests; s++) {
        struct layer l = random_layer(shapes[s][0], shapes[s][1], shapes[s][2]);
        backward(&l);
        check_gradient(&l, l.out, l.b, l.db);
    }
}

Test(linear, backward_adds_to_what_stands_there)
{
    const struct layer l = random_layer(5, 3, 2);
    struct layer once = l, twice = l;
    struct pcg32 generator = pcg32_seed(22, 1);
    backward(&once);
    twice.dx = random_reals(&generator, 15);
    twice.dw = random_reals(&generator, 6);
    twice.db = random_reals(&generator, 2);
    const real *const before[] = {copy_reals(15, twice.dx), copy_reals(6, twice.dw),
                                  copy_reals(2, twice.db)};
    const real *const added[] = {once.dx, once.dw, once.db};
    const real *const after[] = {twice.dx, twice.dw, twice.db};
    const size_t count[] = {15, 6, 2};
    backward(&twice);
    for (size_t a = 0; a < 3; a++) {
        for (size_t i = 0; i < count[a]; i++) {
            assert_near(after[a][i], before[a][i] + added[a][i], 32 * REAL_EPSILON);
        }
    }
}

Test(linear, backward_leaves_its_inputs_alone)
{
    const struct layer l = random_layer(5, 3, 2);
    const real *const x = copy_reals(15, l.x), *const w = copy_reals(6, l.w),
                      *const dy = copy_reals(10, l.dy);
    backward(&l);
    cr_assert_arr_eq(l.x, x, 15 * sizeof *x);
    cr_assert_arr_eq(l.w, w, 6 * sizeof *w);
    cr_assert_arr_eq(l.dy, dy, 10 * sizeof *dy);
}
