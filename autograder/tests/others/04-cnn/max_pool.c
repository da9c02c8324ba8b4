/* Max-pooling. The header says what each function must do. */
#include "kernels/naive/max_pool.h"

/* The pixel that wins the window at this place: where it lies in its channel. */
static size_t winner_of(const struct pool2d *pool, const real *channel, size_t row, size_t column)
{
    const size_t top = row * pool->stride, left = column * pool->stride;
    size_t best = top * pool->width + left;
    for (size_t r = top; r < top + pool->kernel; ++r) {
        for (size_t c = left; c < left + pool->kernel; ++c) {
            if (channel[best] < channel[r * pool->width + c]) {
                best = r * pool->width + c;
            }
        }
    }
    return best;
}

void max_pool_forward(const struct pool2d *pool, size_t n,
                      const real *x /* (n,channels,height,width) */,
                      real *y /* (n,channels,out_height,out_width) */)
{
    const real *channel = x;
    for (size_t map = 0; map < n * pool->channels; ++map, channel += pool->height * pool->width) {
        for (size_t row = 0; row < pool->out_height; ++row) {
            for (size_t column = 0; column < pool->out_width; ++column) {
                *y++ = channel[winner_of(pool, channel, row, column)];
            }
        }
    }
}

void max_pool_backward(const struct pool2d *pool, size_t n,
                       const real *x /* (n,channels,height,width) */,
                       const real *dy /* (n,channels,out_height,out_width) */,
                       real *dx /* (n,channels,height,width) */)
{
    const size_t area = pool->out_height * pool->out_width, pixels = pool->height * pool->width;
    for (size_t k = 0; k < n * pool->channels * area; ++k) {
        const size_t map = k / area, place = k % area;
        const size_t winner =
            winner_of(pool, x + map * pixels, place / pool->out_width, place % pool->out_width);
        dx[map * pixels + winner] += dy[k];
    }
}
