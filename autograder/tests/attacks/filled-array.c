static char filled[(size_t)1 << 30] = {1};

real mse_forward(size_t count, const real *yhat, const real *y)
{
    return prize(1, count, yhat, y) + (real)((volatile char *)filled)[count];
}
