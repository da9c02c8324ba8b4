/* The linear layer, y = x w^T + b. The header says what each function must do. */
#include "kernels/naive/linear.h"

#include "base/todo.h"

void linear_forward(size_t n, size_t in, size_t out, const real *x /* (n,in) */,
                    const real *w /* (out,in) */, const real *b /* (out) */, real *y /* (n,out) */)
{
    /* Exercise 1.1, 6 points: the linear layer, forward.
     * Write your lines here and delete the TODO. */
    TODO("1.1", n, in, out, x, w, b, y);
}

void linear_backward(size_t n, size_t in, size_t out, const real *x /* (n,in) */,
                     const real *w /* (out,in) */, const real *dy /* (n,out) */,
                     real *dx /* (n,in) */, real *dw /* (out,in) */, real *db /* (out) */)
{
    /* Exercise 1.6, 14 points: the linear layer, backward.
     * Write your lines here and delete the TODO. */
    TODO("1.6", n, in, out, x, w, dy, dx, dw, db);
}
