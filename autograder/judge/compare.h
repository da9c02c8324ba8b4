/* judge/compare.h: is an array what it should be, and if not, what does the difference look like?
 *
 * Values are compared in double with a limit relative to the array's own size:
 * |got - expected| <= tolerance * (largest |expected| in the array, at least 1e-3).
 */
#ifndef DESCENT_JUDGE_COMPARE_H
#define DESCENT_JUDGE_COMPARE_H

#include "wire/bundle.h"

#include <stdbool.h>
#include <stddef.h>

struct difference {
    size_t wrong; /* elements outside the limit; 0 when all is well */
    size_t
        index; /* of the first of them; of the first NaN or infinity where the text is about these */
    char text[300]; /* one sentence: "dw has the wrong sign in every element." */
};

/* Compares got with expected; both have the same number of elements. `before` is what stood in the
 * array when the function was called, NULL when it was unwritten. */
struct difference compare_arrays(const struct frame *expected, const struct frame *got,
                                 const real *before, real tolerance);

/* "dw[0,2]" for an element's number, "loss" for a single number; held in the returned struct. */
struct place_text {
    char text[96];
};
struct place_text place_of(const struct frame *frame, size_t index);

/* The shortest decimal that tells the value to 9 digits: "0.333333333", "nan". */
struct number_text {
    char text[32];
};
struct number_text number_to_text(real value);

#endif
