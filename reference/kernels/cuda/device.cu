#include "kernels/cuda/device.h"

extern "C" {
#include "base/message.h"
}

#include "kernels/cuda/room.h"

static bool is_open;

static const struct device device = {
    "cuda",        cuda_twin_make, cuda_twin_release, cuda_upload,
    cuda_download, cuda_zero,      cuda_step_begin,   cuda_step_end,
};

void cuda_must(const char *what, cudaError_t error)
{
    if (error != cudaSuccess) {
        panic("cuda: %s: %s", what, cudaGetErrorString(error));
    }
}

const struct device *cuda_device(void)
{
    if (!is_open) {
        cudaStream_t stream;
        /* the default stream cannot be recorded */
        cuda_must("a stream", cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking));
        cuda_set_stream(stream);
        cuda_take_rooms();
        is_open = true;
    }
    return &device;
}

void cuda_device_close(void)
{
    if (!is_open) {
        return;
    }
    cuda_must("the last step", cudaStreamSynchronize(cuda_stream()));
    cuda_steps_release();
    cuda_twins_release_all();
    cuda_free_rooms();
    cuda_must("cudaStreamDestroy", cudaStreamDestroy(cuda_stream()));
    cuda_set_stream(0);
    is_open = false;
}
