#include "kernels/backend.h"
#include "kernels/naive/conv2d.h"
#include "kernels/naive/conv2d_product.h"
#include "kernels/naive/im2col.h"
#include "kernels/naive/matmul.h"
#include "tests/support.h"

TestSuite(conv2d, .init = test_begin, .fini = test_end);

/* A convolution with all that goes in and comes out. */
struct arrays {
    struct conv2d conv;
    size_t n;
    size_t in, taps, out; /* numbers of x, of w and of y, all images together */
    real *x, *w, *b, *y;
    real *dy, *dx, *dw, *db;
};

static struct conv2d geometry(size_t in_channels, size_t height, size_t width, size_t out_channels,
                              size_t kernel, size_t stride, size_t padding)
{
    return (struct conv2d){.in_channels = in_channels,
                           .height = height,
                           .width = width,
                           .out_channels = out_channels,
                           .kernel = kernel,
                           .stride = stride,
                           .padding = padding,
                           .out_height = (height + 2 * padding - kernel) / stride + 1,
                           .out_width = (width + 2 * padding - kernel) / stride + 1};
}

static struct arrays random_arrays(size_t n, struct conv2d conv, uint64_t seed)
{
    struct pcg32 generator = pcg32_seed(61, seed);
    struct arrays a = {.conv = conv, .n = n};
    a.in = n * conv.in_channels * conv.height * conv.width;
    a.taps = conv.out_channels * conv.in_channels * conv.kernel * conv.kernel;
    a.out = n * conv.out_channels * conv.out_height * conv.out_width;
    a.x = random_reals(&generator, a.in);
    a.w = random_reals(&generator, a.taps);
    a.b = random_reals(&generator, conv.out_channels);
    a.y = arena_reals(&scratch, a.out); /* NaN: whoever adds to it is seen */
    a.dy = random_reals(&generator, a.out);
    a.dx = zero_reals(a.in);
    a.dw = zero_reals(a.taps);
    a.db = zero_reals(conv.out_channels);
    return a;
}

static void forward(const struct arrays *a)
{
    conv2d_forward(&a->conv, a->n, a->x, a->w, a->b, a->y);
}

static void backward(const struct arrays *a)
{
    conv2d_backward_b(&a->conv, a->n, a->dy, a->db);
    conv2d_backward_w(&a->conv, a->n, a->x, a->dy, a->dw);
    conv2d_backward_x(&a->conv, a->n, a->w, a->dy, a->dx);
}

/* n, channels, height, width, filters, kernel, stride, padding */
static const size_t geometries[][8] = {
    {1, 1, 1, 1, 1, 1, 1, 0}, {1, 1, 3, 3, 1, 2, 1, 0}, {2, 3, 5, 4, 2, 3, 1, 1},
    {3, 1, 7, 5, 4, 3, 2, 1}, {1, 2, 6, 9, 3, 4, 3, 2}, {2, 2, 5, 5, 2, 5, 1, 3},
    {1, 1, 2, 3, 2, 7, 1, 3}, {2, 4, 8, 7, 3, 1, 2, 0}, {1, 3, 9, 6, 1, 2, 3, 1},
};
enum { geometry_count = sizeof geometries / sizeof *geometries };

static struct arrays arrays_at(size_t row)
{
    const size_t *const g = geometries[row];
    return random_arrays(g[0], geometry(g[1], g[2], g[3], g[4], g[5], g[6], g[7]), row);
}

Test(conv2d, output_size_counts_windows)
{
    static const size_t table[][5] = {
        /* size, kernel, stride, padding: windows */
        {5, 3, 1, 0, 3}, {5, 3, 1, 1, 5},   {5, 3, 2, 0, 2}, {5, 3, 2, 1, 3}, {6, 3, 2, 0, 2},
        {1, 1, 1, 0, 1}, {28, 3, 1, 1, 28}, {7, 7, 3, 0, 1}, {7, 1, 3, 0, 3}, {2, 7, 1, 3, 2},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const size_t *const t = table[i];
        cr_assert_eq(conv2d_output_size(t[0], t[1], t[2], t[3]), t[4], "row %zu", i);
    }
}

Test(conv2d, forward_by_hand)
{
    const struct conv2d conv = geometry(1, 3, 3, 1, 2, 1, 0);
    const real x[] = {1, 2, 3, /**/ 4, 5, 6, /**/ 7, 8, 9};
    const real w[] = {1, 0, /**/ 2, -1};
    const real b = 10;
    const real expected[] = {1 + 8 - 5 + 10, 2 + 10 - 6 + 10, 4 + 14 - 8 + 10, 5 + 16 - 9 + 10};
    real y[4];
    conv2d_forward(&conv, 1, x, w, &b, y);
    assert_all_near(4, y, expected, 0);
}

