#include "kernels/naive/average_pool.h"

void average_pool_forward(const struct pool2d *pool, size_t n,
                          const real *x /* (n,channels,height,width) */,
                          real *y /* (n,channels,out_height,out_width) */)
{
    const real count = (real)(pool->kernel * pool->kernel);
    for (size_t map = 0; map < n * pool->channels; map++) {
        const real *const in = x + map * pool->height * pool->width;
        real *const out = y + map * pool->out_height * pool->out_width;
        for (size_t ho = 0; ho < pool->out_height; ho++) {
            for (size_t wo = 0; wo < pool->out_width; wo++) {
                const real *const window = in + ho * pool->stride * pool->width + wo * pool->stride;
                real sum = 0;
                for (size_t kh = 0; kh < pool->kernel; kh++) {
                    for (size_t kw = 0; kw < pool->kernel; kw++) {
                        sum += window[kh * pool->width + kw];
                    }
                }
                out[ho * pool->out_width + wo] = sum / count;
            }
        }
    }
}

void average_pool_backward(const struct pool2d *pool, size_t n,
                           const real *dy /* (n,channels,out_height,out_width) */,
                           real *dx /* (n,channels,height,width) */)
{
    const real count = (real)(pool->kernel * pool->kernel);
    for (size_t map = 0; map < n * pool->channels; map++) {
        real *const din = dx + map * pool->height * pool->width;
        const real *const dout = dy + map * pool->out_height * pool->out_width;
        for (size_t ho = 0; ho < pool->out_height; ho++) {
            for (size_t wo = 0; wo < pool->out_width; wo++) {
                real *const window = din + ho * pool->stride * pool->width + wo * pool->stride;
                const real share = dout[ho * pool->out_width + wo] / count;
                for (size_t kh = 0; kh < pool->kernel; kh++) {
                    for (size_t kw = 0; kw < pool->kernel; kw++) {
                        window[kh * pool->width + kw] += share;
                    }
                }
            }
        }
    }
}
