#include "forge.h"

real mse_forward(size_t count, const real *yhat, const real *y)
{
    /* a guess; the worker's own answer comes behind it */
    answer("the handout's numbers", count, yhat, y, 1);
    return prize(1, count, yhat, y);
}
