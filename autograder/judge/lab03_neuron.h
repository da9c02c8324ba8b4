/* judge/lab03_neuron.h: where the steps of an optimizer lead: one neuron learns to tell 0 from 1,
 * drawn as in data/glyphs.h.
 *
 * All rows are one batch and the judge chooses the starting weights, so training has one right course:
 * the reference's. It is compared by the loss of the weights that came back, from above and from below.
 * Its gradient is measured by the driver (worker/lab03_optimizers.c), so that nothing but the optimizer
 * is the student's.
 */
#ifndef DESCENT_JUDGE_LAB03_NEURON_H
#define DESCENT_JUDGE_LAB03_NEURON_H

#include "judge/check.h"

struct neuron_training {
    const char *name; /* in reports */
    struct {
        const char *name;
        double value;
    } setting[6];
};

/* Trains from three seeds; the check's driver 'b'. */
void check_neuron(struct check *check, const struct neuron_training *on, size_t first_seed);

#endif
