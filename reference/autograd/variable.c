#include "autograd/variable.h"

#include <string.h>

struct variable variable_parameter(struct arena *arena, struct shape shape)
{
    const size_t count = shape_count(shape);
    const struct variable variable = {tensor_new(arena, shape), arena_reals(arena, count)};
    memset(variable.gradient, 0, count * sizeof *variable.gradient);
    return variable;
}

struct parameter variable_as_parameter(const struct variable *variable)
{
    return (struct parameter){variable_count(variable), variable->value.data, variable->gradient};
}

size_t variable_count(const struct variable *variable)
{
    return shape_count(variable->value.shape);
}

void variable_require_same_shape(const char *operation, const struct variable *x,
                                 const struct variable *y)
{
    if (!shape_equal(x->value.shape, y->value.shape)) {
        panic("%s: x is %s, y is %s", operation, shape_to_text(x->value.shape).text,
              shape_to_text(y->value.shape).text);
    }
}
