/* kernels/cuda/scores.h: the losses of mini-batches, added up on the device: the host fetches one number when it wants
 * one, and waits for no step before.
 *
 *     scores->loss <- scores->loss + rows loss,   scores->last <- loss
 */
#ifndef DESCENT_KERNELS_CUDA_SCORES_H
#define DESCENT_KERNELS_CUDA_SCORES_H

#include "kernels/cuda/launch.h"

struct device_scores;

/* rows is a number of the host's: a captured graph keeps the one it was captured with. */
C_LINKAGE void cuda_add_loss(size_t rows, const float *loss /* (1), device */,
                             struct device_scores *scores /* (1), device */);

#endif
