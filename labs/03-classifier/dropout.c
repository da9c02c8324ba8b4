/* Inverted dropout. The header says what each function must do. */
#include "kernels/naive/dropout.h"

#include "base/todo.h"

void dropout_forward(size_t count, real rate, bool training, struct pcg32 *generator,
                     const real *x /* (count) */, real *mask /* (count) */, real *y /* (count) */)
{
    /* Exercise 3.11, 9 points: dropout.
     * Write your lines here and delete the TODO. */
    TODO("3.11", count, rate, training, generator, x, mask, y);
}

void dropout_backward(size_t count, const real *mask /* (count) */, const real *dy /* (count) */,
                      real *dx /* (count) */)
{
    /* Exercise 3.11, 9 points: dropout.
     * Write your lines here and delete the TODO. */
    TODO("3.11", count, mask, dy, dx);
}
