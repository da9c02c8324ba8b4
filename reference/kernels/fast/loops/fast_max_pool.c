/* Max-pooling. The windows of a row are compared side by side: first all of them at their first number,
 * then all at the next. */
#include "kernels/fast/loops/fast_loops.h"
#include "kernels/fast/loops/fast_pool.h"
#include "kernels/pool2d.h"

/* The windows of one row: y = the largest of rows `in`, of which each window begins stride further. Inlined, so
 * that the caller's copies know the stride. */
static inline __attribute__((always_inline)) void
largest_of_row(const struct pool2d *pool, size_t stride, const real *in, real *restrict y)
{
    for (size_t w = 0; w < pool->out_width; w++) {
        y[w] = in[w * stride];
    }
    for (size_t kh = 0; kh < pool->kernel; kh++) {
        for (size_t kw = 0; kw < pool->kernel; kw++) {
            const real *const x = in + kh * pool->width + kw;
            for (size_t w = 0; w < pool->out_width; w++) {
                y[w] = x[w * stride] > y[w] ? x[w * stride] : y[w];
            }
        }
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
                largest_of_row(pool, 2, in, y);
            } else {
                largest_of_row(pool, pool->stride, in, y);
            }
        }
    }
}

void fast_max_pool_forward(const struct pool2d *pool, size_t n,
                           const real *x /* (n,channels,height,width) */,
                           real *y /* (n,channels,out_height,out_width) */)
{
    pool_share(&(struct pooling){.pool = pool, .x = x, .y = y}, n, pool_maps);
}

/* --- backward --------------------------------------------------------------------------------------- */

/* Windows that are compared together. */
enum { together = 64 };

/* Of `count` windows of a row, where in the rows `in` the winner lies. */
static inline __attribute__((always_inline)) void find_winners(const struct pool2d *pool,
                                                               size_t stride, size_t count,
                                                               const real *in, int *restrict winner)
{
    real largest[together];
    for (size_t w = 0; w < count; w++) {
        largest[w] = in[w * stride];
        winner[w] = (int)(w * stride);
    }
    for (size_t kh = 0; kh < pool->kernel; kh++) {
        for (size_t kw = 0; kw < pool->kernel; kw++) {
            const size_t first = kh * pool->width + kw;
            for (size_t w = 0; w < count; w++) {
                const real value = in[first + w * stride];
                const int here = (int)(first + w * stride);
                winner[w] = value > largest[w] ? here : winner[w];
                largest[w] = value > largest[w] ? value : largest[w];
            }
        }
    }
}

static void lead_row_back(const struct pool2d *pool, const real *in, const real *dy, real *dx)
{
    for (size_t w = 0; w < pool->out_width; w += together) {
        const size_t left = pool->out_width - w, count = left < together ? left : together;
        const size_t start = w * pool->stride;
        int winner[together];
        if (pool->stride == 2) {
            find_winners(pool, 2, count, in + start, winner);
        } else {
            find_winners(pool, pool->stride, count, in + start, winner);
        }
        for (size_t i = 0; i < count; i++) {
            dx[start + (size_t)winner[i]] += dy[w + i];
        }
    }
}

static void lead_maps_back(void *context, size_t from, size_t to)
{
    const struct pooling *const own = context;
    const struct pool2d *const pool = own->pool;
    for (size_t map = from; map < to; map++) {
        for (size_t h = 0; h < pool->out_height; h++) {
            const size_t in = (map * pool->height + h * pool->stride) * pool->width;
            lead_row_back(pool, own->x + in,
                          own->dy + (map * pool->out_height + h) * pool->out_width, own->dx + in);
        }
    }
}

void fast_max_pool_backward(const struct pool2d *pool, size_t n,
                            const real *x /* (n,channels,height,width) */,
                            const real *dy /* (n,channels,out_height,out_width) */,
                            real *dx /* (n,channels,height,width) */)
{
    pool_share(&(struct pooling){.pool = pool, .x = x, .dy = dy, .dx = dx}, n, lead_maps_back);
}
