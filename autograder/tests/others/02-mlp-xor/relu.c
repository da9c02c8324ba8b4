/* The rectified linear unit. The header says what each function must do. */
#include "kernels/naive/relu.h"

#include <stdbool.h>

static bool gate_is_open(real v)
{
    return v > 0;
}

void relu_forward(size_t count, const real *x /* (count) */, real *y /* (count) */)
{
    for (size_t k = 0; k < count; ++k) {
        y[k] = gate_is_open(x[k]) ? x[k] : 0;
    }
}

void relu_backward(size_t count, const real *x /* (count) */, const real *dy /* (count) */,
                   real *dx /* (count) */)
{
    for (size_t k = 0; k < count; ++k) {
        if (gate_is_open(x[k])) {
            dx[k] += dy[k];
        }
    }
}
