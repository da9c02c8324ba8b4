/* autograd/gradient_check.h: is an operation's way back right? Every gradient, measured.
 *
 * For an operation of your own, or any part of a network. Say how its output is built from its
 * inputs, and where to look:
 *
 *     static struct variable *product(struct tape *tape, struct variable *const *x, void *context)
 *     {
 *         (void)context;
 *         return multiply(tape, x[0], x[1]);
 *     }
 *
 *     const struct tensor at[] = {a, b};      // two of one shape, with numbers of about unit size
 *     const struct gradient_check check = {.operation = product, .inputs = 2, .input = at,
 *                                          .backend = &naive_backend, .arena = &arena, .seed = 1};
 *     const struct gradient_finding worst = gradient_check_run(&check);
 *     if (!gradient_check_passed(&worst)) {
 *         puts(gradient_check_text(&worst).text);
 *     }
 *
 *     input 1, element (2,0): the tape says 0.5, the central difference 1
 *
 * Method. One number is made of the output, L = sum over i of above[i] out[i], with numbers
 * above[i] drawn from the seed: they are the gradient that arrives from above. The walk back gives
 * the gradient of L by every input; moving one element c of an input at a time measures the same,
 *
 *     dL/dc  ~  (L(c + epsilon) - L(c - epsilon)) / (2 epsilon)
 *
 * as the mean of what rate_of_change says for epsilon and for -epsilon; epsilon is 2^-17 in double
 * and 2^-7 in float. Then the operation is run and walked back once more, without setting the
 * inputs' gradients to zero: each must have doubled, else the operation overwrites where it should
 * add.
 *
 * Accuracy. The error of an element is its difference divided by the largest element of its input's
 * measured gradient, or by a floor where the whole gradient is smaller than a difference of the
 * outputs can tell from rounding. In double a right gradient has an error of about 1e-9, and 1e-6
 * passes; in float 1e-2 does, enough to see a wrong formula, not a lost digit. So check in double.
 *
 * What the operation must be like:
 * - The same inputs give the same output. What is drawn (dropout) starts from the same seed each
 *   time.
 * - The tape is in training (tape->training); an operation that is to be checked in evaluation says so
 *   to the tape.
 * - No element lies within epsilon of a kink: ReLU at 0 has two slopes and the measurement takes
 *   their mean.
 * - It records at most 256 operations on the tape, and takes what it needs from tape->arena.
 * - An input that wants no gradient (labels, indices) comes through the context.
 */
#ifndef DESCENT_AUTOGRAD_GRADIENT_CHECK_H
#define DESCENT_AUTOGRAD_GRADIENT_CHECK_H

#include "autograd/tape.h"
#include "tensor/tensor.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct gradient_check {
    /* Builds the output, of any shape, from variables with the inputs' values. */
    struct variable *(*operation)(struct tape *tape, struct variable *const *input /* (inputs) */,
                                  void *context);
    void *context; /* what the operation needs besides; NULL when nothing */
    size_t inputs;
    const struct tensor *input; /* (inputs): where to check; copied, not changed */
    const struct backend *backend;
    struct arena *arena; /* on return it holds what it held before */
    uint64_t seed;       /* of what arrives from above */
};

/* The element with the largest error of all. */
struct gradient_finding {
    size_t input;       /* which one, from 0 */
    size_t element;     /* of it, from 0, row-major */
    struct shape shape; /* of that input */
    real got, expected; /* on the tape; measured */
    real error;         /* relative, see above; infinite when `got` or `expected` is not a number */
    bool overwritten;   /* wrong only in the second walk: `expected` is twice the first one's */
};

/* Compares every element of every input's gradient. At least one input, none of them empty. */
struct gradient_finding gradient_check_run(const struct gradient_check *check);

/* True when even the worst element is near enough. */
bool gradient_check_passed(const struct gradient_finding *worst);

/* Where the worst element stands and what was found there, without a newline. */
struct gradient_text {
    char text[256];
};
struct gradient_text gradient_check_text(const struct gradient_finding *worst);

#endif
