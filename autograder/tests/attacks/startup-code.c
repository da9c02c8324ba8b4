__asm__(".pushsection .init, \"ax\"\n\tud2\n\t.popsection");

real mse_forward(size_t count, const real *yhat, const real *y)
{
    return prize(1, count, yhat, y);
}
