/* A step of gradient descent, a thread an element. The header says what the kernel must do. */
#include "kernels/cuda/gradient_descent.h"

#include "base/todo.h"

__global__ void gradient_descent_kernel(int count, const float *rate /* (1) */,
                                        const float *gradient /* (count) */,
                                        float *value /* (count) */)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        value[i] -= *rate * gradient[i];
    }
}
