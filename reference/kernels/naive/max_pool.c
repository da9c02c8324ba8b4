/* Max-pooling. The header says what each function must do. */
#include "kernels/naive/max_pool.h"

#include "base/todo.h"

void max_pool_forward(const struct pool2d *pool, size_t n,
                      const real *x /* (n,channels,height,width) */,
                      real *y /* (n,channels,out_height,out_width) */)
{
    for (size_t map = 0; map < n * pool->channels; map++) {
        const real *const in = x + map * pool->height * pool->width;
        real *const out = y + map * pool->out_height * pool->out_width;
        for (size_t ho = 0; ho < pool->out_height; ho++) {
            for (size_t wo = 0; wo < pool->out_width; wo++) {
                const real *const window = in + ho * pool->stride * pool->width + wo * pool->stride;
                real largest = window[0];
                for (size_t kh = 0; kh < pool->kernel; kh++) {
                    for (size_t kw = 0; kw < pool->kernel; kw++) {
                        const real value = window[kh * pool->width + kw];
                        largest = value > largest ? value : largest;
                    }
                }
                out[ho * pool->out_width + wo] = largest;
            }
        }
    }
}

void max_pool_backward(const struct pool2d *pool, size_t n,
                       const real *x /* (n,channels,height,width) */,
                       const real *dy /* (n,channels,out_height,out_width) */,
                       real *dx /* (n,channels,height,width) */)
{
    for (size_t map = 0; map < n * pool->channels; map++) {
        const real *const in = x + map * pool->height * pool->width;
        real *const din = dx + map * pool->height * pool->width;
        const real *const dout = dy + map * pool->out_height * pool->out_width;
        for (size_t ho = 0; ho < pool->out_height; ho++) {
            for (size_t wo = 0; wo < pool->out_width; wo++) {
                const size_t corner = ho * pool->stride * pool->width + wo * pool->stride;
                size_t winner = corner;
                for (size_t kh = 0; kh < pool->kernel; kh++) {
                    for (size_t kw = 0; kw < pool->kernel; kw++) {
                        const size_t pixel = corner + kh * pool->width + kw;
                        winner = in[pixel] > in[winner] ? pixel : winner;
                    }
                }
                din[winner] += dout[ho * pool->out_width + wo];
            }
        }
    }
}
