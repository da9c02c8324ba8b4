/* The losses on the device against their naive twins. A loss of some thousand terms is the same but for the rounding
 * of their sum, which naive/ makes one after the other, the device by halves. */
#include "kernels/cuda/binary_cross_entropy.h"

#include "kernels/cuda/mse.h"
#include "kernels/cuda/scores.h"
#include "kernels/cuda/softmax_cross_entropy.h"
#include "kernels/device.h"
#include "kernels/naive/binary_cross_entropy.h"
#include "kernels/naive/mse.h"
#include "kernels/naive/softmax_cross_entropy.h"
#include "tests/cuda/twins.h"

TestSuite(cuda_losses, .init = twins_begin, .fini = twins_end);

enum { cases = 30 };
static const float of_a_sum = 1e-5F;

static void shift_every_second(struct pcg32 *generator, size_t number)
{
    if (number % 2 == 1) {
        shift_arrays(generator);
    }
}

static void mse(struct pcg32 *generator, size_t number)
{
    const size_t count = some_count(generator, number);
    shift_every_second(generator, number);
    const struct twin yhat = twin_input(generator, count), y = twin_input(generator, count);
    const struct twin loss = twin_output(1), dyhat = twin_changing(generator, count);
    const float dloss = pcg32_uniform(generator, -2, 2);

    loss.host[0] = mse_forward(count, yhat.host, y.host);
    cuda_mse_forward(count, yhat.device, y.device, loss.device);
    assert_twin(loss, of_a_sum);

    mse_backward(count, yhat.host, y.host, dloss, dyhat.host);
    cuda_mse_backward(count, yhat.device, y.device, dloss, dyhat.device);
    assert_twin(dyhat, 4 * REAL_EPSILON);
}

Test(cuda_losses, mse)
{
    run_cases(cases, mse);
}

/* Truths from 0 to 1, and some logits that would overflow an exp. */
static void binary_cross_entropy(struct pcg32 *generator, size_t number)
{
    const size_t count = some_count(generator, number);
    shift_every_second(generator, number);
    float *const z = random_reals(generator, count), *const truth = random_reals(generator, count);
    for (size_t i = 0; i < count; i++) {
        z[i] *= i % 50 == 7 ? 500 : 4;
        truth[i] = i % 2 ? truth[i] > 0 : (truth[i] + 1) / 2;
    }
    const struct twin logits = twin_given(count, z), y = twin_given(count, truth);
    const struct twin loss = twin_output(1), dlogits = twin_changing(generator, count);
    const float dloss = pcg32_uniform(generator, -2, 2);

    loss.host[0] = binary_cross_entropy_forward(count, logits.host, y.host);
    cuda_binary_cross_entropy_forward(count, logits.device, y.device, loss.device);
    assert_twin(loss, of_a_sum);

    binary_cross_entropy_backward(count, logits.host, y.host, dloss, dlogits.host);
    cuda_binary_cross_entropy_backward(count, logits.device, y.device, dloss, dlogits.device);
    assert_twin(dlogits, 8 * REAL_EPSILON);
}

Test(cuda_losses, binary_cross_entropy)
{
    run_cases(cases, binary_cross_entropy);
}

/* Rows and classes around those of blocks and warps; weights in every second case. */
struct choice {
    size_t n, classes;
    struct twin z, y, weight;
};

static struct choice draw_choice(struct pcg32 *generator, size_t number)
{
    static const size_t shapes[][2] = {{1, 1},  {1, 2},  {7, 10},  {8, 10}, {9, 31},
                                       {3, 32}, {5, 33}, {64, 10}, {2, 100}};
    enum { count_of_shapes = sizeof shapes / sizeof *shapes };
    struct choice of = {.n = between(generator, 1, 150), .classes = between(generator, 1, 70)};
    if (number < count_of_shapes) {
        of.n = shapes[number][0];
        of.classes = shapes[number][1];
    }
    shift_every_second(generator, number);
    float *const z = random_reals(generator, of.n * of.classes);
    float *const y = zero_reals(of.n), *const weight = random_reals(generator, of.classes);
    for (size_t i = 0; i < of.n * of.classes; i++) {
        z[i] *= number % 3 == 2 ? 300 : 3; /* exp(300) would be infinite */
    }
    for (size_t i = 0; i < of.n; i++) {
        y[i] = (float)pcg32_below(generator, (uint32_t)of.classes);
    }
    for (size_t c = 0; c < of.classes; c++) {
        weight[c] += 2;
    }
    of.z = twin_given(of.n * of.classes, z);
    of.y = twin_given(of.n, y);
    of.weight = twin_given(of.classes, weight);
    if (number % 2 == 0) {
        of.weight.host = of.weight.device = NULL;
    }
    return of;
}

static void softmax_cross_entropy(struct pcg32 *generator, size_t number)
{
    const struct choice of = draw_choice(generator, number);
    const size_t n = of.n, classes = of.classes;
    const struct twin loss = twin_output(1), dz = twin_changing(generator, n * classes);
    const float dloss = pcg32_uniform(generator, -2, 2);

    loss.host[0] = softmax_cross_entropy_forward(n, classes, of.z.host, of.y.host, of.weight.host);
    cuda_softmax_cross_entropy_forward(n, classes, of.z.device, of.y.device, of.weight.device,
                                       loss.device);
    assert_twin(loss, of_a_sum);

    softmax_cross_entropy_backward(n, classes, of.z.host, of.y.host, of.weight.host, dloss,
                                   dz.host);
    cuda_softmax_cross_entropy_backward(n, classes, of.z.device, of.y.device, of.weight.device,
                                        dloss, dz.device);
    assert_twin(dz, 16 * REAL_EPSILON);
}

Test(cuda_losses, softmax_cross_entropy)
{
    run_cases(cases, softmax_cross_entropy);
}

/* More rows than all blocks that sum have warps for: each goes through several. */
static void many_rows(struct pcg32 *generator, size_t number)
{
    (void)number;
    const size_t n = 8 * 1024 + 100;
    float *const truth = zero_reals(n);
    for (size_t i = 0; i < n; i++) {
        truth[i] = (float)pcg32_below(generator, 2);
    }
    const struct twin z = twin_input(generator, 2 * n), y = twin_given(n, truth);
    const struct twin loss = twin_output(1);
    loss.host[0] = softmax_cross_entropy_forward(n, 2, z.host, y.host, NULL);
    cuda_softmax_cross_entropy_forward(n, 2, z.device, y.device, NULL, loss.device);
    assert_twin(loss, 10 * of_a_sum); /* naive's sum of so many has lost some places */
}

Test(cuda_losses, rows_beyond_the_grid)
{
    run_cases(1, many_rows);
}

static void loss_sum(struct pcg32 *generator, size_t number)
{
    const struct twin loss = twin_input(generator, 1);
    const struct device_scores before = {(double)number + 0.5, 7, 3};
    struct device_scores *const scores = device_copy(sizeof before, &before);
    cuda_add_loss(64, loss.device, scores);
    struct device_scores got;
    device_fetch(sizeof got, scores, &got);
    cr_assert_float_eq(got.loss, before.loss + 64 * (double)loss.host[0], 1e-12);
    cr_assert_eq(got.last, loss.host[0]);
    cr_assert_eq(got.right, before.right);
}

Test(cuda_losses, sum_over_batches)
{
    run_cases(5, loss_sum);
}
