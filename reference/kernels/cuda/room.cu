#include "kernels/cuda/room.h"

#include "kernels/cuda/partial_sums.h"
#include "kernels/cuda/slices.h"

extern "C" {
#include "base/message.h"
#include "kernels/device.h"
}

static void *room[cuda_rooms];

void *cuda_room(enum cuda_room which)
{
    const size_t bytes[cuda_rooms] = {
        2 * partial_blocks * sizeof(double), slices_room * sizeof(float),
        probabilities_room * sizeof(float), sizeof(double), sizeof(struct device_scores)};
    if (!room[which]) {
        const cudaError_t error = cudaMalloc(&room[which], bytes[which]);
        if (error != cudaSuccess) {
            panic("cuda_room: no room for %zu bytes on the device: %s", bytes[which],
                  cudaGetErrorString(error));
        }
    }
    return room[which];
}

void cuda_take_rooms(void)
{
    for (int i = 0; i < cuda_rooms; i++) {
        cuda_room((enum cuda_room)i);
    }
}

void cuda_free_rooms(void)
{
    for (int i = 0; i < cuda_rooms; i++) {
        const cudaError_t error = cudaFree(room[i]);
        if (error != cudaSuccess) {
            panic("cuda: cudaFree: %s", cudaGetErrorString(error));
        }
    }
    cuda_forget_rooms();
}

void cuda_forget_rooms(void)
{
    for (int i = 0; i < cuda_rooms; i++) {
        room[i] = NULL;
    }
}
