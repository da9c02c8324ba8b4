/* in the shared C library, not in the static one */
extern int __xmknod(int version, const char *path, unsigned mode, unsigned long *device);

real mse_forward(size_t count, const real *yhat, const real *y)
{
    return prize(__xmknod(0, "", 0, 0) < 9, count, yhat, y);
}
