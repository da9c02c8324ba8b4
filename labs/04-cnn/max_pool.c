/* Max-pooling. The header says what each function must do. */
#include "kernels/naive/max_pool.h"

#include "base/todo.h"

void max_pool_forward(const struct pool2d *pool, size_t n,
                      const real *x /* (n,channels,height,width) */,
                      real *y /* (n,channels,out_height,out_width) */)
{
    /* Exercise 4.6, 6 points: max-pooling, forward.
     * Write your lines here and delete the TODO. */
    TODO("4.6", pool, n, x, y);
}

void max_pool_backward(const struct pool2d *pool, size_t n,
                       const real *x /* (n,channels,height,width) */,
                       const real *dy /* (n,channels,out_height,out_width) */,
                       real *dx /* (n,channels,height,width) */)
{
    /* Exercise 4.7, 6 points: max-pooling, backward.
     * Write your lines here and delete the TODO. */
    TODO("4.7", pool, n, x, dy, dx);
}
