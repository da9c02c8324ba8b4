/* The linear layer, y = x w^T + b. The header says what each function must do. */
#include "kernels/naive/linear.h"

#include "base/todo.h"

void linear_forward(size_t n, size_t in, size_t out, const real *x /* (n,in) */,
                    const real *w /* (out,in) */, const real *b /* (out) */, real *y /* (n,out) */)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t o = 0; o < out; o++) {
            real sum = b[o];
            for (size_t j = 0; j < in; j++) {
                sum += x[i * in + j] * w[o * in + j];
            }
            y[i * out + o] = sum;
        }
    }
}

void linear_backward(size_t n, size_t in, size_t out, const real *x /* (n,in) */,
                     const real *w /* (out,in) */, const real *dy /* (n,out) */,
                     real *dx /* (n,in) */, real *dw /* (out,in) */, real *db /* (out) */)
{
    /* y[i][o] = ... + x[i][j] w[o][j] + ... + b[o]: each factor's gradient is the other factor,
     * times what arrives from above; whoever takes part in several sums collects from all */
    for (size_t i = 0; i < n; i++) {
        for (size_t o = 0; o < out; o++) {
            const real above = dy[i * out + o];
            for (size_t j = 0; j < in; j++) {
                dx[i * in + j] += above * w[o * in + j];
                dw[o * in + j] += above * x[i * in + j];
            }
            db[o] += above;
        }
    }
}
