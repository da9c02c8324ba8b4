/* losses/label_smoothing.h: the loss by every label, for targets that are not quite certain.
 *
 * A target that is 1 for the truth and 0 elsewhere is reached only by infinite logits. Label smoothing
 * takes a share s of it and spreads it evenly over the classes; the loss is then
 *
 *     (1 - s) softmax cross-entropy + s S
 *     S = - sum over i, c of weight[c] log p[i][c] / (classes * sum over i of weight[y[i]])
 *
 * with p the softmax of row i of the logits z (n,classes). This file is S. Without weights it is the mean
 * over rows and classes. It is what PyTorch's CrossEntropyLoss adds with its label_smoothing, weights too.
 *
 * It asks the backend for softmax cross-entropy, a row a call, and takes from it the way from that row's
 * label to the others: log p[c] = log p[truth] + z[c] - z[truth].
 *
 * Source: C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens, Z. Wojna, "Rethinking the Inception architecture
 * for computer vision", 2016, section 7.
 */
#ifndef DESCENT_LOSSES_LABEL_SMOOTHING_H
#define DESCENT_LOSSES_LABEL_SMOOTHING_H

#include "kernels/backend.h"

/* Returns S. y and weight as in kernels/naive/softmax_cross_entropy.h; weight may be NULL. */
real label_smoothing_forward(const struct backend *backend, size_t n, size_t classes,
                             const real *z /* (n,classes) */, const real *y /* (n) */,
                             const real *weight /* (classes) */);

/* dz += d S / d z, times dloss. */
void label_smoothing_backward(const struct backend *backend, size_t n, size_t classes,
                              const real *z /* (n,classes) */, const real *y /* (n) */,
                              const real *weight /* (classes) */, real dloss,
                              real *dz /* (n,classes) */);

#endif
