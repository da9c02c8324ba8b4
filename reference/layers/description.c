#include "layers/description.h"

#include "base/real.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void description_say(struct description *description, const char *format, ...)
{
    const size_t used = strlen(description->kind);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(description->kind + used, sizeof description->kind - used, format, arguments);
    va_end(arguments);
}

size_t bytes_of_reals(size_t count)
{
    return count * sizeof(real);
}

struct description describe_elementwise(const char *kind, struct shape x, size_t forward_flops,
                                        size_t backward_flops, bool looks)
{
    const size_t count = shape_count(x);
    struct description description = {
        .output = x,
        .forward = {forward_flops * count, bytes_of_reals(2 * count)},
        .backward_x = {backward_flops * count, bytes_of_reals((looks ? 4 : 3) * count)}};
    description_say(&description, "%s", kind);
    return description;
}

struct description describe_reshape(const char *kind, struct shape output)
{
    struct description description = {.output = output};
    description_say(&description, "%s", kind);
    return description;
}

static void add_cost(struct layer_cost *cost, struct layer_cost more)
{
    cost->flops += more.flops;
    cost->bytes += more.bytes;
}

struct layer_cost description_backward(const struct description *description, bool x_wants_gradient)
{
    struct layer_cost cost = description->backward_parameters;
    if (x_wants_gradient) {
        add_cost(&cost, description->backward_x);
    }
    return cost;
}

void description_append(struct description *whole, const struct description *part)
{
    /* behind a parameter the gradient must come through, whether or not x wants it */
    const bool needed = whole->parameters > 0;
    add_cost(&whole->forward, part->forward);
    add_cost(&whole->backward_parameters, description_backward(part, needed));
    if (!needed) {
        add_cost(&whole->backward_x, part->backward_x);
    }
    whole->parameters += part->parameters;
    whole->output = part->output;
}
