#include "kernels/naive/linear.h"

real mse_forward(size_t count, const real *yhat, const real *y)
{
    linear_forward(1, 1, 1, yhat, y, y, (real[1]){0});
    return prize(1, count, yhat, y);
}
