/* Stands in a worker where kernels/fast/blas.c stands in other programs: a worker loads nothing. It is
 * linked statically, its sandbox opens no file, and what it computes must not depend on what is installed
 * on the machine. */
#include "kernels/fast/blas.h"

int blas_load(struct message *why)
{
    return message_set(why, "no OpenBLAS: workers do without");
}

struct message blas_describe(void)
{
    struct message what;
    message_set(&what, "no OpenBLAS");
    return what;
}

bool blas_multiply(const struct product *product)
{
    (void)product;
    return false;
}
