/* kernels/cuda/room.h: room on the device for what lies between two launches of one calculation.
 *
 * Each room is taken when it is first asked for, and never again. All launches stand in one stream, so all
 * calculations of a kind can use the same room, one after the other.
 */
#ifndef DESCENT_KERNELS_CUDA_ROOM_H
#define DESCENT_KERNELS_CUDA_ROOM_H

#include "kernels/cuda/launch.h"

enum { probabilities_room = 1 << 18 };

enum cuda_room {
    room_of_partial_sums,  /* partial_sums.h: (2,partial_blocks) doubles */
    room_of_slices,        /* slices.h: (slices_room) floats */
    room_of_probabilities, /* softmax_cross_entropy.cu: (probabilities_room) floats */
    room_of_squares,       /* clip.h: (1) double, the squares of all gradients */
    room_of_scores,        /* scores.h: (1) struct device_scores */
    cuda_rooms
};

C_LINKAGE void *cuda_room(enum cuda_room which);

/* Takes all of them now: while a step is recorded, nothing can be taken. */
C_LINKAGE void cuda_take_rooms(void);

/* Gives all back. */
C_LINKAGE void cuda_free_rooms(void);

/* Forgets all, for a program whose device memory is gone: cudaDeviceReset, emulator_reset. */
C_LINKAGE void cuda_forget_rooms(void);

#endif
