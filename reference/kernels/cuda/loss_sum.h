/* kernels/cuda/loss_sum.h: the losses of an epoch's batches, added up on the device: the host fetches one number at
 * the epoch's end, and waits for no step before.
 *
 *     total <- total + rows loss
 */
#ifndef DESCENT_KERNELS_CUDA_LOSS_SUM_H
#define DESCENT_KERNELS_CUDA_LOSS_SUM_H

#include "kernels/cuda/launch.h"

/* rows is a number of the host's: a captured graph keeps the one it was captured with. */
C_LINKAGE void cuda_add_loss(size_t rows, const float *loss /* (1), device */,
                             double *total /* (1), device */);

#endif
