/* worker/lab02_tape.h: what lab 02's drivers share where something is recorded on a tape, and the drivers
 * that stand in files of their own.
 */
#ifndef DESCENT_WORKER_LAB02_TAPE_H
#define DESCENT_WORKER_LAB02_TAPE_H

#include "autograd/tape.h"
#include "worker/call.h"

/* A tape with all that it needs. It is not to be moved: the tape points into it. */
struct bench {
    struct backend backend; /* the fast one */
    struct arena model, step;
    struct tape tape;
};

void bench_open(struct bench *bench);
void bench_close(struct bench *bench);

/* The arrays of these names as a variable; one whose gradient was not sent wants none. */
struct variable variable_of(const struct call *call, const char *name, const char *gradient);

/* Answers with the value of what an operation returned. */
void output_value(const struct call *call, const char *name, const struct variable *variable);

/* The drivers of lab02_tape.c: 2.4, 2.5 and 2.7. */
void exercise_2_4_sum(const struct call *call);
void exercise_2_4_sum_backward(const struct call *call);
void exercise_2_4_product(const struct call *call);
void exercise_2_4_product_backward(const struct call *call);
void exercise_2_4_both(const struct call *call);
void exercise_2_5(const struct call *call);
void exercise_2_7(const struct call *call);
void exercise_2_7_backward(const struct call *call);
void exercise_2_7_twice(const struct call *call);

/* Those of lab02_network.c. */
void exercise_2_12(const struct call *call);
void exercise_2_12_training(const struct call *call);
void exercise_2_12_losses(const struct call *call);

#endif
