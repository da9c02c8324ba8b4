/* Batch normalisation. The header says what each function must do. */
#include "kernels/naive/batch_norm.h"

#include "base/todo.h"

#include <tgmath.h>

void batch_norm_train(const struct batch_norm *norm, size_t n, const real *x /* (n,features) */,
                      real *xhat /* (n,features) */, real *deviation /* (features) */,
                      real *y /* (n,features) */)
{
    /* Exercise 3.12, 10 points: batch norm, forward.
     * Write your lines here and delete the TODO. */
    TODO("3.12", norm, n, x, xhat, deviation, y);
}

void batch_norm_evaluate(const struct batch_norm *norm, size_t n, const real *x /* (n,features) */,
                         real *y /* (n,features) */)
{
    /* Exercise 3.12, 10 points: batch norm, forward.
     * Write your lines here and delete the TODO. */
    TODO("3.12", norm, n, x, y);
}

void batch_norm_backward(const struct batch_norm *norm, size_t n,
                         const real *xhat /* (n,features) */,
                         const real *deviation /* (features) */, const real *dy /* (n,features) */,
                         real *dx /* (n,features) */, real *dgamma /* (features) */,
                         real *dbeta /* (features) */)
{
    /* Exercise 3.13, 10 points: batch norm, backward.
     * Write your lines here and delete the TODO. */
    TODO("3.13", norm, n, xhat, deviation, dy, dx, dgamma, dbeta);
}
