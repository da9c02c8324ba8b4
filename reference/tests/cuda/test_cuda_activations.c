/* The activations on the device against their naive twins. */
#include "kernels/cuda/relu.h"
#include "kernels/naive/relu.h"
#include "tests/cuda/twins.h"

TestSuite(cuda_activations, .init = twins_begin, .fini = twins_end);

enum { cases = 30 };

static void relu(struct pcg32 *generator, size_t number)
{
    const size_t count = some_count(generator, number);
    if (number % 2 == 1) {
        shift_arrays(generator);
    }
    const struct twin x = twin_input(generator, count), y = twin_output(count);
    const struct twin dy = twin_input(generator, count), dx = twin_changing(generator, count);

    relu_forward(count, x.host, y.host);
    cuda_relu_forward(count, x.device, y.device);
    assert_twin(y, 0);

    relu_backward(count, x.host, dy.host, dx.host);
    cuda_relu_backward(count, x.device, dy.device, dx.device);
    assert_twin(dx, 0);
}

Test(cuda_activations, relu)
{
    run_cases(cases, relu);
}
