/* One step of gradient descent on the device. The header says what the kernel must do. */
#include "kernels/cuda/gradient_descent.h"

/* However many threads there are, they walk over the elements side by side. */
__global__ void gradient_descent_kernel(int count, const float *rate /* (1) */,
                                        const float *gradient /* (count) */,
                                        float *value /* (count) */)
{
    const int threads = (int)(gridDim.x * blockDim.x);
    const float step = -rate[0];
    int place = (int)(blockDim.x * blockIdx.x + threadIdx.x);
    while (place < count) {
        value[place] += step * gradient[place];
        place += threads;
    }
}
