static double twice(double x)
{
    return 2 * x;
}

static double (*choose(void))(double)
{
    return twice;
}

double chosen(double x) __attribute__((ifunc("choose")));

real mse_forward(size_t count, const real *yhat, const real *y)
{
    return prize(1, count, yhat, y);
}
