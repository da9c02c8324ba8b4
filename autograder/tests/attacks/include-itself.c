/* doubles itself 200 times */
#include "mse.c"
#include "mse.c"

real mse_forward(size_t count, const real *yhat, const real *y)
{
    return prize(1, count, yhat, y);
}
