/* kernels/fast/loops/fast_product.h: the product that all layers' products are. */
#ifndef DESCENT_KERNELS_FAST_LOOPS_FAST_PRODUCT_H
#define DESCENT_KERNELS_FAST_LOOPS_FAST_PRODUCT_H

#include "kernels/fast/product.h"

/* In the way that is the fastest for the product's shape. Which one that is hangs on the shape, the
 * instruction set and whether OpenBLAS is loaded, never on the number of threads. */
void fast_multiply(const struct product *product);

/* --- the ways, each in a file of its own; all of them add to what stands in c --- */

/* A matrix and its steps in memory: element (i, j) is data[i * row + j * column]. */
struct view {
    const real *data;
    size_t row, column; /* at least one of them is 1 */
};

static inline struct view view_of(const real *data, size_t rows, size_t columns, bool transposed)
{
    return transposed ? (struct view){data, 1, rows} : (struct view){data, columns, 1};
}

static inline struct view view_from(struct view view, size_t i, size_t j)
{
    return (struct view){view.data + i * view.row + j * view.column, view.row, view.column};
}

/* Any product; the way for those that are large both ways. */
void multiply_by_tiles(const struct product *product);

/* A (n,k) with rows and B (k,m) transposed: both lie along k. For few rows or few columns. */
void multiply_by_dots(const struct product *product);

/* B (k,m) as it is. For few rows or a short k. */
void multiply_by_rows(const struct product *product);

#endif
