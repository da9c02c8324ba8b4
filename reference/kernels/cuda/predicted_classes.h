/* kernels/cuda/predicted_classes.h: which class a row of logits tells, on the device: the one with the largest, the
 * first of equals. A warp a row. A logit that is not a number is none; where all are, the class is 0.
 */
#ifndef DESCENT_KERNELS_CUDA_PREDICTED_CLASSES_H
#define DESCENT_KERNELS_CUDA_PREDICTED_CLASSES_H

#include "kernels/cuda/launch.h"

/* Writes every element of predicted, which may be NULL, and adds to *right how many rows' class is y's. There are at
 * most 256 classes. */
C_LINKAGE void cuda_predicted_classes(size_t n, size_t classes, const float *z /* (n,classes) */,
                                      const float *y /* (n): 0 .. classes-1 */,
                                      unsigned char *predicted /* (n) or NULL */,
                                      int *right /* (1), device */);

#endif
