extern "C" {
#include "kernels/cuda/find.h"
}

/* Why the runtime counts no devices. Without a driver it answers as it does for one that is too old: 35. */
static int no_device(cudaError_t error, struct message *why)
{
    int driver = 0;
    cudaDriverGetVersion(&driver);
    cudaGetLastError(); /* said here, and not once more behind a launch */
    if (error == cudaErrorInsufficientDriver && driver == 0) {
        return message_set(why, "no NVIDIA driver is here (CUDA status %d)", (int)error);
    }
    if (error == cudaErrorInsufficientDriver) {
        return message_set(why,
                           "the NVIDIA driver is too old: it knows CUDA %d.%d (CUDA status %d)",
                           driver / 1000, driver % 1000 / 10, (int)error);
    }
    if (error == cudaErrorNoDevice) {
        return message_set(why, "an NVIDIA driver is here, but no GPU (CUDA status %d)",
                           (int)error);
    }
    return message_set(why, "no GPU can be had: %s (CUDA status %d)", cudaGetErrorString(error),
                       (int)error);
}

int cuda_find(struct message *why)
{
    int count = 0;
    cudaError_t error = cudaGetDeviceCount(&count);
    if (error == cudaSuccess && count == 0) {
        error = cudaErrorNoDevice;
    }
    if (error == cudaSuccess) {
        error = cudaFree(NULL); /* makes a context: the device really can be had */
    }
    return error == cudaSuccess ? 0 : no_device(error, why);
}
