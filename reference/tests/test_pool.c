#include "kernels/naive/average_pool.h"
#include "kernels/naive/max_pool.h"
#include "tests/support.h"

TestSuite(pool, .init = test_begin, .fini = test_end);

static struct pool2d geometry(size_t channels, size_t height, size_t width, size_t kernel,
                              size_t stride)
{
    return (struct pool2d){.channels = channels,
                           .height = height,
                           .width = width,
                           .kernel = kernel,
                           .stride = stride,
                           .out_height = (height - kernel) / stride + 1,
                           .out_width = (width - kernel) / stride + 1};
}

/* n, channels, height, width, kernel, stride */
static const size_t geometries[][6] = {{1, 1, 1, 1, 1, 1}, {2, 3, 4, 6, 2, 2}, {1, 2, 5, 7, 2, 2},
                                       {3, 1, 7, 5, 3, 1}, {2, 2, 9, 8, 3, 2}, {1, 4, 6, 5, 2, 3}};
enum { geometry_count = sizeof geometries / sizeof *geometries };

/* A pooling with all that goes in and comes out. */
struct arrays {
    struct pool2d pool;
    size_t n, in, out; /* images; numbers of x and of y, all images together */
    real *x, *y, *dy, *dx;
};

static struct arrays arrays_at(size_t row)
{
    const size_t *const g = geometries[row];
    struct pcg32 generator = pcg32_seed(65, row);
    struct arrays a = {.n = g[0], .pool = geometry(g[1], g[2], g[3], g[4], g[5])};
    a.in = a.n * a.pool.channels * a.pool.height * a.pool.width;
    a.out = a.n * a.pool.channels * a.pool.out_height * a.pool.out_width;
    a.x = random_reals(&generator, a.in);
    a.y = arena_reals(&scratch, a.out);
    a.dy = random_reals(&generator, a.out);
    a.dx = zero_reals(a.in);
    return a;
}

Test(pool, max_by_hand)
{
    const struct pool2d pool = geometry(1, 4, 4, 2, 2);
    const real x[] = {1, 2, 5, 3, /**/ 4, 0, 1, 6, /**/ -1, -2, -5, -8, /**/ -4, -3, -7, -6};
    const real expected[] = {4, 6, /**/ -1, -5};
    real y[4];
    max_pool_forward(&pool, 1, x, y);
    assert_all_near(4, y, expected, 0);
}

Test(pool, max_leads_a_gradient_to_the_winner_alone)
{
    const struct pool2d pool = geometry(1, 2, 4, 2, 2);
    const real x[] = {1, 3, 2, 2, /**/ 3, 0, 2, 1}; /* ties: the first one wins */
    const real dy[] = {5, 7};
    const real expected[] = {0, 5, 7, 0, /**/ 0, 0, 0, 0};
    real dx[8] = {0};
    max_pool_backward(&pool, 1, x, dy, dx);
    assert_all_near(8, dx, expected, 0);
}

Test(pool, a_pixel_that_wins_twice_gets_both_gradients)
{
    const struct pool2d pool = geometry(1, 1, 3, 1, 1);
    const struct pool2d overlapping = {.channels = 1,
                                       .height = 2,
                                       .width = 3,
                                       .kernel = 2,
                                       .stride = 1,
                                       .out_height = 1,
                                       .out_width = 2};
    const real x[] = {1, 9, 2, /**/ 3, 4, 5}, dy[] = {10, 100};
    real dx[6] = {1, 1, 1, 1, 1, 1};
    max_pool_backward(&overlapping, 1, x, dy, dx);
    const real expected[] = {1, 111, 1, 1, 1, 1};
    assert_all_near(6, dx, expected, 0);
    real y[3];
    max_pool_forward(&pool, 1, x, y);
    assert_all_near(3, y, x, 0);
}

Test(pool, average_by_hand)
{
    const struct pool2d pool = geometry(1, 2, 5, 2, 2); /* the last column takes no part */
    const real x[] = {1, 2, 5, 3, 99, /**/ 4, 1, 0, 0, 99};
    const real expected[] = {2, 2}, dy[] = {4, 8};
    real y[2], dx[10] = {0};
    average_pool_forward(&pool, 1, x, y);
    assert_all_near(2, y, expected, 0);
    average_pool_backward(&pool, 1, dy, dx);
    const real expected_dx[] = {1, 1, 2, 2, 0, /**/ 1, 1, 2, 2, 0};
    assert_all_near(10, dx, expected_dx, 0);
}

Test(pool, global_average_by_hand)
{
    const real x[] = {1, 2, 3, /**/ -4, 0, 1}, expected[] = {2, -1}, dy[] = {3, 6};
    real y[2], dx[6] = {0};
    global_average_pool_forward(2, 3, x, y);
    assert_all_near(2, y, expected, 4 * REAL_EPSILON);
    global_average_pool_backward(2, 3, dy, dx);
    const real expected_dx[] = {1, 1, 1, /**/ 2, 2, 2};
    assert_all_near(6, dx, expected_dx, 4 * REAL_EPSILON);
}

/* The loss sum of dy y, whose gradient by y is dy, of either pooling. */
struct loss {
    struct arrays *arrays;
    void (*forward)(const struct pool2d *pool, size_t n, const real *x, real *y);
};

static real loss_of(const real *x, void *context)
{
    const struct loss *const loss = context;
    const struct arrays *const a = loss->arrays;
    loss->forward(&a->pool, a->n, x, a->y);
    real sum = 0;
    for (size_t i = 0; i < a->out; i++) {
        sum += a->dy[i] * a->y[i];
    }
    return sum;
}

static void check_gradient(struct loss loss)
{
    struct arrays *const a = loss.arrays;
    const struct objective objective = {loss_of, &loss};
    real *const measured = arena_reals(&scratch, a->in);
    central_differences(&objective, a->in, a->x, measured);
    assert_all_near(a->in, a->dx, measured, 4 * GRADIENT_TOLERANCE);
}

Test(pool, gradients_are_the_measured_ones)
{
    for (size_t row = 0; row < geometry_count; row++) {
        struct arrays largest = arrays_at(row), mean = arrays_at(row);
        /* numbers of one window are far enough from each other that a step changes no winner */
        for (size_t i = 0; i < largest.in; i++) {
            largest.x[i] = (real)((i * 7919) % largest.in) / 4;
        }
        max_pool_backward(&largest.pool, largest.n, largest.x, largest.dy, largest.dx);
        check_gradient((struct loss){&largest, max_pool_forward});
        average_pool_backward(&mean.pool, mean.n, mean.dy, mean.dx);
        check_gradient((struct loss){&mean, average_pool_forward});
    }
}
