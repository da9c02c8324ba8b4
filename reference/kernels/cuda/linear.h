/* kernels/cuda/linear.h: the linear layer on the device, y (n,out) = x (n,in) w^T + b: naive/linear.h. Three products
 * of matrices, none of which is copied to be transposed (product.h), and the sums of dy's columns. */
#ifndef DESCENT_KERNELS_CUDA_LINEAR_H
#define DESCENT_KERNELS_CUDA_LINEAR_H

#include "kernels/cuda/launch.h"

/* Writes every element of y. */
C_LINKAGE void cuda_linear_forward(size_t n, size_t in, size_t out, const float *x /* (n,in) */,
                                   const float *w /* (out,in) */, const float *b /* (out) */,
                                   float *y /* (n,out) */);

/* dx += dy w, dw += dy^T x, db += the sums of dy's columns. dx may be NULL: nobody wants it. */
C_LINKAGE void cuda_linear_backward(size_t n, size_t in, size_t out, const float *x /* (n,in) */,
                                    const float *w /* (out,in) */, const float *dy /* (n,out) */,
                                    float *dx /* (n,in) */, float *dw /* (out,in) */,
                                    float *db /* (out) */);

#endif
