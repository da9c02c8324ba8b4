/* common/gpu.h: training on a GPU, for a lab's program that was told of one: make lab03 BACKEND=cuda.
 *
 *     gpu_open(&gpu, options.device, options.own);           NULL, or what cannot be had: there is none
 *     gpu_begin(&gpu, &training, &arena, 0, NULL);           without one, this and the others do nothing
 *     ... epochs ...
 *     gpu_end(&gpu);
 *
 * What trains there is what train/image_training.h trains, with the reference's kernels for the device: a
 * student's functions in C do not run there. Everything else goes on as ever.
 */
#ifndef DESCENT_LABS_COMMON_GPU_H
#define DESCENT_LABS_COMMON_GPU_H

#include "train/on_device.h"

#include <stdbool.h>

struct gpu {
    const struct backend *backend; /* NULL: there is none */
    struct on_device moved;        /* the training that is there now */
};

/* Opens the GPU through this shared object (kernels/cuda/load.h). Says which it is; or why there is none, and that the
 * program trains on the CPU. Nothing is said and done when library is NULL. `own` names the exercises whose kernels in it
 * are a student's, NULL for none: where there are several ways, those through the exercises' kernels are then taken. */
void gpu_open(struct gpu *gpu, const char *library, const char *own);

/* on_device_begin, on_device_fetch, on_device_end, for programs with or without a GPU. A training that is there
 * already stays. */
void gpu_begin(struct gpu *gpu, struct image_training *training, struct arena *model,
               size_t statistics, const struct parameter *statistic);
void gpu_fetch(const struct gpu *gpu);
void gpu_end(struct gpu *gpu);

/* The last step's loss: the GPU's, for which it waits, when the training is there; else the one that is given. */
real gpu_loss(const struct gpu *gpu, real loss);

/* Before a section: the last one may have ended in the midst of a step. */
void gpu_abandon(struct gpu *gpu);

#endif
