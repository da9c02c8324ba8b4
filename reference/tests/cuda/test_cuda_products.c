/* Products of matrices on the device against their naive twins: every rung, every layout. */
#include "kernels/cuda/linear.h"
#include "kernels/cuda/matmul.h"
#include "kernels/cuda/matmul_coalesced.h"
#include "kernels/cuda/matmul_naive.h"
#include "kernels/cuda/matmul_registers.h"
#include "kernels/cuda/product.h"
#include "kernels/naive/linear.h"
#include "kernels/naive/matmul.h"
#include "tests/cuda/twins.h"

TestSuite(cuda_products, .init = twins_begin, .fini = twins_end);

enum { cases = 6 };

/* Sums of up to 150 products of numbers below 1, rounded in another order. */
static const float tolerance = 2e-5F;

struct sizes {
    size_t n, k, m;
};

/* 1, multiples of four, others; k now and then long enough for slices. */
static struct sizes some_sizes(struct pcg32 *generator, size_t number)
{
    if (number == 0) {
        return (struct sizes){1, 1, 1};
    }
    const struct sizes sizes = {between(generator, 1, 40), between(generator, 1, 150),
                                between(generator, 1, 80)};
    if (number % 2 == 1) {
        return (struct sizes){4 * sizes.n, 4 * (sizes.k / 4 + 1), 4 * (sizes.m / 4 + 1)};
    }
    return sizes;
}

static void rungs(struct pcg32 *generator, size_t number)
{
    void (*const rung[])(size_t n, size_t k, size_t m, const float *a, const float *b, float *c) = {
        cuda_matmul_naive, cuda_matmul_coalesced, cuda_matmul_registers, cuda_matmul_forward};
    const struct sizes s = some_sizes(generator, number);
    const struct twin a = twin_input(generator, s.n * s.k), b = twin_input(generator, s.k * s.m);
    for (size_t i = 0; i < sizeof rung / sizeof *rung; i++) {
        const struct twin c = twin_output(s.n * s.m);
        matmul_forward(s.n, s.k, s.m, a.host, b.host, c.host);
        rung[i](s.n, s.k, s.m, a.device, b.device, c.device);
        assert_twin(c, tolerance);
    }
}

Test(cuda_products, rungs)
{
    run_cases(cases, rungs);
}

static void backward(struct pcg32 *generator, size_t number)
{
    const struct sizes s = some_sizes(generator, number);
    const struct twin a = twin_input(generator, s.n * s.k), b = twin_input(generator, s.k * s.m);
    const struct twin dc = twin_input(generator, s.n * s.m);
    const struct twin da = twin_changing(generator, s.n * s.k);
    const struct twin db = twin_changing(generator, s.k * s.m);
    matmul_backward(s.n, s.k, s.m, a.host, b.host, dc.host, da.host, db.host);
    cuda_matmul_backward(s.n, s.k, s.m, a.device, b.device, dc.device, da.device, db.device);
    assert_twin(da, tolerance);
    assert_twin(db, tolerance);
}

Test(cuda_products, backward)
{
    run_cases(cases, backward);
}

static void linear(struct pcg32 *generator, size_t number)
{
    const struct sizes s = some_sizes(generator, number);
    const size_t n = s.n, in = s.k, out = s.m;
    const struct twin x = twin_input(generator, n * in), w = twin_input(generator, out * in);
    const struct twin b = twin_input(generator, out), y = twin_output(n * out);
    linear_forward(n, in, out, x.host, w.host, b.host, y.host);
    cuda_linear_forward(n, in, out, x.device, w.device, b.device, y.device);
    assert_twin(y, tolerance);

    const struct twin dy = twin_input(generator, n * out), dx = twin_changing(generator, n * in);
    const struct twin dw = twin_changing(generator, out * in), db = twin_changing(generator, out);
    linear_backward(n, in, out, x.host, w.host, dy.host, dx.host, dw.host, db.host);
    cuda_linear_backward(n, in, out, x.device, w.device, dy.device,
                         number % 3 == 2 ? NULL : dx.device, dw.device, db.device);
    if (number % 3 != 2) {
        assert_twin(dx, tolerance);
    }
    assert_twin(dw, tolerance);
    assert_twin(db, tolerance);
}

Test(cuda_products, linear)
{
    run_cases(cases, linear);
}

static void linear_by_tiles(struct pcg32 *generator, size_t number)
{
    cuda_product_use(cuda_product_tiled);
    linear(generator, number);
    cuda_product_use(cuda_product_by_rule);
}

Test(cuda_products, linear_by_tiles)
{
    run_cases(2, linear_by_tiles);
}
