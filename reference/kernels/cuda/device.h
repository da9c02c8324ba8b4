/* kernels/cuda/device.h: kernels/device.h's contract, kept by CUDA.
 *
 *   device_twins.cu   the host's memory and its twins, copies between them
 *   device_sending.cu what is sent before each step: its numbers, its mini-batch
 *   device_steps.cu   steps as graphs
 *   device_kernels.cu the kernels that the backend's table has no entry for
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

#ifdef __cplusplus

/* The same for arrays of numbers. */
static inline const float *at(const float *x)
{
    return (const float *)cuda_twin_of(x);
}

static inline float *at(float *x)
{
    return (float *)cuda_twin_of(x);
}

#endif

/* Of the step that was begun last, on the device. Panics before the first. */
C_LINKAGE const struct cuda_step_numbers *cuda_step_numbers(void);

/* How many random arrays were drawn in this step before: each needs a key of its own. */
C_LINKAGE uint64_t cuda_step_draw(void);

/* Panics with the runtime's words, unless this is cudaSuccess: "upload: out of memory". */
C_LINKAGE void cuda_must(const char *what, cudaError_t error);

/* --- what the files are to each other --------------------------------------------------- */

C_LINKAGE void cuda_twin_make(const void *memory, size_t bytes);
C_LINKAGE void cuda_twin_release(const void *memory);
C_LINKAGE void cuda_twins_release_all(void);
C_LINKAGE void cuda_upload(const void *memory, size_t bytes);
C_LINKAGE void cuda_download(void *memory, size_t bytes);
C_LINKAGE void cuda_zero(void *memory, size_t bytes);

/* The pinned memory of the next step's batch; its copy, with these numbers; where that lies on the device. */
C_LINKAGE struct device_batch *cuda_batch(size_t rows, size_t pixels);
C_LINKAGE void cuda_send(float rate, size_t t);
C_LINKAGE const struct device_batch *cuda_batch_on_device(void);
C_LINKAGE void cuda_sending_release(void);

C_LINKAGE bool cuda_step_begin(float rate, size_t t, uint64_t shape);
C_LINKAGE void cuda_step_end(void);
C_LINKAGE void cuda_steps_forget(void);  /* the graphs */
C_LINKAGE void cuda_steps_release(void); /* and all the rest */

/* A step that has begun does not end: whatever was recorded of it is thrown away. */
C_LINKAGE void cuda_step_abandon(void);

/* Fills in the entries of device_kernels.cu. */
C_LINKAGE void cuda_kernels_into(struct device *table);

/* Panics in the midst of a step that is being recorded, where `what` would not be repeated. */
C_LINKAGE void cuda_not_in_recording(const char *what);

#endif
