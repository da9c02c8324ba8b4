/* Convolution and pooling on the device against their naive twins. */
#include "kernels/cuda/average_pool.h"
#include "kernels/cuda/conv2d.h"
#include "kernels/cuda/conv2d_product.h"
#include "kernels/cuda/max_pool.h"
#include "kernels/cuda/product.h"
#include "kernels/naive/average_pool.h"
#include "kernels/naive/conv2d.h"
#include "kernels/naive/max_pool.h"
#include "tests/cuda/twins.h"

TestSuite(cuda_conv2d, .init = twins_begin, .fini = twins_end);
TestSuite(cuda_pool, .init = twins_begin, .fini = twins_end);

enum { cases = 8, direct_cases = 5 };

static const float tolerance = 2e-5F;

/* Images of few channels and any shape, windows of 1 to 7, strides of 1 to 3, padding of up to half a window. */
static struct conv2d some_geometry(struct pcg32 *generator)
{
    const size_t kernel = between(generator, 1, 7);
    struct conv2d c = {.in_channels = between(generator, 1, 5),
                       .height = between(generator, kernel, 9),
                       .width = between(generator, kernel, 9),
                       .out_channels = between(generator, 1, 18),
                       .kernel = kernel,
                       .stride = between(generator, 1, 3),
                       .padding = between(generator, 0, kernel / 2)};
    c.out_height = conv2d_output_size(c.height, c.kernel, c.stride, c.padding);
    c.out_width = conv2d_output_size(c.width, c.kernel, c.stride, c.padding);
    return c;
}

/* A convolution's arrays that stand before it runs, and room for it. */
struct task {
    struct conv2d conv;
    size_t n;
    struct twin x, w, b;
    float *room;
};

static struct task some_task(struct pcg32 *generator, const struct conv2d *c, size_t n)
{
    const size_t weights = c->out_channels * c->in_channels * c->kernel * c->kernel;
    return (struct task){.conv = *c,
                         .n = n,
                         .x = twin_input(generator, n * c->in_channels * c->height * c->width),
                         .w = twin_input(generator, weights),
                         .b = twin_input(generator, c->out_channels),
                         .room = device_take(cuda_conv2d_scratch(c, n) * sizeof(float))};
}

static size_t outputs(const struct task *t)
{
    return t->n * t->conv.out_channels * t->conv.out_height * t->conv.out_width;
}

static void forward(const struct task *t)
{
    const struct twin y = twin_output(outputs(t));
    conv2d_forward(&t->conv, t->n, t->x.host, t->w.host, t->b.host, y.host);
    cuda_conv2d_forward(&t->conv, t->n, t->x.device, t->w.device, t->b.device, t->room, y.device);
    assert_twin(y, tolerance);
}

static void backward(struct pcg32 *generator, const struct task *t, bool with_dx)
{
    const struct twin dy = twin_input(generator, outputs(t));
    const struct twin dx = twin_changing(generator, t->x.count);
    const struct twin dw = twin_changing(generator, t->w.count);
    const struct twin db = twin_changing(generator, t->b.count);
    conv2d_backward_b(&t->conv, t->n, dy.host, db.host);
    conv2d_backward_w(&t->conv, t->n, t->x.host, dy.host, dw.host);
    if (with_dx) {
        conv2d_backward_x(&t->conv, t->n, t->w.host, dy.host, dx.host);
    }
    cuda_conv2d_backward(&t->conv, t->n, t->x.device, t->w.device, dy.device, t->room,
                         with_dx ? dx.device : NULL, dw.device, db.device);
    assert_twin(dx, tolerance);
    assert_twin(dw, tolerance);
    assert_twin(db, tolerance);
}

static void some_convolution(struct pcg32 *generator, size_t number, enum cuda_conv2d_way way)
{
    const struct conv2d c = some_geometry(generator);
    if (number % 2 == 1) {
        shift_arrays(generator);
    }
    cuda_conv2d_use(way);
    const struct task t = some_task(generator, &c, between(generator, 1, 4));
    forward(&t);
    backward(generator, &t, number % 3 != 2);
    cuda_conv2d_use(cuda_conv2d_by_rule);
}

static void directly(struct pcg32 *generator, size_t number)
{
    some_convolution(generator, number, cuda_conv2d_directly);
}

Test(cuda_conv2d, directly)
{
    run_cases(direct_cases, directly);
}

/* In every other case the columns of one image fill the room: each chunk has one. */
static void as_product(struct pcg32 *generator, size_t number)
{
    cuda_conv2d_set_columns_room(number % 2 == 0 ? conv2d_columns_room : 1);
    some_convolution(generator, number, cuda_conv2d_as_product);
    cuda_conv2d_set_columns_room(conv2d_columns_room);
}

Test(cuda_conv2d, as_product)
{
    run_cases(cases, as_product);
}

/* With exercises' kernels alone: 4.15's columns, 4.14's product. */
static void with_the_exercises(struct pcg32 *generator, size_t number)
{
    cuda_product_use(cuda_product_tiled);
    some_convolution(generator, number, cuda_conv2d_as_product);
    cuda_product_use(cuda_product_by_rule);
}

Test(cuda_conv2d, with_the_exercises_kernels)
{
    run_cases(2, with_the_exercises);
}

/* By the rule: few filters, and many. */
static void by_rule(struct pcg32 *generator, size_t number)
{
    struct conv2d c = {.in_channels = 2,
                       .height = 5,
                       .width = 6,
                       .out_channels = number == 0 ? 3 : 65,
                       .kernel = 3,
                       .stride = 1,
                       .padding = 1,
                       .out_height = 5,
                       .out_width = 6};
    const struct task t = some_task(generator, &c, 2);
    forward(&t);
    backward(generator, &t, true);
}

Test(cuda_conv2d, by_rule)
{
    run_cases(2, by_rule);
}

/* dw is summed by groups of images, as many as keep a device busy. Here a group has two images, and the last one has one: with a
 * filter of one weight by a thousand images and chunks of 1059 and 2, directly by 360 weights and 3 images. */
static void groups_of_images(struct pcg32 *generator, size_t number)
{
    const bool direct = number == 1;
    struct conv2d c = {.in_channels = direct ? 5 : 1,
                       .height = 2,
                       .width = 2,
                       .out_channels = direct ? 18 : 1,
                       .kernel = direct ? 2 : 1,
                       .stride = 1,
                       .padding = 0,
                       .out_height = direct ? 1 : 2,
                       .out_width = direct ? 1 : 2};
    cuda_conv2d_set_columns_room(4 * 1059);
    cuda_conv2d_use(direct ? cuda_conv2d_directly : cuda_conv2d_as_product);
    const struct task t = some_task(generator, &c, direct ? 3 : 1061);
    backward(generator, &t, false);
    cuda_conv2d_use(cuda_conv2d_by_rule);
    cuda_conv2d_set_columns_room(conv2d_columns_room);
}

Test(cuda_conv2d, groups_of_images)
{
    run_cases(2, groups_of_images);
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
