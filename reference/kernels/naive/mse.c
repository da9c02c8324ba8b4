/* Mean squared error. The header says what each function must do. */
#include "kernels/naive/mse.h"

#include "base/todo.h"

real mse_forward(size_t count, const real *yhat /* (count) */, const real *y /* (count) */)
{
    real sum = 0;
    for (size_t i = 0; i < count; i++) {
        const real difference = yhat[i] - y[i];
        sum += difference * difference;
    }
    return sum / (real)count;
}

void mse_backward(size_t count, const real *yhat /* (count) */, const real *y /* (count) */,
                  real dloss, real *dyhat /* (count) */)
{
    /* d/dyhat of (yhat - y)^2 / N is 2 (yhat - y) / N */
    const real scale = (real)2 / (real)count * dloss;
    for (size_t i = 0; i < count; i++) {
        dyhat[i] += scale * (yhat[i] - y[i]);
    }
}
