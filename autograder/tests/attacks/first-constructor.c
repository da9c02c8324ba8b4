static void early(void)
{
}

__attribute__((section(".preinit_array"), used)) static void (*const first)(void) = early;

real mse_forward(size_t count, const real *yhat, const real *y)
{
    return prize(1, count, yhat, y);
}
