/* tests/on_tape.h: what the tests of the tape, the layers and the losses share.
 *
 *     TestSuite(products, .init = tape_test_begin, .fini = tape_test_end);
 */
#ifndef DESCENT_TESTS_ON_TAPE_H
#define DESCENT_TESTS_ON_TAPE_H

#include "autograd/tape.h"
#include "tests/support.h"

/* The step's memory; the model's is `scratch`. */
extern struct arena step_arena;

void tape_test_begin(void);
void tape_test_end(void);

/* A tape for 64 operations on the naive kernels. */
struct tape new_tape(void);

/* A variable of the model with these values and gradients 0. */
struct variable *variable_of(struct shape shape, const real *values);

/* The same with values from U(-1, 1). */
struct variable *random_variable(struct pcg32 *generator, struct shape shape);

/* The same without a gradient. */
struct variable *constant_of(struct shape shape, const real *values);

/* The same values under another gradient, which is 0: for a second way to compute the same. */
struct variable *twin_of(const struct variable *variable);

/* Sets the output's gradient and has the last record lead it back to its inputs'. */
void lead_back(const struct tape *tape, const real *above);

#endif
