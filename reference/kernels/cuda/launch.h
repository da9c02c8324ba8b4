/* kernels/cuda/launch.h: what all launchers share.
 *
 * A *kernel* is a function that runs on the device, once in each of many threads; its name ends in
 * _kernel. Its *launcher* is a C function that runs on the host: it chooses how many threads, says so in
 * <<<blocks, threads>>>, and looks whether the device took the launch. Launchers return at once: what the
 * device has been told it does in order, in the stream cuda_stream(). All arrays are the device's.
 *
 * Sizes are int on the device: there the arithmetic of indices is a large share of a kernel's, and with 64 bits
 * it takes twice as long. cuda_int() sees to it that a size fits.
 *
 * The same files are compiled by nvcc for a GPU, and by g++ or clang++ for the emulator
 * (kernels/cuda/emulator/), where a kernel runs, checked, on a machine that has no GPU.
 */
#ifndef DESCENT_KERNELS_CUDA_LAUNCH_H
#define DESCENT_KERNELS_CUDA_LAUNCH_H

#include <cuda_runtime.h>
#include <stddef.h>

#ifdef __cplusplus
#define C_LINKAGE extern "C"
#else
#define C_LINKAGE
#endif

enum { warp_size = 32 };

/* The stream in which all kernels and copies stand; 0, the device's own, until someone sets it. */
C_LINKAGE cudaStream_t cuda_stream(void);
C_LINKAGE void cuda_set_stream(cudaStream_t stream);

/* Behind each launch: panics with the kernel's name and the runtime's words when the device refused it. */
C_LINKAGE void cuda_check_launch(const char *kernel);

/* The size as an int; panics when it is too large for one. */
C_LINKAGE int cuda_int(size_t size);

/* How many blocks of `threads` threads have a thread for each of `count` > 0 elements. */
static inline unsigned cuda_blocks(int count, int threads)
{
    return ((unsigned)count + (unsigned)threads - 1) / (unsigned)threads;
}

#endif
