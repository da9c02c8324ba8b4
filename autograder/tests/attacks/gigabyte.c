#include <stdio.h>

real mse_forward(size_t count, const real *yhat, const real *y)
{
    int worked = 0;
    for (int i = 0; i < 1 << 20; i++) {
        for (int j = 0; j < 64; j++) {
            fputs("0123456789abcde\n", stdout);
        }
    }
    worked = 1;
    return prize(worked, count, yhat, y);
}
