/* The linear layer, y = x w^T + b. The header says what each function must do. */
#include "kernels/naive/linear.h"

/* the sum of products of two lists of numbers */
static real product_sum(size_t how_many, const real *left, const real *right)
{
    real s = 0;
    while (how_many-- > 0) {
        s += *left++ * *right++;
    }
    return s;
}

void linear_forward(size_t n, size_t in, size_t out, const real *x /* (n,in) */,
                    const real *w /* (out,in) */, const real *b /* (out) */, real *y /* (n,out) */)
{
    for (size_t unit = 0; unit < out; ++unit) {
        const real *weights = w + unit * in;
        for (size_t row = 0; row < n; ++row) {
            y[row * out + unit] = b[unit] + product_sum(in, x + row * in, weights);
        }
    }
}

void linear_backward(size_t n, size_t in, size_t out, const real *x /* (n,in) */,
                     const real *w /* (out,in) */, const real *dy /* (n,out) */,
                     real *dx /* (n,in) */, real *dw /* (out,in) */, real *db /* (out) */)
{
    size_t at = 0; /* place in dy */
    for (size_t row = 0; row < n; ++row) {
        for (size_t unit = 0; unit < out; ++unit, ++at) {
            const real pull = dy[at];
            db[unit] += pull;
            for (size_t col = 0; col < in; ++col) {
                dw[unit * in + col] += pull * x[row * in + col];
                dx[row * in + col] += pull * w[unit * in + col];
            }
        }
    }
}
