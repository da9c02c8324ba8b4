/* train/summary.h: a model as a table, before anything runs: each layer's output, parameters and FLOPs.
 *
 *     summary_print(stdout, "", cnn_module(cnn), shape_2d(1, 784));
 *
 *     layer                            output shape    parameters   FLOPs forward  FLOPs backward
 *     as images                        (1,1,28,28)              0               0               0
 *     conv_block 16 of 3x3, padding 1
 *       conv2d 16 of 3x3, padding 1    (1,16,28,28)           160         225,792         238,336
 *       relu                           (1,16,28,28)             0          12,544          25,088
 *     ...
 *
 * The numbers are the layers' own words (layers/description.h). Backward counts what training needs: the
 * first layer with parameters leads no gradient back to the data.
 */
#ifndef DESCENT_TRAIN_SUMMARY_H
#define DESCENT_TRAIN_SUMMARY_H

#include "layers/sequential.h"

#include <stdio.h>

struct summary_row {
    struct description description;
    size_t depth;          /* sequences that it stands in, without the model itself */
    bool x_wants_gradient; /* some module before it has parameters */
};

/* Lists the model's layers, and the sequences among them before their own parts, for an input of shape
 * x. Returns how many there are, at most `room`. It ends behind a module that tells nothing of itself:
 * what comes then is not known. */
size_t summary_rows(struct module model, struct shape x, size_t room,
                    struct summary_row *row /* (room) */);

/* The table, and the sum below it; `margin` stands before each line. */
void summary_print(FILE *out, const char *margin, struct module model, struct shape x);

#endif
