/* kernels/cuda/step_numbers.h: what changes from training step to training step, as numbers on the device.
 *
 * A step that was captured as a CUDA graph is launched again and again with the arguments it was captured
 * with. So kernels take a pointer to these, which the host writes anew before each step.
 */
#ifndef DESCENT_KERNELS_CUDA_STEP_NUMBERS_H
#define DESCENT_KERNELS_CUDA_STEP_NUMBERS_H

struct cuda_step_numbers {
    float rate; /* the learning rate */
    int t;      /* the step's number, from 1 on: Adam's corrections, dropout's counter */
};

#endif
