/* Kernels that go along a matrix's columns, on the device against their naive twins. */
#include "kernels/cuda/add_row.h"
#include "kernels/cuda/batch_norm.h"
#include "kernels/naive/add_row.h"
#include "tests/cuda/twins.h"

TestSuite(cuda_columns, .init = twins_begin, .fini = twins_end);

enum { cases = 40 };

struct shape {
    size_t n, m;
};

/* Around the blocks' 16 rows and 32 columns, then at random. */
static struct shape some_shape(struct pcg32 *generator, size_t number)
{
    static const struct shape shapes[] = {{1, 1},   {1, 33}, {2, 5},   {15, 31}, {16, 32},
                                          {17, 33}, {64, 1}, {64, 10}, {3, 100}};
    enum { count_of_shapes = sizeof shapes / sizeof *shapes };
    if (number < count_of_shapes) {
        return shapes[number];
    }
    return (struct shape){between(generator, 1, 100), between(generator, 1, 80)};
}

static void add_row(struct pcg32 *generator, size_t number)
{
    const struct shape of = some_shape(generator, number);
    if (number % 2 == 1) {
        shift_arrays(generator);
    }
    const struct twin x = twin_input(generator, of.n * of.m), row = twin_input(generator, of.m);
    const struct twin y = twin_output(of.n * of.m);
    add_row_forward(of.n, of.m, x.host, row.host, y.host);
    cuda_add_row_forward(of.n, of.m, x.device, row.device, y.device);
    assert_twin(y, 0);
}

Test(cuda_columns, add_row_forward)
{
    run_cases(cases, add_row);
}

static void add_row_back(struct pcg32 *generator, size_t number)
{
    const struct shape of = some_shape(generator, number);
    const struct twin dy = twin_input(generator, of.n * of.m);
    struct twin dx = twin_changing(generator, of.n * of.m), drow = twin_changing(generator, of.m);
    const struct twin whole_dx = dx, whole_drow = drow;
    if (number % 4 == 1) {
        dx.host = dx.device = NULL;
    } else if (number % 4 == 2) {
        drow.host = drow.device = NULL;
    }
    add_row_backward(of.n, of.m, dy.host, dx.host, drow.host);
    cuda_add_row_backward(of.n, of.m, dy.device, dx.device, drow.device);
    assert_twin(whole_dx, 0);
    assert_twin(whole_drow, 1e-5F);
}

Test(cuda_columns, add_row_backward)
{
    run_cases(cases, add_row_back);
}

/* A row that is added to itself: both gradients are one array. */
static void add_row_to_itself(struct pcg32 *generator, size_t number)
{
    const size_t m = number + 1;
    const struct twin dy = twin_input(generator, m), dx = twin_changing(generator, m);
    add_row_backward(1, m, dy.host, dx.host, dx.host);
    cuda_add_row_backward(1, m, dy.device, dx.device, dx.device);
    assert_twin(dx, REAL_EPSILON);
}

Test(cuda_columns, a_row_added_to_itself_gets_both_gradients)
{
    run_cases(5, add_row_to_itself);
}

/* A layer's arrays, of which each side has its own. */
struct normalisation {
    struct twin gamma, beta, running_mean, running_variance;
    struct batch_norm host, device;
};

static struct twin above_zero(struct pcg32 *generator, size_t count)
{
    float *const numbers = random_reals(generator, count);
    for (size_t i = 0; i < count; i++) {
        numbers[i] = (numbers[i] + 3) / 2;
    }
    return twin_changing_given(count, numbers);
}

static struct normalisation draw(struct pcg32 *generator, size_t features)
{
    struct normalisation of = {
        .gamma = twin_input(generator, features),
        .beta = twin_input(generator, features),
        .running_mean = twin_changing(generator, features),
        .running_variance = above_zero(generator, features),
    };
    of.host = (struct batch_norm){
        .features = features,
        .epsilon = 1e-3F,
        .momentum = 0.3F,
        .gamma = of.gamma.host,
        .beta = of.beta.host,
        .running_mean = of.running_mean.host,
        .running_variance = of.running_variance.host,
    };
    of.device = of.host;
    of.device.gamma = of.gamma.device;
    of.device.beta = of.beta.device;
    of.device.running_mean = of.running_mean.device;
    of.device.running_variance = of.running_variance.device;
    return of;
}

static void train(struct pcg32 *generator, size_t number)
{
    const struct shape of = some_shape(generator, number);
    const struct normalisation norm = draw(generator, of.m);
    const struct twin x = twin_input(generator, of.n * of.m), xhat = twin_output(of.n * of.m);
    const struct twin deviation = twin_output(of.m), y = twin_output(of.n * of.m);
    batch_norm_train(&norm.host, of.n, x.host, xhat.host, deviation.host, y.host);
    cuda_batch_norm_train(&norm.device, of.n, x.device, xhat.device, deviation.device, y.device);
    /* a deviation of sqrt(1e-3) makes the mean's rounding 30 times as large */
    assert_twin(xhat, 4e-5F);
    assert_twin(deviation, 1e-5F);
    assert_twin(y, 4e-5F);
    assert_twin(norm.running_mean, 1e-5F);
    assert_twin(norm.running_variance, 1e-5F);
}

Test(cuda_columns, batch_norm_train)
{
    run_cases(cases, train);
}

static void evaluate(struct pcg32 *generator, size_t number)
{
    const struct shape of = some_shape(generator, number);
    const struct normalisation norm = draw(generator, of.m);
    const struct twin x = twin_input(generator, of.n * of.m), y = twin_output(of.n * of.m);
    batch_norm_evaluate(&norm.host, of.n, x.host, y.host);
    cuda_batch_norm_evaluate(&norm.device, of.n, x.device, y.device);
    assert_twin(y, 8 * REAL_EPSILON);
    assert_twin(norm.running_mean, 0);
    assert_twin(norm.running_variance, 0);
}

Test(cuda_columns, batch_norm_evaluate)
{
    run_cases(cases, evaluate);
}

static void back(struct pcg32 *generator, size_t number)
{
    const struct shape of = some_shape(generator, number);
    const struct normalisation norm = draw(generator, of.m);
    const struct twin xhat = twin_input(generator, of.n * of.m);
    const struct twin deviation = twin_given(of.m, above_zero(generator, of.m).host);
    const struct twin dy = twin_input(generator, of.n * of.m);
    const struct twin dx = twin_changing(generator, of.n * of.m);
    const struct twin dgamma = twin_changing(generator, of.m),
                      dbeta = twin_changing(generator, of.m);
    batch_norm_backward(&norm.host, of.n, xhat.host, deviation.host, dy.host, dx.host, dgamma.host,
                        dbeta.host);
    cuda_batch_norm_backward(&norm.device, of.n, xhat.device, deviation.device, dy.device,
                             dx.device, dgamma.device, dbeta.device);
    assert_twin(dx, 8 * REAL_EPSILON);
    assert_twin(dgamma, 1e-5F);
    assert_twin(dbeta, 1e-5F);
}

Test(cuda_columns, batch_norm_backward)
{
    run_cases(cases, back);
}
