/* autograd/variable.h: a tensor on the tape: its value, and the gradient of the loss by it. */
#ifndef DESCENT_AUTOGRAD_VARIABLE_H
#define DESCENT_AUTOGRAD_VARIABLE_H

#include "base/arena.h"
#include "tensor/parameter.h"
#include "tensor/tensor.h"

struct variable {
    struct tensor value;
    real *gradient; /* as many as value has: d loss / d value; NULL when nobody wants it */
};

/* A variable that training changes: values not yet written, gradients 0, from the model's arena. */
struct variable variable_parameter(struct arena *arena, struct shape shape);

/* The same numbers for an optimizer. */
struct parameter variable_as_parameter(const struct variable *variable);

/* The number of elements. */
size_t variable_count(const struct variable *variable);

/* Panics with both shapes when they differ: "add: x is (2,3), y is (3,2)". */
void variable_require_same_shape(const char *operation, const struct variable *x,
                                 const struct variable *y);

#endif
