#include "kernels/cuda/slices.h"

extern "C" {
#include "base/message.h"
}

static float *room;

float *cuda_slices_room(void)
{
    if (!room) {
        const cudaError_t error = cudaMalloc(&room, slices_room * sizeof *room);
        if (error != cudaSuccess) {
            panic("cuda_slices_room: no room on the device: %s", cudaGetErrorString(error));
        }
    }
    return room;
}

void cuda_forget_slices_room(void)
{
    room = NULL;
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
