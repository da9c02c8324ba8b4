/* autograd/tape.h: the tape: what was computed forward, so that it can be walked back.
 *
 * Each operation computes its output's value and leaves a record: its inputs, its output, and the
 * function that leads the output's gradient back to the inputs'. An operation comes after all whose
 * outputs it uses, so walking the records from the last to the first finishes every gradient before
 * it is used. A variable that is used twice gets a gradient from both uses: they add up.
 *
 *     struct variable *const sum = add(tape, x, y);
 *     struct variable *const product = multiply(tape, sum, z);   // (x + y) z
 *     struct variable *const loss = mse_loss(tape, product, target);
 *     tape_backward(tape, loss);                                 // fills x->gradient and all others
 *     tape_reset(tape);                                          // the step's memory is free again
 *
 * The tape owns nothing: outputs and their gradients come from the step's arena and are gone with
 * tape_reset; parameters belong to the model.
 */
#ifndef DESCENT_AUTOGRAD_TAPE_H
#define DESCENT_AUTOGRAD_TAPE_H

#include "autograd/variable.h"
#include "base/arena.h"
#include "kernels/backend.h"

#include <stdbool.h>
#include <stddef.h>

enum { tape_max_inputs = 3 };

struct tape;

struct record {
    /* Adds to the gradients of the inputs what the output's gradient makes of them. An input whose
     * gradient is NULL wants none. */
    void (*backward)(const struct record *record);
    const struct tape *tape; /* that it stands on */
    struct variable *output;
    struct variable *input[tape_max_inputs]; /* those behind the last are NULL */
    const void *context;                     /* what backward needs besides; often NULL */
};

struct module;

/* Who looks on while modules run and leave records, as a profiler does (train/profile.h). Nobody does as
 * long as the tape's watcher is NULL. */
struct tape_watcher {
    /* A module is about to take x; it has made y. Between the two come those of its parts. */
    void (*enter)(struct tape_watcher *watcher, const struct module *module,
                  const struct variable *x);
    void (*leave)(struct tape_watcher *watcher, const struct variable *y);
    /* The record stands on the tape; the watcher may put a function of its own in front of its
     * backward. */
    void (*recorded)(struct tape_watcher *watcher, struct record *record);
    /* From here on, what happens outside of all modules is this: "loss"; NULL: the rest of a step. */
    void (*section)(struct tape_watcher *watcher, const char *name);
};

struct tape {
    const struct backend *backend;
    struct arena *arena; /* the step's */
    bool recording;      /* false: no gradients, no records */
    bool training;       /* false: layers that behave otherwise in training evaluate: dropout drops
                              nothing, batch norm takes its running statistics */
    size_t count, room;  /* records */
    struct record *record;        /* (room), in the order in which they were computed */
    struct tape_watcher *watcher; /* usually NULL */
};

/* A tape with room for `room` records, taken from the model's arena; what it computes goes to the
 * step's arena. It records, for training. Evaluation sets both, recording and training, to false, as
 * evaluate_loss does (train/step.h). */
struct tape tape_new(struct arena *model, struct arena *step, const struct backend *backend,
                     size_t room);

/* Data on the tape: a variable that views the tensor and wants no gradient. */
struct variable *tape_constant(struct tape *tape, struct tensor value);

/* A new operation: returns its output, whose value the caller must write. Unless the tape does not
 * record or no input wants a gradient, the output has a gradient, all 0, and a record is left with
 * the inputs x, y and z (NULL where there are fewer). Panics when the tape is full. */
struct variable *tape_record(struct tape *tape, struct shape shape,
                             void (*backward)(const struct record *), struct variable *x,
                             struct variable *y, struct variable *z);

/* The same with something that backward needs besides; it must live until tape_reset. */
struct variable *tape_record_with(struct tape *tape, struct shape shape,
                                  void (*backward)(const struct record *), struct variable *x,
                                  struct variable *y, struct variable *z, const void *context);

/* For a way back whose kernel must add to every gradient: the variable's own, or, where nobody wants
 * one, zeros of the step's arena. */
real *tape_gradient(const struct tape *tape, const struct variable *variable);

/* Tells the watcher, if there is one, what comes outside of the modules from here on. */
static inline void tape_section(const struct tape *tape, const char *name)
{
    if (tape->watcher) {
        tape->watcher->section(tape->watcher, name);
    }
}

/* Forgets all records and gives the step's memory back. */
void tape_reset(struct tape *tape);

#endif
