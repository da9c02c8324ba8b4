/* layers/description.h: what a module is, what it makes of an input's shape, and what that costs.
 *
 * Nothing runs: all this follows from the shapes. The model's summary (train/summary.h) prints it, the
 * profiler (train/profile.h) divides it by the time that was measured.
 *
 * What is counted: each multiplication, addition, comparison, division and root is one floating-point
 * operation (FLOP), and so is a function like exp. A product of n pairs, added to an offset, is 2 n. Of
 * the bytes those are counted that must move, if each array is read once, written once, and added to
 * by a read and a write. A kernel may do less (one that skips zeros) and often moves more.
 */
#ifndef DESCENT_LAYERS_DESCRIPTION_H
#define DESCENT_LAYERS_DESCRIPTION_H

#include "tensor/shape.h"

#include <stdbool.h>
#include <stddef.h>

struct layer_cost {
    size_t flops, bytes;
};

struct sequential;

struct description {
    char kind[64]; /* "conv2d 16 of 3x3, padding 1"; "": it, or a part of it, tells nothing */
    struct shape output;
    size_t parameters;                     /* numbers that training changes */
    struct layer_cost forward;             /* for the whole input, a batch */
    struct layer_cost backward_parameters; /* the gradients of its own parameters */
    struct layer_cost backward_x;   /* the gradient of its input: the first layer needs none */
    const struct sequential *parts; /* NULL: not a sequence of modules */
};

/* A module without parameters that takes as many operations for each element, forward and backward.
 * It reads x and writes y; on the way back it reads dy, and x or y if `looks` says so, and adds to dx. */
struct description describe_elementwise(const char *kind, struct shape x, size_t forward_flops,
                                        size_t backward_flops, bool looks);

/* A change of shape, which costs nothing: the numbers stay where they are. */
struct description describe_reshape(const char *kind, struct shape output);

/* Adds text to the kind, as printf would; what does not fit is cut off. */
void description_say(struct description *description, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The bytes of so many numbers. */
size_t bytes_of_reals(size_t count);

/* All that happens on the way back when x wants a gradient, and when it does not. */
struct layer_cost description_backward(const struct description *description,
                                       bool x_wants_gradient);

/* Puts a part behind the whole so far: costs and parameters add up, the output is the part's. A whole of
 * no part is one that is all zero but for its kind and its output, which is the input's shape. */
void description_append(struct description *whole, const struct description *part);

#endif
