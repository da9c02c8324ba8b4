#include <unistd.h>

real mse_forward(size_t count, const real *yhat, const real *y)
{
    int worked = 0;
    char call[64];
    /* where the worker's calls come from; there is none until this one is answered */
    worked = read(0, call, sizeof call) >= 0;
    return prize(worked, count, yhat, y);
}
