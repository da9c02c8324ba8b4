/* plan.h: how a network is built and trained: what a section chooses, and the options change. */
#ifndef DESCENT_LAB02_PLAN_H
#define DESCENT_LAB02_PLAN_H

#include "02-mlp-xor/given/options.h"
#include "models/mlp.h"
#include "train/trace.h"

struct plan {
    size_t hidden, depth; /* units in each hidden layer, hidden layers; 0, 0: one linear layer */
    enum activation activation;
    enum initialisation initialisation;
    bool squared; /* squared error of the probability in place of binary cross-entropy */
    real rate, momentum;
    size_t batch; /* rows; 0: all */
    size_t epochs;
};

/* What the options say, and the defaults where they say nothing. */
struct plan plan_with(const struct options *options, struct plan defaults);

/* "2-8-1, sigmoid", for a network with `in` inputs; "2-1" where there is no hidden layer. The text
 * is held in the returned struct. */
struct plan_text {
    char text[96];
};
struct plan_text plan_to_text(const struct plan *plan, size_t in);

/* Writes two rows of three columns, which a picture's head tells: inputs, hidden units, hidden
 * layers; activation, 1 for squared error, rate. */
void plan_write(struct trace *trace, const struct plan *plan, size_t in);

#endif
