/* worker/call.h: what a driver sees: the arrays that came with a call, and those it answers with.
 *
 * A driver calls a student's function the way the exercise says. About twenty lines; no judgement,
 * no expected values: this code is linked with the student's.
 *
 * Every array is an allocation of its own and of exact size; outputs are NaN until the function
 * writes them. All of them go back to the judge, the inputs too: it sees what was changed.
 */
#ifndef DESCENT_WORKER_CALL_H
#define DESCENT_WORKER_CALL_H

#include "wire/bundle.h"

#include <stdbool.h>
#include <stddef.h>

struct call {
    struct bundle *bundle;
};

/* The array of this name. The program ends with a message when the judge did not send it. */
real *array(const struct call *call, const char *name);

/* Whether the judge sent an array of this name. */
bool is_given(const struct call *call, const char *name);

/* The shape of the array of this name. */
struct shape shape_of(const struct call *call, const char *name);

/* The size of one of its axes, 1 when it has fewer. */
size_t size_of(const struct call *call, const char *name, size_t axis);

/* The number of its elements. */
size_t count_of(const struct call *call, const char *name);

/* The first element of it: a rate, an epsilon. */
real number(const struct call *call, const char *name);

/* The same as a count: a seed, a number of epochs. */
size_t whole(const struct call *call, const char *name);

/* A new array of the answer, filled with NaN. */
real *output(const struct call *call, const char *name, struct shape shape);

/* A new number of the answer. */
void output_number(const struct call *call, const char *name, real value);

/* A new text of the answer, a number a letter. */
void output_text(const struct call *call, const char *name, const char *text);

/* An array for a driver's own use, as exact and as unwritten as the others; the driver frees it. */
real *scratch(size_t count);

struct driver {
    const char *exercise; /* "1.6"; "2.1b" where one exercise has several drivers */
    void (*run)(const struct call *call);
};

/* The drivers of the lab that this worker serves; the last has exercise NULL. */
extern const struct driver drivers[];

#endif
