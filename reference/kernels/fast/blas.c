#include "kernels/fast/blas.h"

#include "base/real.h"
#include "kernels/fast/processor.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#ifdef DESCENT_DOUBLE
#define GEMM "cblas_dgemm"
#else
#define GEMM "cblas_sgemm"
#endif

enum { row_major = 101, as_it_is = 111, transposed = 112 }; /* of cblas.h */

/* Written by blas_load alone. */
static struct {
    /* c = alpha a b + beta c; the sizes behind the arrays are steps from one row to the next */
    void (*gemm)(int order, int transpose_a, int transpose_b, int n, int m, int k, real alpha,
                 const real *a, int a_row, const real *b, int b_row, real beta, real *c, int c_row);
    const char *(*configuration)(void); /* "OpenBLAS 0.3.21 DYNAMIC_ARCH ..." */
    const char *(*core)(void);          /* "SkylakeX" */
    int (*threads)(void);
} blas;

/* OpenBLAS chooses its kernels by the processor's model number. For one that is younger than itself it
 * takes its oldest ones, three times as slow (on an AMD EPYC with AVX-512, sgemm of 512 by 512 by 512 on
 * one thread: Prescott 41 GFLOP/s, Haswell 112, SkylakeX 108, its own choice, Cooperlake, 107). So it is
 * told what the processor can do, which is as fast where it would have known. It reads the variables
 * when it is loaded. */
static void choose_core(void)
{
    if (processor_has_v4()) {
        setenv("OPENBLAS_CORETYPE", "SkylakeX", 0);
    } else if (processor_has_v3()) {
        setenv("OPENBLAS_CORETYPE", "Haswell", 0);
    }
}

int blas_load(struct message *why)
{
    if (blas.gemm) {
        return 0;
    }
    choose_core();
    setenv("OPENBLAS_NUM_THREADS", "1", 0);
    void *const library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        return message_set(why, "no OpenBLAS: %s", dlerror());
    }
    blas.configuration = dlsym(library, "openblas_get_config");
    blas.core = dlsym(library, "openblas_get_corename");
    blas.threads = dlsym(library, "openblas_get_num_threads");
    blas.gemm = dlsym(library, GEMM);
    if (!blas.gemm || !blas.configuration || !blas.core || !blas.threads) {
        blas.gemm = NULL;
        dlclose(library);
        return message_set(why, "no OpenBLAS: libopenblas.so.0 lacks " GEMM
                                " or openblas_get_config, _corename, _num_threads");
    }
    return 0;
}

struct message blas_describe(void)
{
    struct message what;
    if (!blas.gemm) {
        message_set(&what, "no OpenBLAS");
        return what;
    }
    const char *const configuration = blas.configuration();
    const char *const behind_name = strchr(configuration, ' ');
    const size_t name = behind_name ? (size_t)(behind_name - configuration) + 1 : 0;
    const size_t length = name + strcspn(configuration + name, " "); /* "OpenBLAS 0.3.21" */
    message_set(&what, "%.*s, kernels for %s, threads: %d", (int)length, configuration, blas.core(),
                blas.threads());
    return what;
}

bool blas_multiply(const struct product *p)
{
    if (!blas.gemm || p->n > INT_MAX || p->k > INT_MAX || p->m > INT_MAX) {
        return false;
    }
    const int n = (int)p->n, k = (int)p->k, m = (int)p->m;
    blas.gemm(row_major, p->a_transposed ? transposed : as_it_is,
              p->b_transposed ? transposed : as_it_is, n, m, k, 1, p->a, p->a_transposed ? n : k,
              p->b, p->b_transposed ? k : m, p->add ? 1 : 0, p->c, m);
    return true;
}
