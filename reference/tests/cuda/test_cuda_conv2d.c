/* Convolution and pooling on the device against their naive twins. */
#include "kernels/cuda/average_pool.h"
#include "kernels/cuda/conv2d.h"
#include "kernels/cuda/max_pool.h"
#include "kernels/naive/average_pool.h"
#include "kernels/naive/conv2d.h"
#include "kernels/naive/max_pool.h"
#include "tests/cuda/twins.h"

TestSuite(cuda_conv2d, .init = twins_begin, .fini = twins_end);
TestSuite(cuda_pool, .init = twins_begin, .fini = twins_end);

enum { cases = 8 };

static const float tolerance = 2e-5F;

static void convolution(struct pcg32 *generator, size_t number, enum cuda_conv2d_way way)
{
    struct conv2d c = {.in_channels = between(generator, 1, 9),
                       .height = between(generator, 3, 9),
                       .width = between(generator, 3, 9),
                       .out_channels = between(generator, 1, 18),
                       .kernel = between(generator, 1, 3),
                       .stride = between(generator, 1, 2),
                       .padding = between(generator, 0, 1)};
    cuda_conv2d_use(way);
    c.out_height = conv2d_output_size(c.height, c.kernel, c.stride, c.padding);
    c.out_width = conv2d_output_size(c.width, c.kernel, c.stride, c.padding);
    const size_t n = between(generator, 1, 3), in = n * c.in_channels * c.height * c.width;
    const size_t out = n * c.out_channels * c.out_height * c.out_width;
    const size_t weights = c.out_channels * c.in_channels * c.kernel * c.kernel;
    const struct twin x = twin_input(generator, in), w = twin_input(generator, weights);
    const struct twin b = twin_input(generator, c.out_channels), y = twin_output(out);
    float *const room = device_take(cuda_conv2d_scratch(&c, n) * sizeof *room);
    conv2d_forward(&c, n, x.host, w.host, b.host, y.host);
    cuda_conv2d_forward(&c, n, x.device, w.device, b.device, room, y.device);
    assert_twin(y, tolerance);

    const struct twin dy = twin_input(generator, out), dx = twin_changing(generator, in);
    const struct twin dw = twin_changing(generator, weights);
    const struct twin db = twin_changing(generator, c.out_channels);
    conv2d_backward_b(&c, n, dy.host, db.host);
    conv2d_backward_w(&c, n, x.host, dy.host, dw.host);
    if (number % 3 != 2) {
        conv2d_backward_x(&c, n, w.host, dy.host, dx.host);
    }
    cuda_conv2d_backward(&c, n, x.device, w.device, dy.device, room,
                         number % 3 != 2 ? dx.device : NULL, dw.device, db.device);
    assert_twin(dx, tolerance);
    assert_twin(dw, tolerance);
    assert_twin(db, tolerance);
}

static void directly(struct pcg32 *generator, size_t number)
{
    convolution(generator, number, cuda_conv2d_directly);
}

static void as_product(struct pcg32 *generator, size_t number)
{
    convolution(generator, number, cuda_conv2d_as_product);
}

Test(cuda_conv2d, directly)
{
    run_cases(cases, directly);
}

Test(cuda_conv2d, as_product)
{
    run_cases(cases, as_product);
}

static void pools(struct pcg32 *generator, size_t number)
{
    (void)number;
    struct pool2d p = {.channels = between(generator, 1, 3),
                       .height = between(generator, 3, 9),
                       .width = between(generator, 3, 9),
                       .kernel = between(generator, 1, 3),
                       .stride = between(generator, 1, 3)};
    p.out_height = (p.height - p.kernel) / p.stride + 1;
    p.out_width = (p.width - p.kernel) / p.stride + 1;
    const size_t n = between(generator, 1, 3), in = n * p.channels * p.height * p.width;
    const size_t out = n * p.channels * p.out_height * p.out_width;
    float numbers[in]; /* few different ones: windows have ties */
    for (size_t i = 0; i < in; i++) {
        numbers[i] = (float)between(generator, 0, 4);
    }
    const struct twin x = twin_given(in, numbers), y = twin_output(out), mean = twin_output(out);
    max_pool_forward(&p, n, x.host, y.host);
    cuda_max_pool_forward(&p, n, x.device, y.device);
    assert_twin(y, 0);
    average_pool_forward(&p, n, x.host, mean.host);
    cuda_average_pool_forward(&p, n, x.device, mean.device);
    assert_twin(mean, tolerance);

    const struct twin dy = twin_input(generator, out);
    const struct twin dx = twin_changing(generator, in), dmean = twin_changing(generator, in);
    max_pool_backward(&p, n, x.host, dy.host, dx.host);
    cuda_max_pool_backward(&p, n, x.device, dy.device, dx.device);
    assert_twin(dx, tolerance);
    average_pool_backward(&p, n, dy.host, dmean.host);
    cuda_average_pool_backward(&p, n, dy.device, dmean.device);
    assert_twin(dmean, tolerance);
}

Test(cuda_pool, forward_and_backward)
{
    run_cases(cases, pools);
}
