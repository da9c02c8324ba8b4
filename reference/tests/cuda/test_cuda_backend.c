/* The table's entries: host pointers in, twins' numbers out; naive_backend's are the oracle. */
#include "kernels/cuda/backend.h"
#include "kernels/cuda/device.h"
#include "kernels/naive/batch_norm.h"
#include "kernels/naive/conv2d.h"
#include "kernels/pool2d.h"
#include "tensor/parameter.h"
#include "tests/cuda/twins.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

TestSuite(cuda_backend, .init = twins_begin, .fini = twins_end);

enum { images = 3, classes = 4, filters = 2, side = 6, pooled = filters * side * side / 4 };

/* A small network's step without its loss, in one piece of memory, so that it has one twin. */
struct network {
    float x[images * side * side], filter[filters * 9], offset[filters], w[classes * pooled],
        b[classes];
    float maps[images * filters * side * side], positive[images * filters * side * side];
    float flat[images * pooled], logits[images * classes], dlogits[images * classes];
    /* gradients */
    float dflat[images * pooled], dpositive[images * filters * side * side];
    float dmaps[images * filters * side * side], dfilter[filters * 9], doffset[filters];
    float dw[classes * pooled], db[classes];
    float scratch[1 << 14];
};

static void step(const struct backend *backend, struct network *net)
{
    const struct conv2d conv = {.in_channels = 1,
                                .out_channels = filters,
                                .height = side,
                                .width = side,
                                .kernel = 3,
                                .stride = 1,
                                .padding = 1,
                                .out_height = side,
                                .out_width = side};
    const struct pool2d pool = {.channels = filters,
                                .height = side,
                                .width = side,
                                .kernel = 2,
                                .stride = 2,
                                .out_height = side / 2,
                                .out_width = side / 2};
    const size_t all = images * filters * side * side;
    const struct parameter w = {classes * pooled, net->w, net->dw};
    cr_assert_leq(backend->conv2d_scratch(&conv, images), sizeof net->scratch / sizeof(float));
    backend->conv2d_forward(&conv, images, net->x, net->filter, net->offset, net->scratch,
                            net->maps);
    backend->relu_forward(all, net->maps, net->positive);
    backend->max_pool_forward(&pool, images, net->positive, net->flat);
    backend->linear_forward(images, pooled, classes, net->flat, net->w, net->b, net->logits);
    backend->linear_backward(images, pooled, classes, net->flat, net->w, net->dlogits, net->dflat,
                             net->dw, net->db);
    backend->max_pool_backward(&pool, images, net->positive, net->dflat, net->dpositive);
    backend->relu_backward(all, net->maps, net->dpositive, net->dmaps);
    backend->conv2d_backward(&conv, images, net->x, net->filter, net->dmaps, net->scratch, NULL,
                             net->dfilter, net->doffset);
    if (backend->gradient_descent_step) {
        backend->gradient_descent_step(&w, 0);
    } else {
        for (size_t i = 0; i < w.count; i++) {
            w.value[i] -= (real)0.1 * w.gradient[i];
        }
    }
}

static void one_network(struct pcg32 *generator, size_t number)
{
    (void)number;
    const size_t count = sizeof(struct network) / sizeof(float),
                 zeros = offsetof(struct network, dflat);
    struct network *const net = (struct network *)random_reals(generator, count);
    memset((char *)net + zeros, 0, sizeof *net - zeros);
    struct network *const expected = (struct network *)copy_reals(count, (float *)net);
    const struct device *const device = cuda_device();
    device->twin_make(net, sizeof *net);
    device->upload(net, sizeof *net);
    for (size_t t = 1; t <= 4; t++) {
        if (!device->step_begin(0.1F, t, 1)) {
            step(cuda_backend(), net);
        }
        device->step_end();
        step(&naive_backend, expected);
    }
    device->download(net, sizeof *net);
    const float *const got = (float *)net, *const wanted = (float *)expected;
    for (size_t i = 0; i < offsetof(struct network, scratch) / sizeof(float); i++) {
        cr_assert_float_eq(got[i], wanted[i], 1e-4F * fmaxf(1, fabsf(wanted[i])),
                           "number %zu: %g, expected %g", i, (double)got[i], (double)wanted[i]);
    }
    cuda_device_close();
}

Test(cuda_backend, steps_of_a_small_network_as_a_graph)
{
    run_cases(2, one_network);
}

static void with_the_exercises(struct pcg32 *generator, size_t number)
{
    cuda_device()->use_exercises(true);
    one_network(generator, number);
    cuda_device()->use_exercises(false);
}

Test(cuda_backend, the_same_steps_with_the_exercises_kernels)
{
    run_cases(1, with_the_exercises);
}

/* --- the other entries, one behind the other, on arrays of one piece of memory ----------------- */

