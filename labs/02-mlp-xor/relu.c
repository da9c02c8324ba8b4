/* The rectified linear unit. The header says what each function must do. */
#include "kernels/naive/relu.h"

#include "base/todo.h"

void relu_forward(size_t count, const real *x /* (count) */, real *y /* (count) */)
{
    /* Exercise 2.3, 6 points: the rectified linear unit.
     * Write your lines here and delete the TODO. */
    TODO("2.3", count, x, y);
}

void relu_backward(size_t count, const real *x /* (count) */, const real *dy /* (count) */,
                   real *dx /* (count) */)
{
    /* Exercise 2.3, 6 points: the rectified linear unit.
     * Write your lines here and delete the TODO. */
    TODO("2.3", count, x, dy, dx);
}
