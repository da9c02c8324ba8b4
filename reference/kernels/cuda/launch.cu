#include "kernels/cuda/launch.h"

#include <limits.h>

extern "C" {
#include "base/message.h"
}

/* The one stream of the process: a launcher's callers do not pass it on. */
static cudaStream_t stream;

cudaStream_t cuda_stream(void)
{
    return stream;
}

void cuda_set_stream(cudaStream_t to)
{
    stream = to;
}

void cuda_check_launch(const char *kernel)
{
    const cudaError_t error = cudaGetLastError();
    if (error != cudaSuccess) {
        panic("%s: the device refused the launch: %s", kernel, cudaGetErrorString(error));
    }
}

int cuda_int(size_t size)
{
    const int most = INT_MAX - 1023; /* the numbers of the last block's threads are ints, too */
    if (size > (size_t)most) {
        panic("cuda: a size of %zu is more than kernels count to, %d", size, most);
    }
    return (int)size;
}
