/* kernels/cuda/backend.h: the backend's table (kernels/backend.h) for numbers on the device: its entries are given the
 * host's pointers and call the launchers with those of their twins (device.h).
 *
 * Two kinds of entries panic, since the table gives them no place for what they need: a loss's forward way, which
 * returns a number of the host's where the launcher leaves it on the device, and dropout's, whose masks come from a seed and the
 * step's number here. So a whole training cannot use it yet; products, layers and optimizers can.
 *
 * Optimizers take the rate and t of step_begin, whatever rate and t they are given.
 */
/* So far the emulator's tests alone run this table: it is not in the shared object (open.h) yet, and no lab trains with it.
 */
#ifndef DESCENT_KERNELS_CUDA_BACKEND_H
#define DESCENT_KERNELS_CUDA_BACKEND_H

#include "kernels/backend.h"
#include "kernels/cuda/launch.h"

C_LINKAGE const struct backend *cuda_backend(void);

#endif
