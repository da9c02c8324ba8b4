/* kernels/cuda/adam.h: a step of Adam, or of AdamW, on the device: the formulas of optim/adam.h and adamw.h in one pass.
 *
 *     value <- value - rate decay value                  AdamW alone
 *     m <- beta1 m + (1 - beta1) gradient
 *     v <- beta2 v + (1 - beta2) gradient^2
 *     value <- value - rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
 *
 * Four elements a thread (four.h). Rate and t come from the device's numbers (step_numbers.h); the settings stand on
 * the host, and their rate is not looked at.
 *
 * Accuracy: in the first steps beta2^t is close to 1, and of 1 - beta2^t as floats only the last places would be
 * left. So the launcher takes log(beta), and 1 - beta^t is -expm1(t log(beta)).
 */
#ifndef DESCENT_KERNELS_CUDA_ADAM_H
#define DESCENT_KERNELS_CUDA_ADAM_H

#include "kernels/adam_settings.h"
#include "kernels/cuda/launch.h"
#include "kernels/cuda/step_numbers.h"

/* Step number numbers->t = 1, 2, ...: moves the values, m and v. The gradient stays as it is. */
C_LINKAGE void cuda_adam_step(size_t count, const float *gradient /* (count) */,
                              float *value /* (count) */,
                              const struct cuda_step_numbers *numbers /* (1), device */,
                              const struct adam_settings *settings /* host */,
                              float *m /* (count) */, float *v /* (count) */);

/* The same with the values' decay before it. */
C_LINKAGE void cuda_adamw_step(size_t count, const float *gradient /* (count) */,
                               float *value /* (count) */,
                               const struct cuda_step_numbers *numbers /* (1), device */,
                               const struct adam_settings *settings /* host */, float decay,
                               float *m /* (count) */, float *v /* (count) */);

#endif
