/* sections.h: lab 03's sections, in the files beside this one. `context` is a struct lab. */
#ifndef DESCENT_LAB03_SECTIONS_H
#define DESCENT_LAB03_SECTIONS_H

/* pixels.c, parts.c, before.c, gradient.c */
void show_pixels(void *context);
void show_parts(void *context);
void show_before(void *context);
void show_gradient(void *context);

/* by_heart.c, rare.c, stopping.c, training.c */
void show_by_heart(void *context);
void show_rare(void *context);
void show_stopping(void *context);
void show_training(void *context);

/* optimizers.c */
void show_adagrad(void *context);
void show_rmsprop(void *context);
void show_adam(void *context);
void show_adamw(void *context);

/* rates.c */
void show_rates(void *context);
void show_batches(void *context);

/* dropped.c */
void show_dropout(void *context);

/* norms.c */
void show_norms(void *context);
void show_norms_in_training(void *context);

/* norm_gradient.c */
void show_norm_gradient(void *context);

/* regularisers.c */
void show_regularisers(void *context);

#endif
