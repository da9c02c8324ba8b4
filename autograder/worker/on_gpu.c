/* Kernels on a GPU: it says no more than that a launch failed. What is taken there goes with the process. */
#include "worker/kernel_machine.h"

void machine_begin(const struct call *call)
{
    (void)call;
}

void machine_leave_unwritten(float *device, const float *sent, size_t count)
{
    cudaMemcpy(device, sent, count * sizeof *sent, cudaMemcpyHostToDevice);
}

void machine_report(const struct call *call)
{
    const cudaError_t launched = cudaGetLastError(), ran = cudaDeviceSynchronize();
    const cudaError_t error = launched != cudaSuccess ? launched : ran;
    if (error != cudaSuccess) {
        output_text(call, "kind", "failed launch");
        output_text(call, "what", cudaGetErrorString(error));
        output_text(call, "means", "");
        output_number(call, "line", 0);
        output_number(call, "pc", 0);
        output_number(call, "other_pc", 0);
    }
}

void machine_count_bytes(const struct call *call, const char *kernel)
{
    (void)call;
    (void)kernel;
}
