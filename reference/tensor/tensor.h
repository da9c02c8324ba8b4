/* tensor/tensor.h: an n-d array of reals, up to 4 axes, row-major and contiguous.
 *
 * A tensor does not own its data: an arena does, or the caller whose array it views. Copying the
 * struct copies the view, not the numbers.
 *
 *     struct tensor x = tensor_new(&arena, shape_2d(13, 2));
 *     struct tensor flat = tensor_reshape(x, shape_1d(26));      // the same 26 numbers
 *     *tensor_at(x, 12, 1, 0, 0) = 25.9;                         // row 12, column 1
 */
#ifndef DESCENT_TENSOR_TENSOR_H
#define DESCENT_TENSOR_TENSOR_H

#include "base/arena.h"
#include "base/message.h"
#include "base/real.h"
#include "tensor/shape.h"

struct tensor {
    struct shape shape;
    real *data; /* (shape_count(shape)) */
};

/* A tensor whose data is taken from the arena and not yet written. */
struct tensor tensor_new(struct arena *arena, struct shape shape);

/* A tensor over an array of the caller's with shape_count(shape) elements. */
struct tensor tensor_view(struct shape shape, real *data);

/* The same numbers under another shape. Panics with both shapes when the counts differ. */
struct tensor tensor_reshape(struct tensor tensor, struct shape shape);

/* The address of one element; indices beyond the tensor's axes must be 0. Panics when an index
 * lies outside. For tests and small things: kernels compute offsets. */
real *tensor_at(struct tensor tensor, size_t i, size_t j, size_t k, size_t l);

/* Sets every element. */
void tensor_fill(struct tensor tensor, real value);

/* Multiplies every element. */
void tensor_scale(struct tensor tensor, real factor);

/* As an .npy file; see base/npy.h. Return 0, or -1 and say `path: why`. */
int tensor_save(struct tensor tensor, const char *path, struct message *why);
int tensor_load(struct tensor *tensor, struct arena *arena, const char *path, struct message *why);

#endif
