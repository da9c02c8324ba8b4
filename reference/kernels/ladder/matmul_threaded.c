#include "kernels/ladder/matmul_threaded.h"

#include "kernels/fast/threads.h"
#include "kernels/ladder/matmul_tiled.h"

struct product_to_share {
    size_t k, m;
    const real *a, *b;
    real *c;
};

static void multiply_rows(void *context, size_t from, size_t to)
{
    const struct product_to_share *const p = context;
    matmul_tiled(to - from, p->k, p->m, p->a + from * p->k, p->b, p->c + from * p->m);
}

void matmul_threaded(size_t n, size_t k, size_t m, const real *a, const real *b, real *c)
{
    struct product_to_share product = {k, m, a, b, c};
    const size_t share = (n + threads_count() - 1) / threads_count(); /* rows of each thread */
    threads_share(n, share, multiply_rows, &product);
}
