/* kernels/cuda/label_smoothing.h: the loss by every label, on the device: losses/label_smoothing.h's formulas.
 *
 *     S = - sum over i, c of weight[c] log p[i][c] / (classes * sum over i of weight[y[i]])
 *     loss <- (1 - smoothing) loss + smoothing S
 *     dz[i][c] += (p[i][c] * sum over k of weight[k] - weight[c]) dloss / (classes * sum over i of weight[y[i]])
 *
 * A warp a row, as in softmax_cross_entropy.h; sums over rows as partial_sums.h says.
 */
#ifndef DESCENT_KERNELS_CUDA_LABEL_SMOOTHING_H
#define DESCENT_KERNELS_CUDA_LABEL_SMOOTHING_H

#include "kernels/cuda/launch.h"

/* Changes the loss. */
C_LINKAGE void cuda_label_smoothing_forward(size_t n, size_t classes,
                                            const float *z /* (n,classes) */,
                                            const float *y /* (n) */,
                                            const float *weight /* (classes) or NULL */,
                                            float smoothing, float *loss /* (1), device */);

/* Adds to dz. */
C_LINKAGE void cuda_label_smoothing_backward(size_t n, size_t classes,
                                             const float *z /* (n,classes) */,
                                             const float *y /* (n) */,
                                             const float *weight /* (classes) or NULL */,
                                             float dloss, float *dz /* (n,classes) */);

#endif
