/* autograd/arithmetic.h: sum and product of two variables of one shape, element by element.
 *
 * The two smallest operations: begin with them. They compute with loops of their own; all others
 * call their kernels through the tape's backend.
 */
#ifndef DESCENT_AUTOGRAD_ARITHMETIC_H
#define DESCENT_AUTOGRAD_ARITHMETIC_H

#include "autograd/tape.h"

/* out = x + y. Both have the same shape; they may be the same variable. The output's value is
 * written at once, and add_backward is left on the tape. */
struct variable *add(struct tape *tape, struct variable *x, struct variable *y);

/* Adds to x's gradient and to y's what the output's makes of them. One that is NULL is left out. */
void add_backward(const struct record *record);

/* out = x y, each element of x times the same element of y; else as `add`. */
struct variable *multiply(struct tape *tape, struct variable *x, struct variable *y);
void multiply_backward(const struct record *record);

#endif
