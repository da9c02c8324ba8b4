/* The product of two matrices: which way is taken for it, and the ways for small ones.
 *
 * small   c is computed a piece of a row at a time: eight neighbours, whose sums stay in registers. No
 *         preparation: a product of 4 by 8 numbers takes 10 ns.
 * middle  c is computed in tiles of 4 rows and 16 columns. Per step along k a tile loads 4 numbers of A
 *         and 16 of B and multiplies all with all: 64 multiplications for 20 loads. The 16 columns of B
 *         are first copied into a panel, so that they lie side by side whichever way B does; the panel
 *         stays in the first-level cache while all of A passes by.
 * large   fast_product_tiles.c: tiles that fill the registers, for more preparation. Where there is no
 *         fused multiply-add, and on arm64, it is OpenBLAS, when it is loaded.
 * thin    a batch of one row, say: fast_product_thin.c
 *
 * Which one is the fastest was measured with bench/bench_products.c.
 */
#include "kernels/fast/loops/fast_product.h"

#include "kernels/fast/blas.h"
#include "kernels/fast/loops/fast_vector.h"

#include <string.h>

enum { piece = 8, middle_rows = 4, middle_width = 16, panel_depth = 256 };

/* From so many multiplications on the next way is the faster one, and OpenBLAS faster than ours. */
enum { middle_pays = 512, large_pays = 8192, blas_pays = 32 * 32 * 32 };

/* For up to so many rows, or such a k, B's rows are the fastest way. */
enum { most_rows = 4, most_k = 8 };

/* --- small --- */

/* c (n,m) += a (n,k) b (k,m) by pieces of a row; c's element (i, j) is c[i * c_row + j * c_column].
 * Inlined, so that each caller has a copy that knows which steps are 1: with c's address and steps in a
 * struct gcc 12 no longer saw it, and one row times 32 by 32 took 172 ns instead of 89. */
static inline __attribute__((always_inline)) void multiply_pieces(size_t n, size_t k, size_t m,
                                                                  struct view a, struct view b,
                                                                  real *restrict c, size_t c_row,
                                                                  size_t c_column)
{
    for (size_t i = 0; i < n; i++) {
        const real *const row = a.data + i * a.row;
        size_t j = 0;
        for (; j + piece <= m; j += piece) {
            real *const here = c + i * c_row + j * c_column;
            real sum[piece];
            for (size_t o = 0; o < piece; o++) {
                sum[o] = here[o * c_column];
            }
            for (size_t l = 0; l < k; l++) {
                const real *const column = b.data + l * b.row + j * b.column;
                for (size_t o = 0; o < piece; o++) {
                    sum[o] += row[l * a.column] * column[o * b.column];
                }
            }
            for (size_t o = 0; o < piece; o++) {
                here[o * c_column] = sum[o];
            }
        }
        for (; j < m; j++) {
            real sum = c[i * c_row + j * c_column];
            for (size_t l = 0; l < k; l++) {
                sum += row[l * a.column] * b.data[l * b.row + j * b.column];
            }
            c[i * c_row + j * c_column] = sum;
        }
    }
}

static inline __attribute__((always_inline)) void multiply_small(const struct product *p,
                                                                 struct view a, struct view b)
{
    if (p->m < piece && p->n >= piece) { /* pieces of a column: c^T += b^T a^T */
        const struct view a_transposed = {a.data, a.column, a.row};
        const struct view b_transposed = {b.data, b.column, b.row};
        multiply_pieces(p->m, p->k, p->n, b_transposed, a_transposed, p->c, 1, p->m);
    } else if (b.column == 1) { /* said once more, so that the compiler knows it */
        multiply_pieces(p->n, p->k, p->m, a, (struct view){b.data, b.row, 1}, p->c, p->m, 1);
    } else {
        multiply_pieces(p->n, p->k, p->m, a, b, p->c, p->m, 1);
    }
}

/* --- middle --- */

/* panel (depth,16) = as many columns of b as there are, and zeros behind them. */
static void fill_panel(struct view b, size_t depth, size_t width, real *restrict panel)
{
    for (size_t l = 0; l < depth; l++) {
        for (size_t j = 0; j < middle_width; j++) {
            panel[l * middle_width + j] = j < width ? b.data[l * b.row + j * b.column] : 0;
        }
    }
}

/* sum (4,16) = the product of a's rows with the panel. The sums have a name for each row: gcc 12 and
 * clang 14 both keep these in registers, but not those of an array with two indices. */
