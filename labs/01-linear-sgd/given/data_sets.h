/* data_sets.h: what lab 01 learns from, and how each data set wants to be treated.
 *
 * A loss that is a valley of another steepness needs another learning rate. `largest_rate` is where
 * gradient descent on all rows begins to diverge: 2 divided by the loss's largest curvature. It
 * depends on the x alone. The defaults are shares of it.
 */
#ifndef DESCENT_LAB01_DATA_SETS_H
#define DESCENT_LAB01_DATA_SETS_H

#include "01-linear-sgd/given/line.h"
#include "01-linear-sgd/given/options.h"
#include "base/arena.h"
#include "base/message.h"
#include "base/real.h"
#include "data/samples.h"

#include <stdbool.h>
#include <stddef.h>

struct range {
    real low, high;
};

struct data_set {
    char name[64];  /* in the traces' names: "quiz", "quiz-outlier" */
    char from[256]; /* the file, or how it was made */
    char x_name[80], y_name[80];
    const char *unit, *unit_squared; /* " (points)" behind names on axes, or "" */
    struct samples samples;          /* one column of x, one of y */

    real largest_rate; /* gradient descent on all rows diverges above it */
    real rates[3];     /* slow, fast, too fast */
    real flattest;     /* the smallest curvature: 1/(rate flattest) updates settle by 63 % */
    struct range slope, offset; /* the window in which the loss is drawn: the best line is in it */

    /* from the options, or the data set's own */
    struct line start;
    real rate;
    size_t batch, epochs;

    /* what sections have found out so far */
    bool best_known; /* by exercise 1.4 */
    struct line best;
    bool measured_known; /* where descent with exercise 1.3 ended */
    struct line measured;
};

enum { data_sets_most = 2, data_set_most_rows = 10000 };

/* Reads or makes the data sets that the options ask for, and settles how each is trained. The
 * numbers are taken from the arena. Returns how many, or 0 and says why. */
size_t data_sets_load(const struct options *options, struct arena *arena,
                      struct data_set set[data_sets_most], struct message *why);

#endif
