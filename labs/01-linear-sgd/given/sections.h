/* sections.h: the sections of lab 01's program, in the order of the exercises that they show.
 *
 * Each takes the struct lab and goes through its data sets. Each first computes, then writes its
 * traces, because an exercise that is not written yet may end it in between: common/section.h.
 */
#ifndef DESCENT_LAB01_SECTIONS_H
#define DESCENT_LAB01_SECTIONS_H

/* lines.c: what a line predicts, what it costs, which is best */
void show_first_line(void *lab);    /* 1.1 */
void show_loss(void *lab);          /* 1.2 */
void show_least_squares(void *lab); /* 1.4 */

/* gradients.c: which way is down, found in two ways */
void show_rate_of_change(void *lab); /* 1.3 */
void show_loss_gradient(void *lab);  /* 1.5 */
void show_line_gradient(void *lab);  /* 1.6 */
void show_half_batches(void *lab);   /* 1.6 */

/* descents.c: going down with all rows at once */
void show_rates(void *lab);  /* 1.7 */
void show_valley(void *lab); /* 1.9 */

/* ball.c: momentum where there are two valleys */
void show_ball(void *lab); /* 1.9 */

/* mini_batches.c: some rows at a time */
void show_visits(void *lab); /* 1.8 */
void show_cloud(void *lab);  /* 1.8 */

/* training.c: the training loop, and what it can be asked */
void show_training(void *lab);    /* 1.10 */
void show_paths(void *lab);       /* 1.10 */
void show_batch_sizes(void *lab); /* 1.10 */

#endif
