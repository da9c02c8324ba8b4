/* lab.h: what lab 03's sections share: the options, the kernels, the images, memory, the traces. */
#ifndef DESCENT_LAB03_LAB_H
#define DESCENT_LAB03_LAB_H

#include "03-classifier/given/options.h"
#include "base/arena.h"
#include "base/pcg32.h"
#include "common/gpu.h"
#include "common/images.h"
#include "common/lab_output.h"
#include "kernels/backend.h"
#include "optim/optimizer.h"

#include <stddef.h>
#include <stdint.h>

/* What an optimizer came to in its section, for the tables of the sections behind it. */
struct compared {
    const struct optimizer_method *method;
    real rate;
    real first_accuracy; /* in validation, behind the first epoch; the rest behind the last */
    real training_loss, validation_loss, accuracy;
    bool lost;
};

enum { lab_most_compared = 8 };

struct lab {
    struct options options;
    struct backend backend; /* the student's kernels, fast ones elsewhere */
    struct arena model;     /* of the running section: networks, batches, what its pictures show */
    struct arena step;      /* of the tape: reset behind each step */
    struct gpu gpu;         /* that trains; none without BACKEND=cuda */
    struct lab_images images;

    size_t compared_count; /* optimizers that were trained beside each other so far: optimizers.c */
    struct compared compared[lab_most_compared];
};

/* A generator of random numbers; each user has a stream of its own, so that none disturbs another. */
struct pcg32 lab_generator(const struct lab *lab, uint64_t stream);

/* Opens OUT/NAME.dat; lab_trace_finish ends it. */
struct trace lab_trace_begin(const struct lab *lab, const char *name, const char *columns);

#endif
