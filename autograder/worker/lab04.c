/* The drivers of lab 04. Frame names are those of the headers' arguments; what an image of y measures comes
 * with the call ("out_height", "out_width"), or is the shape of a dy: no driver calls 4.1's function but
 * its own.
 */
#include "base/pcg32.h"
#include "kernels/ladder/matmul_blocked.h"
#include "kernels/naive/conv2d.h"
#include "kernels/naive/conv2d_product.h"
#include "kernels/naive/im2col.h"
#include "kernels/naive/max_pool.h"
#include "worker/call.h"

#include <stdlib.h>

/* --- 4.1: the size of the output -------------------------------------------------------------- */

/* size, kernel, stride, padding -> windows */
static void exercise_4_1(const struct call *call)
{
    output_number(call, "windows",
                  (real)conv2d_output_size(whole(call, "size"), whole(call, "kernel"),
                                           whole(call, "stride"), whole(call, "padding")));
}

/* --- 4.2 to 4.5: the convolution -------------------------------------------------------------- */

/* The images' sizes from x and y, the filters' from w: names of frames of four axes. */
static struct conv2d conv_of(const struct call *call, const char *x, const char *w)
{
    return (struct conv2d){.in_channels = size_of(call, x, 1),
                           .height = size_of(call, x, 2),
                           .width = size_of(call, x, 3),
                           .out_channels = size_of(call, w, 0),
                           .kernel = size_of(call, w, 3),
                           .stride = whole(call, "stride"),
                           .padding = whole(call, "padding"),
                           .out_height = whole(call, "out_height"),
                           .out_width = whole(call, "out_width")};
}

/* A new y (n,out_channels,out_height,out_width). */
static real *output_y(const struct call *call, const struct conv2d *conv)
{
    return output(
        call, "y",
        shape_4d(size_of(call, "x", 0), conv->out_channels, conv->out_height, conv->out_width));
}

/* x (n,in_channels,height,width), w (out_channels,in_channels,kernel,kernel), b (out_channels), stride,
 * padding, out_height, out_width -> y (n,out_channels,out_height,out_width) */
static void exercise_4_2(const struct call *call)
{
    const struct conv2d conv = conv_of(call, "x", "w");
    conv2d_forward(&conv, size_of(call, "x", 0), array(call, "x"), array(call, "w"),
                   array(call, "b"), output_y(call, &conv));
}

/* as 4.2, and dy (n,out_channels,out_height,out_width), db -> db */
static void exercise_4_3(const struct call *call)
{
    const struct conv2d conv = conv_of(call, "x", "w");
    conv2d_backward_b(&conv, size_of(call, "x", 0), array(call, "dy"), array(call, "db"));
}

/* as 4.2, and dy, dw -> dw */
static void exercise_4_4(const struct call *call)
{
    const struct conv2d conv = conv_of(call, "x", "dw");
    conv2d_backward_w(&conv, size_of(call, "x", 0), array(call, "x"), array(call, "dy"),
                      array(call, "dw"));
}

/* as 4.2, and dy, dx -> dx */
static void exercise_4_5(const struct call *call)
{
    const struct conv2d conv = conv_of(call, "dx", "w");
    conv2d_backward_x(&conv, size_of(call, "dx", 0), array(call, "w"), array(call, "dy"),
                      array(call, "dx"));
}

/* --- 4.6 and 4.7: max-pooling ----------------------------------------------------------------- */

static struct pool2d pool_of(const struct call *call)
{
    return (struct pool2d){.channels = size_of(call, "x", 1),
                           .height = size_of(call, "x", 2),
                           .width = size_of(call, "x", 3),
                           .kernel = whole(call, "kernel"),
                           .stride = whole(call, "stride"),
                           .out_height = whole(call, "out_height"),
                           .out_width = whole(call, "out_width")};
}

/* x (n,channels,height,width), kernel, stride, out_height, out_width -> y (n,channels,out_height,out_width)
 */
static void exercise_4_6(const struct call *call)
{
    const struct pool2d pool = pool_of(call);
    const size_t n = size_of(call, "x", 0);
    max_pool_forward(
        &pool, n, array(call, "x"),
        output(call, "y", shape_4d(n, pool.channels, pool.out_height, pool.out_width)));
}

/* as 4.6, and dy (n,channels,out_height,out_width), dx (n,channels,height,width) -> dx */
static void exercise_4_7(const struct call *call)
{
    const struct pool2d pool = pool_of(call);
    max_pool_backward(&pool, size_of(call, "x", 0), array(call, "x"), array(call, "dy"),
                      array(call, "dx"));
}

/* --- 4.8 to 4.10: windows as columns ---------------------------------------------------------- */

static struct conv2d windows_of(const struct call *call, const char *image)
{
    return (struct conv2d){.in_channels = size_of(call, image, 0),
                           .height = size_of(call, image, 1),
                           .width = size_of(call, image, 2),
                           .out_channels = 1,
                           .kernel = whole(call, "kernel"),
                           .stride = whole(call, "stride"),
                           .padding = whole(call, "padding"),
                           .out_height = whole(call, "out_height"),
                           .out_width = whole(call, "out_width")};
}

static struct shape shape_of_columns(const struct conv2d *conv)
{
    return shape_2d(conv->in_channels * conv->kernel * conv->kernel,
                    conv->out_height * conv->out_width);
}

/* x (in_channels,height,width), kernel, stride, padding, out_height, out_width
 * -> columns (in_channels*kernel*kernel,out_height*out_width) */
