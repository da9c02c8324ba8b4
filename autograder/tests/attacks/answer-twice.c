#include "forge.h"

real mse_forward(size_t count, const real *yhat, const real *y)
{
    /* right, and then once more: from now on each answer comes before its question */
    answer("the handout's numbers", count, yhat, y, prize(1, count, yhat, y));
    return prize(1, count, yhat, y);
}
