/* Says whether this machine can run kernels: prints the device's name and ends with 0, or why not, with 1.
 *
 * Without a driver the runtime answers with cudaErrorInsufficientDriver (35), as for one that is too old; with a
 * driver and no device with cudaErrorNoDevice (100). Whatever it answers, if it is not success there is no GPU.
 */
#include <cuda_runtime.h>
#include <stdio.h>

static int no_device(cudaError_t error)
{
    printf("%s (%s, %d)\n", cudaGetErrorString(error), cudaGetErrorName(error), (int)error);
    return 1;
}

int main(void)
{
    int devices = 0, driver = 0;
    cudaDriverGetVersion(&driver);
    if (driver == 0) {
        puts("there is no NVIDIA driver");
        return 1;
    }
    const cudaError_t error = cudaGetDeviceCount(&devices);
    if (error != cudaSuccess) {
        return no_device(error);
    }
    struct cudaDeviceProp device;
    const cudaError_t asked = cudaGetDeviceProperties(&device, 0);
    if (asked != cudaSuccess) {
        return no_device(asked);
    }
    const cudaError_t begun = cudaFree(NULL); /* makes a context: the device really can be had */
    if (begun != cudaSuccess) {
        return no_device(begun);
    }
    printf("%s, compute capability %d.%d\n", device.name, device.major, device.minor);
    return 0;
}