static void exercise_4_8(const struct call *call)
{
    const struct conv2d conv = windows_of(call, "x");
    im2col(&conv, array(call, "x"), output(call, "columns", shape_of_columns(&conv)));
}

/* as 4.8, and dcolumns, dx (in_channels,height,width) -> dx */
static void exercise_4_9(const struct call *call)
{
    const struct conv2d conv = windows_of(call, "dx");
    col2im(&conv, array(call, "dcolumns"), array(call, "dx"));
}

/* What the function of 4.10 asked of the product that it was given: how often, and with which sizes. A
 * product has no argument for such things, so this is a variable of the file. */
static struct asked {
    size_t rows, inner,
        columns; /* what fits w and columns; then of a call that did not fit, or the last */
    size_t products;
    bool odd;
} asked;

/* sum over l of row[l] column[l step] */
static real inner_product(size_t count, const real *row, size_t step, const real *column)
{
    real sum = 0;
    for (const real *const end = row + count; row < end; column += step) {
        sum += *row++ * *column;
    }
    return sum;
}

/* c (n,m) = a (n,k) b (k,m), element by element; nothing for sizes that do not fit what is there. */
static void watched_product(size_t n, size_t k, size_t m, const real *a, const real *b, real *c)
{
    asked.products++;
    if (asked.odd || n > asked.rows || k != asked.inner || m != asked.columns) {
        asked = asked.odd ? asked : (struct asked){n, k, m, asked.products, true};
        return;
    }
    for (size_t at = 0; at < n * m; at++) {
        c[at] = inner_product(k, a + at / m * k, m, b + at % m);
    }
}

static void run_conv_product(const struct call *call)
{
    const struct conv2d conv = conv_of(call, "x", "w");
    const struct shape shape = shape_of_columns(&conv);
    real *const columns = scratch(shape_count(shape));
    asked = (struct asked){conv.out_channels, shape.size[0], shape.size[1], 0, false};
    conv2d_product_forward(&conv, size_of(call, "x", 0), array(call, "x"), array(call, "w"),
                           array(call, "b"), watched_product, columns, output_y(call, &conv));
    free(columns);
}

/* as 4.2 -> y */
static void exercise_4_10(const struct call *call)
{
    run_conv_product(call);
}

/* as 4.2 -> y, products: how often the product was called; rows, inner, columns: with which sizes */
static void exercise_4_10_products(const struct call *call)
{
    run_conv_product(call);
    output_number(call, "products", (real)asked.products);
    output_number(call, "rows", (real)asked.rows);
    output_number(call, "inner", (real)asked.inner);
    output_number(call, "columns", (real)asked.columns);
}

/* --- 4.11: the product by blocks -------------------------------------------------------------- */

/* a (n,k), b (k,m), and c (n,m) or none for an unwritten one -> c */
static void exercise_4_11(const struct call *call)
{
    const size_t n = size_of(call, "a", 0), k = size_of(call, "a", 1), m = size_of(call, "b", 1);
    real *const c = is_given(call, "c") ? array(call, "c") : output(call, "c", shape_2d(n, m));
    matmul_blocked(n, k, m, array(call, "a"), array(call, "b"), c);
}

/* The same sums, element by element: each runs along a row of a and down a column of b. */
static void plain_product(size_t n, size_t k, size_t m, const real *a, const real *b, real *c)
{
    for (size_t at = 0; at < n * m; at++) {
        c[at] = inner_product(k, a + at / m * k, m, b + at % m);
    }
}

static real *random_matrix(size_t rows, size_t columns, struct pcg32 *generator)
{
    real *const matrix = scratch(rows * columns);
    for (size_t i = 0; i < rows * columns; i++) {
        matrix[i] = pcg32_uniform(generator, -2, 2);
    }
    return matrix;
}

/* n, k, m, seed, product: 0 none, 1 the plain one, 2 the student's -> sums (n), of each row of c, the product
 * of two drawn matrices. For cache misses to be counted: all calls do the same but for the product. */
static void exercise_4_11_misses(const struct call *call)
{
    static void (*const product[])(size_t, size_t, size_t, const real *, const real *,
                                   real *) = {NULL, plain_product, matmul_blocked};
    const size_t n = whole(call, "n"), k = whole(call, "k"), m = whole(call, "m");
    const size_t which = whole(call, "product");
    struct pcg32 generator = pcg32_seed(whole(call, "seed"), 1);
    real *const a = random_matrix(n, k, &generator), *const b = random_matrix(k, m, &generator);
    real *const c = scratch(n * m), *const sums = output(call, "sums", shape_1d(n));
    if (product[which]) {
        product[which](n, k, m, a, b, c);
    }
    for (size_t i = 0; i < n; i++) {
        sums[i] = 0;
        for (size_t j = 0; j < m; j++) {
            sums[i] += c[i * m + j];
        }
    }
    free(a);
    free(b);
    free(c);
}

const struct driver drivers[] = {
    {"4.1", exercise_4_1},
    {"4.2", exercise_4_2},
    {"4.3", exercise_4_3},
    {"4.4", exercise_4_4},
    {"4.5", exercise_4_5},
    {"4.6", exercise_4_6},
    {"4.7", exercise_4_7},
    {"4.8", exercise_4_8},
    {"4.9", exercise_4_9},
    {"4.10", exercise_4_10},
    {"4.10b", exercise_4_10_products},
    {"4.11", exercise_4_11},
    {"4.11b", exercise_4_11_misses},
    {NULL, NULL},
};
