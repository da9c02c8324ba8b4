/* The mean of whole channels. kernels/naive/average_pool.h says what each function must do. */
#include "kernels/naive/average_pool.h"

void global_average_pool_forward(size_t n, size_t pixels, const real *x /* (n,pixels) */,
                                 real *y /* (n) */)
{
    for (size_t i = 0; i < n; i++) {
        real sum = 0;
        for (size_t j = 0; j < pixels; j++) {
            sum += x[i * pixels + j];
        }
        y[i] = sum / (real)pixels;
    }
}

void global_average_pool_backward(size_t n, size_t pixels, const real *dy /* (n) */,
                                  real *dx /* (n,pixels) */)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < pixels; j++) {
            dx[i * pixels + j] += dy[i] / (real)pixels;
        }
    }
}
