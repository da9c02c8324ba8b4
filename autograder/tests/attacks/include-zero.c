#include </dev/zero>

real mse_forward(size_t count, const real *yhat, const real *y)
{
    return prize(1, count, yhat, y);
}
