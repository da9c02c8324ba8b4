/* Lab 04's kernels that have no twin elsewhere in these tests (exercises 4.13 to 4.15; 4.12 is an optimizer's step). */
#include "kernels/cuda/im2col.h"
#include "kernels/cuda/matmul_tiled.h"
#include "kernels/cuda/row_softmax.h"
#include "kernels/naive/im2col.h"
#include "kernels/naive/matmul.h"
#include "tests/cuda/twins.h"

#include <math.h>

TestSuite(cuda_exercises, .init = twins_begin, .fini = twins_end);

enum { cases = 24 };

/* The formula, in double. */
static void softmax_of_row(size_t columns, const float *x, float *y)
{
    double largest = (double)x[0], sum = 0;
    for (size_t j = 0; j < columns; j++) {
        largest = fmax(largest, (double)x[j]);
    }
    for (size_t j = 0; j < columns; j++) {
        sum += exp((double)x[j] - largest);
    }
    for (size_t j = 0; j < columns; j++) {
        y[j] = (float)(exp((double)x[j] - largest) / sum);
    }
}

/* Rows around a block's four, columns around a warp's lanes; some numbers would overflow an exp. */
static void row_softmax(struct pcg32 *generator, size_t number)
{
    static const size_t lengths[] = {1, 2, 31, 32, 33, 64, 65, 100};
    const size_t rows = number < 6 ? number + 1 : between(generator, 1, 40);
    const size_t columns = number < 8 ? lengths[number] : between(generator, 1, 150);
    float *const numbers = random_reals(generator, rows * columns);
    for (size_t i = 0; i < rows * columns; i++) {
        numbers[i] *= number % 3 == 2 ? 300 : 3;
    }
    const struct twin x = twin_given(rows * columns, numbers), y = twin_output(rows * columns);
    for (size_t i = 0; i < rows; i++) {
        softmax_of_row(columns, x.host + i * columns, y.host + i * columns);
    }
    cuda_row_softmax(rows, columns, x.device, y.device);
    assert_twin(y, 4 * REAL_EPSILON);
}

Test(cuda_exercises, row_softmax)
{
    run_cases(cases, row_softmax);
}

static void matmul_tiled(struct pcg32 *generator, size_t number)
{
    static const size_t sizes[][3] = {{1, 1, 1},  {16, 16, 16}, {15, 17, 33}, {1, 40, 17},
                                      {17, 1, 5}, {32, 15, 16}, {3, 31, 1}};
    enum { count_of_sizes = sizeof sizes / sizeof *sizes };
    const bool given = number < count_of_sizes;
    const size_t n = given ? sizes[number][0] : between(generator, 1, 40);
    const size_t k = given ? sizes[number][1] : between(generator, 1, 40);
    const size_t m = given ? sizes[number][2] : between(generator, 1, 40);
    const struct twin a = twin_input(generator, n * k), b = twin_input(generator, k * m);
    const struct twin c = twin_output(n * m);
    matmul_forward(n, k, m, a.host, b.host, c.host);
    cuda_matmul_tiled(n, k, m, a.device, b.device, c.device);
    assert_twin(c, 1e-5F);
}

Test(cuda_exercises, matmul_tiled)
{
    run_cases(cases, matmul_tiled);
}

/* Images that are no squares, windows of 1 to 4, strides 1 to 3, padding below the window's size. */
static struct conv2d some_conv(struct pcg32 *generator)
{
    struct conv2d conv = {
        .in_channels = between(generator, 1, 3),
        .height = between(generator, 4, 12),
        .width = between(generator, 4, 12),
        .out_channels = 1,
        .kernel = between(generator, 1, 4),
        .stride = between(generator, 1, 3),
    };
    conv.padding = between(generator, 0, conv.kernel - 1);
    conv.out_height = conv2d_output_size(conv.height, conv.kernel, conv.stride, conv.padding);
    conv.out_width = conv2d_output_size(conv.width, conv.kernel, conv.stride, conv.padding);
    return conv;
}

static void unroll(struct pcg32 *generator, size_t number)
{
    (void)number;
    const struct conv2d conv = some_conv(generator);
    const struct cuda_conv2d device = {
        .in_channels = (int)conv.in_channels,
        .height = (int)conv.height,
        .width = (int)conv.width,
        .out_channels = (int)conv.out_channels,
        .kernel = (int)conv.kernel,
        .stride = (int)conv.stride,
        .padding = (int)conv.padding,
        .out_height = (int)conv.out_height,
        .out_width = (int)conv.out_width,
    };
    const struct twin x = twin_input(generator, conv.in_channels * conv.height * conv.width);
    const struct twin columns = twin_output(conv.in_channels * conv.kernel * conv.kernel *
                                            conv.out_height * conv.out_width);
    im2col(&conv, x.host, columns.host);
    cuda_im2col(&device, x.device, columns.device);
    assert_twin(columns, 0);
}

Test(cuda_exercises, im2col)
{
    run_cases(cases, unroll);
}
