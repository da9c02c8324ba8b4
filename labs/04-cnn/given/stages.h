/* stages.h: the trained network step by step: what each layer of a block makes of images. */
#ifndef DESCENT_LAB04_STAGES_H
#define DESCENT_LAB04_STAGES_H

#include "04-cnn/given/learner.h"

/* What block `number` makes of x, without a gradient; all on the learner's tape, which the caller
 * resets. */
struct stages {
    struct variable *convolved, *active,
        *pooled; /* (n,filters,...); pooled is active without pooling */
};
struct stages stages_of_block(struct learner *learner, size_t number, struct variable *x);

/* Images as they come into the first block, (n,1,height,width): standardised as in the training. */
struct variable *stages_images(struct learner *learner, const struct image_set *set,
                               struct images some);

/* The pixels that one number behind a block sees: a square that begins `start` pixels right of and below
 * place * step (left of and above where start is below 0) and is `size` pixels wide. Its convolution's
 * answer, without its pooling. */
struct view {
    size_t size, step;
    long start;
};
struct view view_of_block(const struct cnn_settings *settings, size_t number);

#endif
