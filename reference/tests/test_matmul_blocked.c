#include "kernels/ladder/matmul_blocked.h"
#include "kernels/naive/matmul.h"
#include "tests/support.h"

TestSuite(matmul_blocked, .init = test_begin, .fini = test_end);

Test(matmul_blocked, is_the_plain_product_at_every_shape)
{
    static const size_t shapes[][3] = {{1, 1, 1},    {17, 19, 23}, {32, 32, 32}, {33, 31, 65},
                                       {1, 100, 40}, {64, 1, 33},  {40, 70, 1},  {31, 33, 32}};
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        const size_t n = shapes[s][0], k = shapes[s][1], m = shapes[s][2];
        struct pcg32 generator = pcg32_seed(66, s);
        const real *const a = random_reals(&generator, n * k);
        const real *const b = random_reals(&generator, k * m);
        real *const c = arena_reals(&scratch, n * m), *const expected =
                                                          arena_reals(&scratch, n * m);
        matmul_blocked(n, k, m, a, b, c);
        matmul_forward(n, k, m, a, b, expected);
        assert_all_near(n * m, c, expected, 0); /* the sums go in the same order */
    }
}
