/* kernels/cuda/backend.h: the backend's table (kernels/backend.h) for numbers on the device: its entries are given the
 * host's pointers and call the launchers with those of their twins (device.h).
 *
 * Losses stay on the device: the table's entries that would return them panic, and the device's own take their place
 * (kernels/device.h). Dropout draws by Philox, whose key is where the given generator stands and which dropout of the
 * step it is, whose counter is the step's number: other masks than the other backends', the same in each run.
 *
 * Optimizers take the rate and t of step_begin, whatever rate and t they are given.
 */
#ifndef DESCENT_KERNELS_CUDA_BACKEND_H
#define DESCENT_KERNELS_CUDA_BACKEND_H

#include "kernels/backend.h"
#include "kernels/cuda/launch.h"

/* Opens the device, too. */
C_LINKAGE const struct backend *cuda_backend(void);

#endif
