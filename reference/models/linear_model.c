#include "models/linear_model.h"

static struct parameter zero_parameter(struct arena *arena, size_t count)
{
    const struct parameter parameter = {count, arena_reals(arena, count),
                                        arena_reals(arena, count)};
    for (size_t i = 0; i < count; i++) {
        parameter.value[i] = 0;
        parameter.gradient[i] = 0;
    }
    return parameter;
}

struct linear_model linear_model_new(struct arena *arena, size_t in, size_t out)
{
    struct linear_model model = {.in = in, .out = out};
    model.w = zero_parameter(arena, out * in);
    model.b = zero_parameter(arena, out);
    return model;
}
