/* Element-wise functions on the device against their naive twins. Those that only choose, multiply and add give the
 * same bits where a multiplication and an addition are not made one (fused); the others differ by the last places
 * of expf and tanhf. */
#include "kernels/cuda/fill.h"
#include "kernels/cuda/leaky_relu.h"
#include "kernels/cuda/relu.h"
#include "kernels/cuda/sigmoid.h"
#include "kernels/cuda/tanh.h"
#include "kernels/naive/leaky_relu.h"
#include "kernels/naive/relu.h"
#include "kernels/naive/sigmoid.h"
#include "kernels/naive/tanh.h"
#include "tests/cuda/twins.h"

TestSuite(cuda_activations, .init = twins_begin, .fini = twins_end);

enum { cases = 30 };

/* What a case of each begins with; arrays begin anywhere in every second one. */
struct arrays {
    size_t count;
    struct twin x, y, dy, dx;
};

/* x from U(-3, 3). */
static struct arrays draw(struct pcg32 *generator, size_t number)
{
    struct arrays of = {.count = some_count(generator, number)};
    if (number % 2 == 1) {
        shift_arrays(generator);
    }
    float *const x = random_reals(generator, of.count);
    for (size_t i = 0; i < of.count; i++) {
        x[i] *= 3;
    }
    of.x = twin_given(of.count, x);
    of.y = twin_output(of.count);
    of.dy = twin_input(generator, of.count);
    of.dx = twin_changing(generator, of.count);
    return of;
}

static void relu(struct pcg32 *generator, size_t number)
{
    const struct arrays of = draw(generator, number);
    relu_forward(of.count, of.x.host, of.y.host);
    cuda_relu_forward(of.count, of.x.device, of.y.device);
    assert_twin(of.y, 0);

    relu_backward(of.count, of.x.host, of.dy.host, of.dx.host);
    cuda_relu_backward(of.count, of.x.device, of.dy.device, of.dx.device);
    assert_twin(of.dx, 0);
}

Test(cuda_activations, relu)
{
    run_cases(cases, relu);
}

static void leaky_relu(struct pcg32 *generator, size_t number)
{
    const struct arrays of = draw(generator, number);
    const float slope = pcg32_uniform(generator, 0, 1);
    leaky_relu_forward(of.count, slope, of.x.host, of.y.host);
    cuda_leaky_relu_forward(of.count, slope, of.x.device, of.y.device);
    assert_twin(of.y, 0);

    leaky_relu_backward(of.count, slope, of.x.host, of.dy.host, of.dx.host);
    cuda_leaky_relu_backward(of.count, slope, of.x.device, of.dy.device, of.dx.device);
    assert_twin(of.dx, REAL_EPSILON);
}

Test(cuda_activations, leaky_relu)
{
    run_cases(cases, leaky_relu);
}

static void sigmoid(struct pcg32 *generator, size_t number)
{
    const struct arrays of = draw(generator, number);
    sigmoid_forward(of.count, of.x.host, of.y.host);
    cuda_sigmoid_forward(of.count, of.x.device, of.y.device);
    assert_twin(of.y, 4 * REAL_EPSILON);

    const struct twin y = twin_given(of.count, of.y.host);
    sigmoid_backward(of.count, y.host, of.dy.host, of.dx.host);
    cuda_sigmoid_backward(of.count, y.device, of.dy.device, of.dx.device);
    assert_twin(of.dx, 2 * REAL_EPSILON);
}

Test(cuda_activations, sigmoid)
{
    run_cases(cases, sigmoid);
}

static void large(struct pcg32 *generator, size_t number)
{
    (void)generator, (void)number;
    const struct twin x = twin_given(5, (const float[]){1000, -1000, 90, -90, 0});
    const struct twin y = twin_output(5), same = twin_output(5);
    sigmoid_forward(5, x.host, y.host);
    cuda_sigmoid_forward(5, x.device, y.device);
    assert_twin(y, REAL_EPSILON);
    tanh_forward(5, x.host, same.host);
    cuda_tanh_forward(5, x.device, same.device);
    assert_twin(same, REAL_EPSILON);
}

Test(cuda_activations, no_input_overflows)
{
    run_cases(1, large);
}

static void hyperbolic(struct pcg32 *generator, size_t number)
{
    const struct arrays of = draw(generator, number);
    tanh_forward(of.count, of.x.host, of.y.host);
    cuda_tanh_forward(of.count, of.x.device, of.y.device);
    assert_twin(of.y, 4 * REAL_EPSILON);

    const struct twin y = twin_given(of.count, of.y.host);
    tanh_backward(of.count, y.host, of.dy.host, of.dx.host);
    cuda_tanh_backward(of.count, y.device, of.dy.device, of.dx.device);
    assert_twin(of.dx, 2 * REAL_EPSILON);
}

Test(cuda_activations, tanh)
{
    run_cases(cases, hyperbolic);
}

static void fill(struct pcg32 *generator, size_t number)
{
    const struct arrays of = draw(generator, number);
    const float filling = pcg32_uniform(generator, -1, 1);
    for (size_t i = 0; i < of.count; i++) {
        of.y.host[i] = filling;
    }
    cuda_fill(of.count, filling, of.y.device);
    assert_twin(of.y, 0);
}

Test(cuda_activations, fill)
{
    run_cases(cases, fill);
}
