/* The losses on the device against their naive twins. */
#include "kernels/cuda/mse.h"
#include "kernels/naive/mse.h"
#include "tests/cuda/twins.h"

TestSuite(cuda_losses, .init = twins_begin, .fini = twins_end);

enum { cases = 30 };

static void mse(struct pcg32 *generator, size_t number)
{
    const size_t count = some_count(generator, number);
    if (number % 2 == 1) {
        shift_arrays(generator);
    }
    const struct twin yhat = twin_input(generator, count), y = twin_input(generator, count);
    const struct twin loss = twin_output(1), dyhat = twin_changing(generator, count);
    const float dloss = pcg32_uniform(generator, -2, 2);

    loss.host[0] = mse_forward(count, yhat.host, y.host);
    cuda_mse_forward(count, yhat.device, y.device, loss.device);
    assert_twin(loss, 1e-5F);

    mse_backward(count, yhat.host, y.host, dloss, dyhat.host);
    cuda_mse_backward(count, yhat.device, y.device, dloss, dyhat.device);
    assert_twin(dyhat, 2 * REAL_EPSILON);
}

Test(cuda_losses, mse)
{
    run_cases(cases, mse);
}
