/* autograd/products.h: products of matrices and rows broadcast over a batch, on the tape.
 *
 * Shapes that do not fit panic with both: `matmul: a is (64,784), b is (100,10): 784 != 100`.
 * For an input that wants no gradient, matmul's way back takes room for one from the step's arena.
 */
#ifndef DESCENT_AUTOGRAD_PRODUCTS_H
#define DESCENT_AUTOGRAD_PRODUCTS_H

#include "autograd/tape.h"

/* c (n,m) = a (n,k) b (k,m). */
struct variable *matmul(struct tape *tape, struct variable *a, struct variable *b);

/* y (n,m) = x (n,m) + row (m): the row is added to every row of x. */
struct variable *add_row(struct tape *tape, struct variable *x, struct variable *row);

/* The same numbers under another shape; panics when the counts differ. Nothing is copied or
 * recorded: the view and x have one value and one gradient. */
struct variable *reshape(struct tape *tape, struct variable *x, struct shape shape);

#endif