/* The window begins one pixel outside: the corner sees its four pixels through the filter's lower right. */
Test(conv2d, forward_by_hand_with_padding_and_stride)
{
    const struct conv2d conv = geometry(1, 3, 3, 1, 3, 2, 1);
    const real x[] = {1, 2, 3, /**/ 4, 5, 6, /**/ 7, 8, 9};
    const real w[] = {1, 2, 3, /**/ 4, 5, 6, /**/ 7, 8, 9};
    const real b = 0;
    const real expected[] = {5 * 1 + 6 * 2 + 8 * 4 + 9 * 5, 4 * 2 + 5 * 3 + 7 * 5 + 8 * 6,
                             2 * 4 + 3 * 5 + 5 * 7 + 6 * 8, 1 * 5 + 2 * 6 + 4 * 8 + 5 * 9};
    real y[4];
    conv2d_forward(&conv, 1, x, w, &b, y);
    assert_all_near(4, y, expected, 0);
}

/* A copy of x with its zeros around it, which needs no look at borders. */
static real padded_pixel(const struct arrays *a, size_t map, size_t h, size_t v)
{
    const struct conv2d *const conv = &a->conv;
    const bool inside = h >= conv->padding && h < conv->padding + conv->height &&
                        v >= conv->padding && v < conv->padding + conv->width;
    return inside ? a->x[(map * conv->height + h - conv->padding) * conv->width + v - conv->padding]
                  : 0;
}

static double window_sum(const struct arrays *a, size_t i, size_t co, size_t ho, size_t wo)
{
    const struct conv2d *const c = &a->conv;
    double sum = (double)a->b[co];
    for (size_t tap = 0; tap < c->in_channels * c->kernel * c->kernel; tap++) {
        const size_t ci = tap / (c->kernel * c->kernel), kh = tap / c->kernel % c->kernel;
        const size_t kw = tap % c->kernel;
        const real pixel =
            padded_pixel(a, i * c->in_channels + ci, ho * c->stride + kh, wo * c->stride + kw);
        sum += (double)a->w[co * c->in_channels * c->kernel * c->kernel + tap] * (double)pixel;
    }
    return sum;
}

Test(conv2d, forward_is_the_formula_at_every_geometry)
{
    for (size_t row = 0; row < geometry_count; row++) {
        const struct arrays a = arrays_at(row);
        forward(&a);
        const size_t places = a.conv.out_height * a.conv.out_width;
        for (size_t at = 0; at < a.out; at++) {
            const size_t map = at / places, place = at % places;
            const double sum = window_sum(&a, map / a.conv.out_channels, map % a.conv.out_channels,
                                          place / a.conv.out_width, place % a.conv.out_width);
            assert_near(a.y[at], (real)sum, 64 * REAL_EPSILON);
        }
    }
}

Test(conv2d, leaves_its_inputs_alone)
{
    const struct arrays a = arrays_at(2);
    const real *const x = copy_reals(a.in, a.x), *const w = copy_reals(a.taps, a.w);
    const real *const b = copy_reals(a.conv.out_channels, a.b), *const dy = copy_reals(a.out, a.dy);
    forward(&a);
    backward(&a);
    cr_assert_arr_eq(a.x, x, a.in * sizeof *x);
    cr_assert_arr_eq(a.w, w, a.taps * sizeof *w);
    cr_assert_arr_eq(a.b, b, a.conv.out_channels * sizeof *b);
    cr_assert_arr_eq(a.dy, dy, a.out * sizeof *dy);
}

/* The loss sum of dy y: its gradient by y is dy. */
static real loss_of(const real *coefficients, void *context)
{
    (void)coefficients; /* they are the arrays' own x, w or b */
    const struct arrays *const a = context;
    forward(a);
    real sum = 0;
    for (size_t i = 0; i < a->out; i++) {
        sum += a->dy[i] * a->y[i];
    }
    return sum;
}

static void check_gradient(struct arrays *a, size_t count, real *value, const real *gradient)
{
    const struct objective objective = {loss_of, a};
    real *const measured = arena_reals(&scratch, count);
    central_differences(&objective, count, value, measured);
    assert_all_near(count, gradient, measured, 8 * GRADIENT_TOLERANCE);
}

Test(conv2d, gradients_are_the_measured_ones)
{
    for (size_t row = 0; row < geometry_count; row++) {
        struct arrays a = arrays_at(row);
        backward(&a);
        check_gradient(&a, a.in, a.x, a.dx);
        check_gradient(&a, a.taps, a.w, a.dw);
        check_gradient(&a, a.conv.out_channels, a.b, a.db);
    }
}

