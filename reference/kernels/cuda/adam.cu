#include "kernels/cuda/adam.h"

#include "kernels/cuda/four.h"

/* What the launcher tells the kernel: the same for all steps. */
struct adam {
    float beta1, beta2, epsilon, decay;
    float log_beta1, log_beta2;
};

/* What all elements share in one step. */
struct step {
    float rate, of_m, of_v; /* of_m = 1 - beta1^t */
};

static __device__ struct step step_of(struct adam adam, const struct cuda_step_numbers *numbers)
{
    const float t = (float)numbers->t;
    struct step step;
    step.rate = numbers->rate;
    step.of_m = -expm1f(t * adam.log_beta1);
    step.of_v = -expm1f(t * adam.log_beta2);
    return step;
}

/* One element. */
static __device__ void move(struct adam adam, struct step step, float gradient, float *value,
                            float *m, float *v)
{
    *value -= step.rate * adam.decay * *value;
    *m = adam.beta1 * *m + (1 - adam.beta1) * gradient;
    *v = adam.beta2 * *v + (1 - adam.beta2) * gradient * gradient;
    *value -= step.rate * (*m / step.of_m) / (sqrtf(*v / step.of_v) + adam.epsilon);
}

static __global__ void adam_step_kernel(int count, struct adam adam, const float *gradient,
                                        float *value, const struct cuda_step_numbers *numbers,
                                        float *m, float *v)
{
    const unsigned i = first_of_four();
    const struct step step = step_of(adam, numbers);
    const float4 g = load_four(gradient, i, count);
    float4 a = load_four(value, i, count);
    float4 b = load_four(m, i, count), c = load_four(v, i, count);
    move(adam, step, g.x, &a.x, &b.x, &c.x);
    move(adam, step, g.y, &a.y, &b.y, &c.y);
    move(adam, step, g.z, &a.z, &b.z, &c.z);
    move(adam, step, g.w, &a.w, &b.w, &c.w);
    store_four(value, i, count, a);
    store_four(m, i, count, b);
    store_four(v, i, count, c);
}

void cuda_adamw_step(size_t count, const float *gradient, float *value,
                     const struct cuda_step_numbers *numbers, const struct adam_settings *settings,
                     float decay, float *m, float *v)
{
    const int n = cuda_int(count);
    struct adam adam = {settings->beta1, settings->beta2, settings->epsilon, decay, 0, 0};
    adam.log_beta1 = (float)log((double)settings->beta1);
    adam.log_beta2 = (float)log((double)settings->beta2);
    adam_step_kernel<<<blocks_of_four(n), threads_of_four, 0, cuda_stream()>>>(
        n, adam, gradient, value, numbers, m, v);
    cuda_check_launch("adam_step_kernel");
}

/* Without decay, rate 0 value is taken from the value: nothing. */
void cuda_adam_step(size_t count, const float *gradient, float *value,
                    const struct cuda_step_numbers *numbers, const struct adam_settings *settings,
                    float *m, float *v)
{
    cuda_adamw_step(count, gradient, value, numbers, settings, 0, m, v);
}
