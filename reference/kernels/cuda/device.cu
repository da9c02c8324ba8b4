#include "kernels/cuda/device.h"

extern "C" {
#include "base/message.h"
}

#include "kernels/cuda/room.h"

static bool is_open;
static struct device device; /* filled in while it is open */

/* A section of a lab's program may end in the midst of a step, where an exercise is not written. */
static void abandon(void)
{
    cuda_step_abandon();
    cuda_must("the last step", cudaStreamSynchronize(cuda_stream()));
    cuda_steps_forget();
    cuda_twins_release_all();
}

static const char *name_of_device(void)
{
    static struct cudaDeviceProp properties;
    int number = 0;
    cuda_must("which device", cudaGetDevice(&number));
    cuda_must("the device's properties", cudaGetDeviceProperties(&properties, number));
    return properties.name;
}

static void fill_in(void)
{
    device.name = name_of_device();
    device.abandon = abandon;
    device.twin_make = cuda_twin_make;
    device.twin_release = cuda_twin_release;
    device.upload = cuda_upload;
    device.download = cuda_download;
    device.zero = cuda_zero;
    device.step_begin = cuda_step_begin;
    device.step_end = cuda_step_end;
    device.batch = cuda_batch;
    cuda_kernels_into(&device);
}

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
        cuda_must("scores", cudaMemsetAsync(cuda_room(room_of_scores), 0,
                                            sizeof(struct device_scores), stream));
        fill_in();
        is_open = true;
    }
    return &device;
}

void cuda_device_close(void)
{
    if (!is_open) {
        return;
    }
    cuda_step_abandon(); /* nothing waits for a stream that records */
    cuda_must("the last step", cudaStreamSynchronize(cuda_stream()));
    cuda_steps_release();
    cuda_sending_release();
    cuda_twins_release_all();
    cuda_free_rooms();
    cuda_must("cudaStreamDestroy", cudaStreamDestroy(cuda_stream()));
    cuda_set_stream(0);
    is_open = false;
}
