/* kernels/cuda/device.h: kernels/device.h's contract, kept by CUDA.
 *
 *   device_twins.cu   the host's memory and its twins, copies between them
 *   device_steps.cu   a step's numbers, and steps as graphs
 *   device.cu         the stream, and the table of it all
 */
#ifndef DESCENT_KERNELS_CUDA_DEVICE_H
#define DESCENT_KERNELS_CUDA_DEVICE_H

#include "kernels/cuda/launch.h"
#include "kernels/cuda/step_numbers.h"
#include "kernels/device.h"

/* The device; the first call makes the stream in which everything stands. */
C_LINKAGE const struct device *cuda_device(void);

/* Gives everything back: twins, graphs, the stream. A program that goes on may call cuda_device again. */
C_LINKAGE void cuda_device_close(void);

/* Where on the device that lies which the host's pointer points at; NULL for NULL. Panics when no twin has it. */
C_LINKAGE void *cuda_twin_of(const void *memory);

/* Of the step that was begun last, on the device. Panics before the first. */
C_LINKAGE const struct cuda_step_numbers *cuda_step_numbers(void);

/* Panics with the runtime's words, unless this is cudaSuccess: "upload: out of memory". */
C_LINKAGE void cuda_must(const char *what, cudaError_t error);

/* --- what the three files are to each other --------------------------------------------------- */

C_LINKAGE void cuda_twin_make(const void *memory, size_t bytes);
C_LINKAGE void cuda_twin_release(const void *memory);
C_LINKAGE void cuda_twins_release_all(void);
C_LINKAGE void cuda_upload(const void *memory, size_t bytes);
C_LINKAGE void cuda_download(void *memory, size_t bytes);
C_LINKAGE void cuda_zero(void *memory, size_t bytes);

C_LINKAGE bool cuda_step_begin(float rate, size_t t, uint64_t shape);
C_LINKAGE void cuda_step_end(void);
C_LINKAGE void cuda_steps_forget(void);  /* the graphs */
C_LINKAGE void cuda_steps_release(void); /* and all the rest */

/* Panics in the midst of a step that is being recorded, where `what` would not be repeated. */
C_LINKAGE void cuda_not_in_recording(const char *what);

#endif
