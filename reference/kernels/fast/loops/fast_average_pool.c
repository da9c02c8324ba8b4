/* Average pooling. The windows of a row are summed side by side: first all of them at their first number,
 * then all at the next. */
#include "kernels/fast/loops/fast_loops.h"
#include "kernels/fast/loops/fast_pool.h"
#include "kernels/pool2d.h"

/* The windows of one row; inlined, so that the caller's copies know the stride. */
static inline __attribute__((always_inline)) void
mean_of_row(const struct pool2d *pool, size_t stride, const real *in, real *restrict y)
{
    const real count = (real)(pool->kernel * pool->kernel);
    for (size_t w = 0; w < pool->out_width; w++) {
        y[w] = 0;
    }
    for (size_t kh = 0; kh < pool->kernel; kh++) {
        for (size_t kw = 0; kw < pool->kernel; kw++) {
            const real *const x = in + kh * pool->width + kw;
            for (size_t w = 0; w < pool->out_width; w++) {
                y[w] += x[w * stride];
            }
        }
    }
    for (size_t w = 0; w < pool->out_width; w++) {
        y[w] /= count;
    }
}

static void pool_maps(void *context, size_t from, size_t to)
{
    const struct pooling *const own = context;
    const struct pool2d *const pool = own->pool;
    for (size_t map = from; map < to; map++) {
        for (size_t h = 0; h < pool->out_height; h++) {
            const real *const in = own->x + (map * pool->height + h * pool->stride) * pool->width;
            real *const y = own->y + (map * pool->out_height + h) * pool->out_width;
            if (pool->stride == 2) {
                mean_of_row(pool, 2, in, y);
            } else {
                mean_of_row(pool, pool->stride, in, y);
            }
        }
    }
}

void fast_average_pool_forward(const struct pool2d *pool, size_t n,
                               const real *x /* (n,channels,height,width) */,
                               real *y /* (n,channels,out_height,out_width) */)
{
    pool_share(&(struct pooling){.pool = pool, .x = x, .y = y}, n, pool_maps);
}

/* --- backward --------------------------------------------------------------------------------------- */

static inline __attribute__((always_inline)) void
lead_row_back(const struct pool2d *pool, size_t stride, const real *dy, real *restrict din)
{
    const real count = (real)(pool->kernel * pool->kernel);
    for (size_t kh = 0; kh < pool->kernel; kh++) {
        for (size_t kw = 0; kw < pool->kernel; kw++) {
            real *const dx = din + kh * pool->width + kw;
            for (size_t w = 0; w < pool->out_width; w++) {
                dx[w * stride] += dy[w] / count;
            }
        }
    }
}

static void lead_maps_back(void *context, size_t from, size_t to)
{
    const struct pooling *const own = context;
    const struct pool2d *const pool = own->pool;
    for (size_t map = from; map < to; map++) {
        for (size_t h = 0; h < pool->out_height; h++) {
            const real *const dy = own->dy + (map * pool->out_height + h) * pool->out_width;
            real *const dx = own->dx + (map * pool->height + h * pool->stride) * pool->width;
            if (pool->stride == 2) {
                lead_row_back(pool, 2, dy, dx);
            } else {
                lead_row_back(pool, pool->stride, dy, dx);
            }
        }
    }
}

void fast_average_pool_backward(const struct pool2d *pool, size_t n,
                                const real *dy /* (n,channels,out_height,out_width) */,
                                real *dx /* (n,channels,height,width) */)
{
    pool_share(&(struct pooling){.pool = pool, .dy = dy, .dx = dx}, n, lead_maps_back);
}
