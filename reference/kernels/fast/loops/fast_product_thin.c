/* Products of matrices with few rows, few columns, or a short k: each number of the large matrix is needed
 * once or a few times, so that it is read as it lies in memory.
 *
 * dots   c[i][j] is the product of two rows that both lie along k: so many of them at a time as a vector
 *        has numbers, each with a vector of sums, which are added up at the end.
 * rows   c's row i is the sum of b's rows, each times a number of A: four at a time, so that c is read and
 *        written a quarter as often.
 */
#include "kernels/fast/loops/fast_product.h"
#include "kernels/fast/loops/fast_vector.h"
#include "kernels/fast/threads.h"

/* From so many multiplications on the work is shared. */
enum { shares_pay = 1 << 18 };

/* So many columns a thread takes at a time: all if the product is small. */
static size_t piece_of(const struct product *p, size_t columns)
{
    const size_t few = 4 * lanes; /* whole lines of the cache */
    return p->n * p->k * p->m < shares_pay ? columns : few;
}

/* --- dots ---------------------------------------------------------------------------------------- */

/* Rows of the one matrix that are multiplied with rows of the other at a time, where there are so many:
 * each number is then loaded once for several products. There are as many products as lanes. */
enum { several = lanes == 16 ? 4 : 2 };

/* Two matrices of rows along k, a's few and b's many; c's element is c[i * by_few + j * by_many]. */
struct dots {
    size_t few, k;
    const real *a /* (few,k) */, *b /* (many,k) */;
    real *c;
    size_t by_few, by_many;
};

/* out (rows_a,rows_b) = rows of a times rows of b; so many of them are there, the others may be any.
 * Inlined, so that each caller has a copy that knows rows_a. */
static inline __attribute__((always_inline)) void
dot_rows(size_t rows_a, size_t k, const real *const a[], const real *const b[], real out[lanes])
{
    const size_t rows_b = lanes / rows_a;
    vector sum[lanes];
#pragma GCC unroll 16
    for (size_t s = 0; s < lanes; s++) {
        sum[s] = (vector){0};
    }
    size_t l = 0;
    for (; l + lanes <= k; l += lanes) {
#pragma GCC unroll 16
        for (size_t s = 0; s < lanes; s++) {
            sum[s] += vector_at(a[s / rows_b] + l) * vector_at(b[s % rows_b] + l);
        }
    }
    vector_put(out, vector_sums(sum));
    for (; l < k; l++) {
        for (size_t s = 0; s < lanes; s++) {
            out[s] += a[s / rows_b][l] * b[s % rows_b][l];
        }
    }
}

/* Some of a's rows from i on with some of b's from j on. */
static void multiply_dots(const struct dots *dots, size_t rows_a, size_t i, size_t j, size_t to)
{
    const size_t rows_b = lanes / rows_a, there = to - j < rows_b ? to - j : rows_b;
    const real *a[several], *b[lanes];
    for (size_t r = 0; r < rows_a; r++) {
        a[r] = dots->a + (i + r) * dots->k;
    }
    for (size_t r = 0; r < rows_b; r++) {
        b[r] = dots->b + (j + (r < there ? r : 0)) * dots->k;
    }
    real out[lanes];
    if (rows_a == 1) {
        dot_rows(1, dots->k, a, b, out);
    } else {
        dot_rows(several, dots->k, a, b, out);
    }
    for (size_t r = 0; r < rows_a; r++) {
        for (size_t s = 0; s < there; s++) {
            dots->c[(i + r) * dots->by_few + (j + s) * dots->by_many] += out[r * rows_b + s];
        }
    }
}

static void multiply_range_of_dots(void *context, size_t from, size_t to)
{
    const struct dots *const dots = context;
    size_t i = 0;
    for (; i + several <= dots->few; i += several) {
        for (size_t j = from; j < to; j += lanes / several) {
            multiply_dots(dots, several, i, j, to);
        }
    }
    for (; i < dots->few; i++) {
        for (size_t j = from; j < to; j += lanes) {
            multiply_dots(dots, 1, i, j, to);
        }
    }
}

void multiply_by_dots(const struct product *p)
{
    const bool few_rows = p->n <= p->m;
    struct dots dots = {.few = few_rows ? p->n : p->m,
                        .k = p->k,
                        .a = few_rows ? p->a : p->b,
                        .b = few_rows ? p->b : p->a,
                        .c = p->c,
                        .by_few = few_rows ? p->m : 1,
                        .by_many = few_rows ? 1 : p->m};
    const size_t many = few_rows ? p->m : p->n;
    threads_share(many, piece_of(p, many), multiply_range_of_dots, &dots);
}

/* --- rows ---------------------------------------------------------------------------------------- */

static void add_row(size_t count, real x, const real *b /* (count) */,
                    real *restrict c /* (count) */)
{
    for (size_t j = 0; j < count; j++) {
        c[j] += x * b[j];
    }
}

/* Four of b's rows, which lie b_row apart; x holds their factors. */
static void add_four_rows(size_t count, const real x[4], const real *b, size_t b_row,
                          real *restrict c /* (count) */)
{
    const real x0 = x[0], x1 = x[1], x2 = x[2], x3 = x[3];
    const real *const b0 = b, *const b1 = b0 + b_row, *const b2 = b1 + b_row,
                      *const b3 = b2 + b_row;
    for (size_t j = 0; j < count; j++) {
        c[j] += x0 * b0[j] + x1 * b1[j] + x2 * b2[j] + x3 * b3[j];
    }
}

static void multiply_range_of_rows(void *context, size_t from, size_t to)
{
    const struct product *const p = context;
    const struct view a = view_of(p->a, p->n, p->k, p->a_transposed);
    for (size_t i = 0; i < p->n; i++) {
        real *const c = p->c + i * p->m + from;
        const real *const b = p->b + from, *const row = a.data + i * a.row;
        size_t l = 0;
        for (; l + 4 <= p->k; l += 4) {
            const real *const x = row + l * a.column;
            add_four_rows(to - from,
                          (const real[]){x[0], x[a.column], x[2 * a.column], x[3 * a.column]},
                          b + l * p->m, p->m, c);
        }
        for (; l < p->k; l++) {
            add_row(to - from, row[l * a.column], b + l * p->m, c);
        }
    }
}

void multiply_by_rows(const struct product *p)
{
    struct product product = *p;
    threads_share(p->m, piece_of(p, p->m), multiply_range_of_rows, &product);
}
