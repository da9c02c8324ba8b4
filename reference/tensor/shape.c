#include "tensor/shape.h"

#include "base/message.h"

#include <stdio.h>

struct shape shape_1d(size_t a)
{
    return (struct shape){1, {a}};
}

struct shape shape_2d(size_t a, size_t b)
{
    return (struct shape){2, {a, b}};
}

struct shape shape_3d(size_t a, size_t b, size_t c)
{
    return (struct shape){3, {a, b, c}};
}

struct shape shape_4d(size_t a, size_t b, size_t c, size_t d)
{
    return (struct shape){4, {a, b, c, d}};
}

/* A function of its own: shape_count is called in every operation and stays short. */
static __attribute__((noinline)) _Noreturn void panic_too_large(const struct shape *shape)
{
    panic("shape %s holds more elements than memory can", shape_to_text(*shape).text);
}

size_t shape_count(struct shape shape)
{
    size_t count = 1;
    for (size_t axis = 0; axis < shape.rank; axis++) {
        if (__builtin_mul_overflow(count, shape.size[axis], &count)) {
            panic_too_large(&shape);
        }
    }
    return count;
}

bool shape_equal(struct shape a, struct shape b)
{
    if (a.rank != b.rank) {
        return false;
    }
    for (size_t axis = 0; axis < a.rank; axis++) {
        if (a.size[axis] != b.size[axis]) {
            return false;
        }
    }
    return true;
}

struct shape_text shape_to_text(struct shape shape)
{
    struct shape_text out;
    size_t length = (size_t)snprintf(out.text, sizeof out.text, "(");
    for (size_t axis = 0; axis < shape.rank; axis++) {
        length += (size_t)snprintf(out.text + length, sizeof out.text - length, "%s%zu",
                                   axis > 0 ? "," : "", shape.size[axis]);
    }
    snprintf(out.text + length, sizeof out.text - length, ")");
    return out;
}
