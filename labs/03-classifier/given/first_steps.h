/* first_steps.h: what an optimizer does with a single coefficient and gradients that are easy to
 * follow: how long each of its steps is. Each function needs its own exercise only. */
#ifndef DESCENT_LAB03_FIRST_STEPS_H
#define DESCENT_LAB03_FIRST_STEPS_H

void first_steps_of_adagrad(void);
void first_steps_of_rmsprop(void);
void first_steps_of_adam(void);
void first_steps_of_adamw(void);

#endif
