/* Everything that a product may ask for (product.h), drawn by lot, from each kernel that can do it: operands that lie
 * either way, rows and columns added, results added to what stands there, batches, sums over a batch, arrays that
 * begin anywhere. The other tests of products: test_cuda_products.c, the backend's own. */
#include "kernels/cuda/matmul_registers.h"
#include "kernels/cuda/matmul_split.h"
#include "kernels/cuda/matmul_tiled.h"
#include "kernels/cuda/multiply_tiled.h"
#include "kernels/cuda/transpose.h"
#include "kernels/naive/matmul.h"
#include "tests/cuda/twins.h"

TestSuite(cuda_any_product, .init = twins_begin, .fini = twins_end);

enum { small_cases = 12, large_cases = 6 };

static const float tolerance = 2e-5F;

/* A product on the device, and the host's halves of its arrays. */
struct task {
    struct cuda_product product;
    struct cuda_batch batch;
    struct twin a, b, c, row, column;
};

static bool one_in_two(struct pcg32 *generator)
{
    return between(generator, 0, 1) == 1;
}

/* An operand for each product of the batch, or the same for all. */
static struct twin some_operand(struct pcg32 *generator, size_t size, int batch, int *step)
{
    *step = one_in_two(generator) ? (int)size : 0;
    return twin_input(generator, *step > 0 ? size * (size_t)batch : size);
}

static struct task some_task(struct pcg32 *generator, size_t n, size_t k, size_t m, int batch,
                             int together)
{
    struct task t = {.batch = {batch, 0, 0, together}};
    t.a = some_operand(generator, n * k, batch, &t.batch.a_step);
    t.b = some_operand(generator, k * m, batch, &t.batch.b_step);
    t.row = twin_input(generator, m);
    t.column = twin_input(generator, n);
    const size_t results = (size_t)((batch + together - 1) / together);
    const bool add = one_in_two(generator);
    t.c = add ? twin_changing(generator, results * n * m) : twin_output(results * n * m);
    t.product =
        cuda_product_of(cuda_operand(t.a.device, n, k, one_in_two(generator)),
                        cuda_operand(t.b.device, m, k, one_in_two(generator)), k, t.c.device);
    t.product.add = add;
    t.product.row = one_in_two(generator) ? t.row.device : NULL;
    t.product.column = one_in_two(generator) ? t.column.device : NULL;
    return t;
}

/* Number l of row or column o, from the host's half. */
static double number_of(const struct cuda_operand *operand, const float *numbers, int o, int l)
{
    return (double)numbers[operand->along_k ? o * operand->step + l : l * operand->step + o];
}

/* The formula, in double, for the element at (row, column) of the sum of products first ... end - 1. */
static double element(const struct task *t, int first, int end, int row, int column)
{
    double sum = 0;
    for (int i = first; i < end; i++) {
        const float *const a = t->a.host + i * t->batch.a_step;
        const float *const b = t->b.host + i * t->batch.b_step;
        for (int l = 0; l < t->product.k; l++) {
            sum += number_of(&t->product.a, a, row, l) * number_of(&t->product.b, b, column, l);
        }
    }
    sum += t->product.row ? (double)t->row.host[column] : 0;
    return sum + (t->product.column ? (double)t->column.host[row] : 0);
}

static void compute(const struct task *t)
{
    const int n = t->product.a.count, m = t->product.b.count;
    const int count = t->batch.count, together = t->batch.together;
    float *c = t->c.host;
    for (int first = 0; first < count; first += together) {
        const int end = first + together < count ? first + together : count;
        for (int i = 0; i < n * m; i++, c++) {
            const double made = element(t, first, end, i / m, i % m);
            *c = (float)(t->product.add ? (double)*c + made : made);
        }
    }
}

static void small(struct pcg32 *generator, size_t number, bool tiled)
{
    const size_t unit = number % 3 == 0 ? 4 : 1; /* lengths that float4s divide, or any */
    if (number % 2 == 1) {
        shift_arrays(generator);
    }
    const int batch = (int)between(generator, 1, 5), together = (int)between(generator, 1, 3);
    const size_t n = unit * between(generator, 1, 40 / unit);
    const size_t k = unit * between(generator, 1, 80 / unit);
    const size_t m = unit * between(generator, 1, 80 / unit);
    const struct task t = some_task(generator, n, k, m, batch, together);
    compute(&t);
    if (tiled) {
        cr_assert(cuda_multiply_tiled(&t.product, &t.batch));
    } else {
        cuda_multiply_split(&t.product, &t.batch);
    }
    assert_twin(t.c, tolerance);
}

static void by_small_tiles(struct pcg32 *generator, size_t number)
{
    small(generator, number, false);
}

Test(cuda_any_product, by_small_tiles)
{
    run_cases(small_cases, by_small_tiles);
}

static void by_the_plain_product(struct pcg32 *generator, size_t number)
{
    small(generator, number, true);
}

Test(cuda_any_product, by_the_plain_product)
{
    run_cases(small_cases, by_the_plain_product);
}

/* More than one tile down and across, of which the last are hardly filled. */
static void by_large_tiles(struct pcg32 *generator, size_t number)
{
    const size_t unit = number % 3 == 0 ? 4 : 1;
    if (number % 2 == 1) {
        shift_arrays(generator);
    }
    const size_t n = registers_tile + unit * between(generator, 1, 20 / unit);
    const size_t m = registers_tile + unit * between(generator, 1, 20 / unit);
    const size_t k = unit * between(generator, 1, 20 / unit);
    const struct task t = some_task(generator, n, k, m, (int)between(generator, 1, 2), 1);
    compute(&t);
    cuda_multiply_registers(&t.product, &t.batch);
    assert_twin(t.c, tolerance);
}

Test(cuda_any_product, by_large_tiles)
{
    run_cases(large_cases, by_large_tiles);
}

/* matmul_tiled_kernel has as many blocks along y as c has rows of tiles, and CUDA takes 65,535. */
static void rows_in_parts(struct pcg32 *generator, size_t number)
{
    const size_t n = between(generator, 2 * matmul_tile + 1, 4 * matmul_tile), k = 3, m = 5;
    const struct twin a = twin_input(generator, n * k), b = twin_input(generator, k * m);
    const struct twin c = twin_output(n * m);
    matmul_forward(n, k, m, a.host, b.host, c.host);
    cuda_matmul_tiled_by((number + 1) * matmul_tile, n, k, m, a.device, b.device, c.device);
    assert_twin(c, tolerance);
}

Test(cuda_any_product, rows_in_parts)
{
    cr_assert_leq(matmul_tiled_most_rows / matmul_tile, 65535);
    run_cases(2, rows_in_parts);
}

static void turn(struct pcg32 *generator, size_t number)
{
    const size_t rows = between(generator, 1, number % 2 == 0 ? 3 : 100);
    const size_t columns = between(generator, 1, 100);
    const struct twin x = twin_input(generator, rows * columns), y = twin_output(rows * columns);
    for (size_t i = 0; i < rows * columns; i++) {
        y.host[i % columns * rows + i / columns] = x.host[i];
    }
    cuda_transpose(rows, columns, x.device, y.device);
    assert_twin(y, 0);
}

Test(cuda_any_product, turned)
{
    run_cases(4, turn);
}
