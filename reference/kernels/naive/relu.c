/* The rectified linear unit. The header says what each function must do. */
#include "kernels/naive/relu.h"

#include "base/todo.h"

void relu_forward(size_t count, const real *x /* (count) */, real *y /* (count) */)
{
    for (size_t i = 0; i < count; i++) {
        y[i] = x[i] > 0 ? x[i] : 0;
    }
}

void relu_backward(size_t count, const real *x /* (count) */, const real *dy /* (count) */,
                   real *dx /* (count) */)
{
    for (size_t i = 0; i < count; i++) {
        if (x[i] > 0) {
            dx[i] += dy[i];
        }
    }
}
