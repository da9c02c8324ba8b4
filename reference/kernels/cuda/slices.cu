#include "kernels/cuda/slices.h"

#include "kernels/cuda/room.h"

float *cuda_slices_room(void)
{
    return (float *)cuda_room(room_of_slices);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

int cuda_slices(int tiles, int k, size_t count, size_t room)
{
    const size_t wanted = tiles < slices_blocks ? slices_blocks / (size_t)tiles : 1;
    const size_t slices = least(wanted, least((size_t)k / slice_least, room / count));
    return slices > 1 ? (int)slices : 1;
}

int cuda_groups(int tiles)
{
    return tiles < groups_blocks ? groups_blocks / tiles : 1;
}
