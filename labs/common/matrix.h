/* common/matrix.h: small matrices that a section makes up and prints beside each other.
 *
 *     const struct matrix z = matrix_drawn(arena, 4, 3, &generator);
 *     const struct matrix dz = matrix_zeros(arena, 4, 3);
 *     softmax_cross_entropy_backward(4, 3, z.at, y, NULL, 1, dz.at);
 *     matrix_compare("dz (4,3)", dz, matrix_measure(arena, &objective, z));
 *
 * All memory comes from the caller's arena.
 */
#ifndef DESCENT_LABS_COMMON_MATRIX_H
#define DESCENT_LABS_COMMON_MATRIX_H

#include "autograd/objective.h"
#include "base/arena.h"
#include "base/pcg32.h"
#include "base/real.h"

#include <stddef.h>

struct matrix {
    size_t rows, columns;
    real *at; /* (rows,columns) */
};

/* Nothing in it; all 0; numbers with one digit behind the point, from -2 to 2. */
struct matrix matrix_new(struct arena *arena, size_t rows, size_t columns);
struct matrix matrix_zeros(struct arena *arena, size_t rows, size_t columns);
struct matrix matrix_drawn(struct arena *arena, size_t rows, size_t columns,
                           struct pcg32 *generator);

size_t matrix_count(struct matrix m);

/* Ends the section in words when an element is not finite. `what` begins the sentence. */
void matrix_require_finite(struct matrix m, const char *what);

/* Prints a row's numbers, without a newline. */
void matrix_print_row(struct matrix m, size_t row);

/* Prints two beside each other, under their names. */
void matrix_print_beside(const char *left, struct matrix a, const char *right, struct matrix b);

/* The gradient of the loss by the elements of `at`, measured by central differences. */
struct matrix matrix_measure(struct arena *arena, const struct objective *objective,
                             struct matrix at);

/* Prints a gradient beside the measured one, and whether they agree. `name`: "dz (4,3)". */
void matrix_compare(const char *name, struct matrix computed, struct matrix measured);

#endif
