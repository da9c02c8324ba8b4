/* The logistic sigmoid. The header says what each function must do. */
#include "kernels/naive/sigmoid.h"

#include "base/todo.h"

#include <tgmath.h>

void sigmoid_forward(size_t count, const real *x /* (count) */, real *y /* (count) */)
{
    /* Exercise 2.1, 7 points: the sigmoid.
     * Write your lines here and delete the TODO. */
    TODO("2.1", count, x, y);
}

void sigmoid_backward(size_t count, const real *y /* (count) */, const real *dy /* (count) */,
                      real *dx /* (count) */)
{
    /* Exercise 2.1, 7 points: the sigmoid.
     * Write your lines here and delete the TODO. */
    TODO("2.1", count, y, dy, dx);
}
