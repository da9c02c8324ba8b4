#include "kernels/backend.h"
#include "tests/support.h"

#include <stddef.h>
#include <string.h>

TestSuite(naive_backend, .init = test_begin, .fini = test_end);

enum {
    entries = sizeof naive_backend / sizeof(void *),
    first = offsetof(struct backend, matmul_forward) / sizeof(void *), /* behind name and device */
    kernels = offsetof(struct backend, conv_relu_pool) / sizeof(void *),
};

Test(naive_backend, has_every_kernel)
{
    const void *entry[entries];
    memcpy(entry, &naive_backend, sizeof naive_backend);
    for (size_t i = first; i < kernels; i++) {
        cr_assert_not_null(entry[i], "entry %zu", i);
    }
    cr_assert_str_eq(naive_backend.name, "naive");
}

/* So that layers and optimizers call the functions one by one, which a student may have written. */
Test(naive_backend, has_neither_kernels_of_several_nor_optimizers_steps)
{
    const void *entry[entries];
    memcpy(entry, &naive_backend, sizeof naive_backend);
    for (size_t i = kernels; i < entries; i++) {
        cr_assert_null(entry[i], "entry %zu", i);
    }
}

/* x is data in the first layer of every network. */
Test(naive_backend, linear_backward_leaves_out_a_dx_that_nobody_wants)
{
    const size_t shapes[][3] = {{1, 1, 1}, {5, 3, 2}, {2, 7, 1}, {1, 4, 3}};
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        const size_t n = shapes[s][0], in = shapes[s][1], out = shapes[s][2];
        struct pcg32 generator = pcg32_seed(131, s);
        const real *const x = random_reals(&generator, n * in);
        const real *const w = random_reals(&generator, out * in);
        const real *const dy = random_reals(&generator, n * out);
        real *const dx = zero_reals(n * in);
        real *const dw = zero_reals(out * in), *const db = zero_reals(out);
        real *const same_dw = zero_reals(out * in), *const same_db = zero_reals(out);
        naive_backend.linear_backward(n, in, out, x, w, dy, dx, dw, db);
        naive_backend.linear_backward(n, in, out, x, w, dy, NULL, same_dw, same_db);
        assert_all_near(out * in, same_dw, dw, 0);
        assert_all_near(out, same_db, db, 0);
    }
}