static void multiply_middle_tile(size_t depth, const real *const row[middle_rows], size_t column,
                                 const real *restrict panel /* (depth,16) */,
                                 real sum[restrict middle_rows][middle_width])
{
    real sum0[middle_width] = {0}, sum1[middle_width] = {0};
    real sum2[middle_width] = {0}, sum3[middle_width] = {0};
    const real *const a0 = row[0], *const a1 = row[1], *const a2 = row[2], *const a3 = row[3];
    for (size_t l = 0; l < depth; l++) {
        const real x0 = a0[l * column], x1 = a1[l * column];
        const real x2 = a2[l * column], x3 = a3[l * column];
        for (size_t j = 0; j < middle_width; j++) {
            const real y = panel[l * middle_width + j];
            sum0[j] += x0 * y;
            sum1[j] += x1 * y;
            sum2[j] += x2 * y;
            sum3[j] += x3 * y;
        }
    }
    for (size_t j = 0; j < middle_width; j++) {
        sum[0][j] = sum0[j];
        sum[1][j] = sum1[j];
        sum[2][j] = sum2[j];
        sum[3][j] = sum3[j];
    }
}

/* c (n,width) += a (n,depth) panel (depth,16); m is the step from one row of c to the next. */
static void multiply_panel(size_t n, size_t depth, size_t width, struct view a, const real *panel,
                           real *c, size_t m)
{
    for (size_t i = 0; i < n; i += middle_rows) {
        const size_t rows = n - i < middle_rows ? n - i : middle_rows;
        const real *row[middle_rows];
        for (size_t r = 0; r < middle_rows; r++) {
            row[r] = a.data + (i + (r < rows ? r : 0)) * a.row; /* a missing row: any */
        }
        real sum[middle_rows][middle_width];
        multiply_middle_tile(depth, row, a.column, panel, sum);
        for (size_t r = 0; r < rows; r++) {
            for (size_t j = 0; j < width; j++) {
                c[(i + r) * m + j] += sum[r][j];
            }
        }
    }
}

static void multiply_middle(const struct product *p, struct view a, struct view b)
{
    real panel[panel_depth * middle_width];
    for (size_t l = 0; l < p->k; l += panel_depth) {
        const size_t depth = p->k - l < panel_depth ? p->k - l : panel_depth;
        for (size_t j = 0; j < p->m; j += middle_width) {
            const size_t width = p->m - j < middle_width ? p->m - j : middle_width;
            fill_panel(view_from(b, l, j), depth, width, panel);
            multiply_panel(p->n, depth, width, view_from(a, 0, l), panel, p->c + j, p->m);
        }
    }
}

/* --- the choice --- */

static bool by_openblas(const struct product *p, size_t multiplications)
{
#if defined(__FMA__)
    (void)p, (void)multiplications;
    return false;
#else
    return multiplications >= blas_pays && blas_multiply(p);
#endif
}

static bool dots_pay(const struct product *p)
{
    return p->b_transposed && !p->a_transposed && (p->n < lanes || p->m < lanes) && p->k >= lanes;
}

static bool rows_pay(const struct product *p, size_t multiplications)
{
    return !p->b_transposed && p->m >= lanes &&
           (p->n <= most_rows || (p->k <= most_k && multiplications >= large_pays));
}

/* Those that are not small. */
static void multiply_larger(const struct product *p, size_t multiplications)
{
    const struct view a = view_of(p->a, p->n, p->k, p->a_transposed);
    const struct view b = view_of(p->b, p->k, p->m, p->b_transposed);
    if (dots_pay(p)) {
        multiply_by_dots(p);
    } else if (rows_pay(p, multiplications)) {
        multiply_by_rows(p);
    } else if (p->n < middle_rows || p->k < middle_rows || p->m < piece) {
        multiply_small(p, a, b);
    } else if (multiplications < large_pays) {
        multiply_middle(p, a, b);
    } else {
        multiply_by_tiles(p);
    }
}

void fast_multiply(const struct product *p)
{
    const size_t multiplications = p->n * p->k * p->m;
    if (by_openblas(p, multiplications)) {
        return;
    }
    if (!p->add) {
        memset(p->c, 0, p->n * p->m * sizeof *p->c);
    }
    if (multiplications < middle_pays) {
        multiply_small(p, view_of(p->a, p->n, p->k, p->a_transposed),
                       view_of(p->b, p->k, p->m, p->b_transposed));
    } else {
        multiply_larger(p, multiplications);
    }
}