enum { rows = 5, width = 7, length = rows * width, arrays = 40 };

static void entries(const struct backend *backend, float (*a)[length])
{
    const struct batch_norm norm = {width, 1e-5F, 0.1F, a[0], a[1], a[2], a[3]};
    backend->batch_norm_train(&norm, rows, a[4], a[5], a[6], a[7]);
    backend->batch_norm_backward(&norm, rows, a[5], a[6], a[8], a[9], a[10], a[11]);
    backend->batch_norm_evaluate(&norm, rows, a[4], a[12]);
    backend->add_row_forward(rows, width, a[13], a[14], a[15]);
    backend->add_row_backward(rows, width, a[13], a[16], a[17]);
    backend->sigmoid_forward(length, a[13], a[18]);
    backend->sigmoid_backward(length, a[18], a[8], a[19]);
    backend->tanh_forward(length, a[13], a[20]);
    backend->tanh_backward(length, a[20], a[8], a[21]);
    backend->leaky_relu_forward(length, 0.1F, a[13], a[22]);
    backend->leaky_relu_backward(length, 0.1F, a[13], a[8], a[23]);
    backend->matmul_forward(rows, width, rows, a[4], a[13], a[24]);
    backend->matmul_backward(rows, width, rows, a[4], a[13], a[24], a[25], a[26]);
    backend->mse_backward(length, a[4], a[13], 2, a[27]);
    backend->binary_cross_entropy_backward(length, a[4], a[28], 2, a[29]);
    backend->softmax_cross_entropy_backward(rows, width, a[4], a[30], NULL, 2, a[31]);
    backend->dropout_backward(length, a[4], a[8], a[32]);
}

static void all_entries(struct pcg32 *generator, size_t number)
{
    (void)number;
    float(*const a)[length] = (float(*)[length])random_reals(generator, arrays * length);
    for (size_t i = 0; i < width; i++) {
        a[3][i] += 2; /* a variance */
    }
    for (size_t i = 0; i < length; i++) {
        a[28][i] = (float)(i % 2); /* classes */
        a[30][i] = (float)(i % width);
    }
    float(*const expected)[length] = (float(*)[length])copy_reals(arrays * length, a[0]);
    const struct device *const device = cuda_device();
    device->twin_make(a, sizeof(float[arrays][length]));
    device->upload(a, sizeof(float[arrays][length]));
    entries(cuda_backend(), a);
    entries(&naive_backend, expected);
    device->download(a, sizeof(float[arrays][length]));
    for (size_t i = 0; i < arrays * length; i++) {
        const float wanted = expected[i / length][i % length], got = a[i / length][i % length];
        cr_assert_float_eq(got, wanted, 1e-4F * fmaxf(1, fabsf(wanted)),
                           "array %zu: %g, expected %g", i / length, (double)got, (double)wanted);
    }
    cuda_device_close();
}

Test(cuda_backend, entries_find_their_arrays)
{
    run_cases(2, all_entries);
}

/* --- dropout's masks ----------------------------------------------------------------------------- */

/* Two of step t, one behind the other. */
static void draw_masks(size_t t, struct pcg32 generator, float (*a)[length])
{
    const struct backend *const backend = cuda_backend();
    backend->device->step_begin(0, t, 0);
    backend->dropout_forward(length, 0.5F, true, &generator, a[0], a[1], a[2]);
    backend->dropout_forward(length, 0.5F, true, &generator, a[0], a[3], a[4]);
    backend->device->step_end();
    backend->device->download(a, sizeof(float[5][length]));
}

/* By the generator, the step, and which of the step it is; by nothing else. */
static void masks(struct pcg32 *generator, size_t number)
{
    (void)number;
    float(*const a)[length] = (float(*)[length])random_reals(generator, 5 * length);
    float first[length], second[length];
    const struct device *const device = cuda_device();
    device->twin_make(a, sizeof(float[5][length]));
    device->upload(a, sizeof(float[5][length]));
    draw_masks(1, pcg32_seed(1, 1), a);
    memcpy(first, a[1], sizeof first);
    memcpy(second, a[3], sizeof second);
    cr_assert_arr_neq(first, second, sizeof first, "two layers, one mask");
    draw_masks(1, pcg32_seed(1, 1), a);
    cr_assert_arr_eq(a[1], first, sizeof first);
    cr_assert_arr_eq(a[3], second, sizeof second);
    draw_masks(2, pcg32_seed(1, 1), a);
    cr_assert_arr_neq(a[1], first, sizeof first, "two steps, one mask");
    draw_masks(1, pcg32_seed(2, 1), a);
    cr_assert_arr_neq(a[1], first, sizeof first, "two generators, one mask");
    cuda_device_close();
}

Test(cuda_backend, dropout_draws_by_generator_step_and_layer)
{
    run_cases(1, masks);
}
