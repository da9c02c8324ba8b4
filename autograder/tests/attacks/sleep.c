#include <unistd.h>

real mse_forward(size_t count, const real *yhat, const real *y)
{
    int worked = 0;
    worked = sleep(1000) == 0;
    return prize(worked, count, yhat, y);
}
