/* tensor/shape.h: the sizes of an n-d array's axes.
 *
 * Row-major: the last axis lies together in memory. Element (i, j) of shape (N, M) is number
 * i * M + j.
 */
#ifndef DESCENT_TENSOR_SHAPE_H
#define DESCENT_TENSOR_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

enum { shape_max_rank = 4 };

struct shape {
    size_t rank; /* axes, 0 to 4 */
    size_t size[shape_max_rank];
};

struct shape shape_1d(size_t a);
struct shape shape_2d(size_t a, size_t b);
struct shape shape_3d(size_t a, size_t b, size_t c);
struct shape shape_4d(size_t a, size_t b, size_t c, size_t d);

/* The number of elements: the product of the sizes, 1 when there is no axis. Panics when the
 * product does not fit a size_t. */
size_t shape_count(struct shape shape);

bool shape_equal(struct shape a, struct shape b);

/* "(64,784)", as all messages write shapes. The text is held in the returned struct. */
struct shape_text {
    char text[96];
};
struct shape_text shape_to_text(struct shape shape);

#endif
