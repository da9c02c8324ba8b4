#include "worker/call.h"

#include <stdlib.h>
#include <string.h>

static struct frame *frame_of(const struct call *call, const char *name)
{
    struct frame *const frame = bundle_find(call->bundle, name);
    if (!frame) {
        panic("worker: the call of %s came without '%s'", call->bundle->exercise, name);
    }
    return frame;
}

real *array(const struct call *call, const char *name)
{
    return frame_of(call, name)->data;
}

bool is_given(const struct call *call, const char *name)
{
    return bundle_find(call->bundle, name) != NULL;
}

struct shape shape_of(const struct call *call, const char *name)
{
    return frame_of(call, name)->shape;
}

size_t size_of(const struct call *call, const char *name, size_t axis)
{
    const struct frame *const frame = frame_of(call, name);
    return axis < frame->shape.rank ? frame->shape.size[axis] : 1;
}

size_t count_of(const struct call *call, const char *name)
{
    return frame_of(call, name)->count;
}

real number(const struct call *call, const char *name)
{
    const struct frame *const frame = frame_of(call, name);
    if (frame->count < 1) {
        panic("worker: '%s' of %s is empty", name, call->bundle->exercise);
    }
    return frame->data[0];
}

size_t whole(const struct call *call, const char *name)
{
    return (size_t)number(call, name);
}

real *output(const struct call *call, const char *name, struct shape shape)
{
    return bundle_add(call->bundle, name, shape)->data;
}

void output_number(const struct call *call, const char *name, real value)
{
    output(call, name, shape_1d(1))[0] = value;
}

void output_text(const struct call *call, const char *name, const char *text)
{
    real *const letters = output(call, name, shape_1d(strlen(text)));
    for (size_t i = 0; text[i]; i++) {
        letters[i] = (real)(unsigned char)text[i];
    }
}

real *scratch(size_t count)
{
    real *const array = malloc(count * sizeof *array);
    if (!array) {
        panic("worker: no memory for %zu numbers", count);
    }
    for (size_t i = 0; i < count; i++) {
        array[i] = REAL_NAN;
    }
    return array;
}
