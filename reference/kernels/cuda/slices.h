/* kernels/cuda/slices.h: into how many slices a long sum is cut, and room for the slices' sums.
 *
 * A product with a small result and a large k has too few tiles for a GPU's many multiprocessors. So k is cut into
 * slices, each tile is made once for each of them, and the slices' results are added up by a second kernel,
 * always in the same order (column_sums.h).
 */
#ifndef DESCENT_KERNELS_CUDA_SLICES_H
#define DESCENT_KERNELS_CUDA_SLICES_H

#include "kernels/cuda/launch.h"

enum {
    slices_room = 1 << 20,               /* floats: 4 MiB */
    slice_least = 32,                    /* below that, adding up costs more than multiplying */
    multiprocessors = 132,               /* of an H100 */
    slices_blocks = 2 * multiprocessors, /* as many blocks as are wanted */
    groups_blocks = 8 * multiprocessors  /* and for the sum over a batch */
};

/* For `tiles` tiles whose sums have k terms each, when a slice's result takes `count` of `room` floats. At least 1. */
C_LINKAGE int cuda_slices(int tiles, int k, size_t count, size_t room);

/* How many terms a slice has, the last one perhaps fewer: a multiple of `depth`. */
static inline int cuda_slice_length(int k, int slices, int depth)
{
    const int length = (k + slices - 1) / slices;
    return (length + depth - 1) / depth * depth;
}

/* A sum over a batch's images, of which one image takes `tiles` blocks, is cut into groups of images: each group is summed
 * up by blocks of its own, and the groups' sums are added up by another kernel. This is how many groups are enough. */
C_LINKAGE int cuda_groups(int tiles);

/* How many of `count` images each group then has, the last one perhaps fewer. */
static inline int cuda_group_size(int tiles, int count)
{
    const int groups = cuda_groups(tiles);
    return (count + groups - 1) / groups;
}

/* slices_room floats on the device, the same for all products (room.h). */
C_LINKAGE float *cuda_slices_room(void);

#endif