Test(conv2d, backward_adds_to_what_stands_there)
{
    const struct arrays once = arrays_at(4);
    struct arrays twice = once;
    struct pcg32 generator = pcg32_seed(62, 1);
    backward(&once);
    twice.dx = random_reals(&generator, once.in);
    twice.dw = random_reals(&generator, once.taps);
    twice.db = random_reals(&generator, once.conv.out_channels);
    const real *const before[] = {copy_reals(once.in, twice.dx), copy_reals(once.taps, twice.dw),
                                  copy_reals(once.conv.out_channels, twice.db)};
    const real *const added[] = {once.dx, once.dw, once.db};
    const real *const after[] = {twice.dx, twice.dw, twice.db};
    const size_t count[] = {once.in, once.taps, once.conv.out_channels};
    backward(&twice);
    for (size_t part = 0; part < 3; part++) {
        for (size_t i = 0; i < count[part]; i++) {
            assert_near(after[part][i], before[part][i] + added[part][i], 64 * REAL_EPSILON);
        }
    }
}

Test(conv2d, naive_backend_leaves_out_a_dx_that_nobody_wants)
{
    const struct arrays a = arrays_at(2), b = arrays_at(2);
    backward(&a);
    cr_assert_eq(naive_backend.conv2d_scratch(&b.conv, b.n), 0);
    naive_backend.conv2d_backward(&b.conv, b.n, b.x, b.w, b.dy, NULL, NULL, b.dw, b.db);
    assert_all_near(a.taps, b.dw, a.dw, 0);
    assert_all_near(a.conv.out_channels, b.db, a.db, 0);
}

/* --- windows as columns ----------------------------------------------------------------------------- */

Test(conv2d, im2col_by_hand)
{
    const struct conv2d conv = geometry(1, 2, 3, 1, 2, 1, 1);
    const real x[] = {1, 2, 3, /**/ 4, 5, 6};
    const real expected[] = {
        0, 0, 0,      0, /**/ 0, 1, 2, 3, /**/ 0, 4, 5,      6, /* upper left of each window */
        0, 0, 0,      0, /**/ 1, 2, 3, 0, /**/ 4, 5, 6,      0, 0, 1, 2,      3, /**/ 0, 4,
        5, 6, /**/ 0, 0, 0,      0, 1, 2, 3,      0, /**/ 4, 5, 6, 0, /**/ 0, 0, 0,      0,
    };
    real columns[48];
    for (size_t i = 0; i < 48; i++) {
        columns[i] = REAL_NAN;
    }
    im2col(&conv, x, columns);
    assert_all_near(48, columns, expected, 0);
}

/* Of ones: in how many windows a pixel lies. */
Test(conv2d, col2im_counts_the_windows_of_a_pixel)
{
    const struct conv2d conv = geometry(1, 3, 3, 1, 2, 1, 0);
    real ones[16], counts[9] = {0};
    for (size_t i = 0; i < 16; i++) {
        ones[i] = 1;
    }
    col2im(&conv, ones, counts);
    const real expected[] = {1, 2, 1, /**/ 2, 4, 2, /**/ 1, 2, 1};
    assert_all_near(9, counts, expected, 0);
}

/* <im2col(x), d> = <x, col2im(d)>: one is the other's transpose. And col2im adds. */
Test(conv2d, col2im_is_the_transpose_of_im2col)
{
    for (size_t row = 0; row < geometry_count; row++) {
        const struct arrays a = arrays_at(row);
        const size_t pixels = a.in / a.n;
        const size_t count = a.conv.in_channels * a.conv.kernel * a.conv.kernel *
                             a.conv.out_height * a.conv.out_width;
        struct pcg32 generator = pcg32_seed(63, row);
        const real *const d = random_reals(&generator, count);
        real *const columns = arena_reals(&scratch, count);
        real *const dx = random_reals(&generator, pixels);
        const real *const before = copy_reals(pixels, dx);
        im2col(&a.conv, a.x, columns);
        col2im(&a.conv, d, dx);
        double left = 0, right = 0;
        for (size_t i = 0; i < count; i++) {
            left += (double)columns[i] * (double)d[i];
        }
        for (size_t i = 0; i < pixels; i++) {
            right += (double)a.x[i] * (double)(dx[i] - before[i]);
        }
        assert_near((real)left, (real)right, 512 * REAL_EPSILON);
    }
}

Test(conv2d, product_is_the_formula)
{
    for (size_t row = 0; row < geometry_count; row++) {
        const struct arrays a = arrays_at(row);
        const size_t count = a.conv.in_channels * a.conv.kernel * a.conv.kernel *
                             a.conv.out_height * a.conv.out_width;
        forward(&a);
        real *const y = arena_reals(&scratch, a.out);
        conv2d_product_forward(&a.conv, a.n, a.x, a.w, a.b, matmul_forward,
                               arena_reals(&scratch, count), y);
        assert_all_near(a.out, y, a.y, 64 * REAL_EPSILON);
    }
}
