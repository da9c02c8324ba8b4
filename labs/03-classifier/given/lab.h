/* lab.h: what lab 03's sections share: the options, the kernels, the images, memory, the traces. */
#ifndef DESCENT_LAB03_LAB_H
#define DESCENT_LAB03_LAB_H

#include "03-classifier/given/options.h"
#include "base/arena.h"
#include "base/pcg32.h"
#include "common/lab_output.h"
#include "data/image_set.h"
#include "kernels/backend.h"

#include <stddef.h>
#include <stdint.h>

/* Numbers of images of a set. */
struct images {
    size_t count;
    const size_t *index; /* (count) */
};

struct lab {
    struct options options;
    struct backend backend; /* the student's kernels, fast ones elsewhere */
    struct arena model;     /* of the running section: networks, batches, what its pictures show */
    struct arena step;      /* of the tape: reset behind each step */
    struct arena passing;   /* large and short: given back when the next section begins */

    const char *data_name; /* "Fashion-MNIST" */
    struct image_set set;  /* to train and validate with */
    struct image_set test;

    /* made by the student's functions when the first section asks for them: images.h */
    struct arena kept; /* as long as the program */
    bool is_split, is_measured;
    struct images training, validation;
    real mean, deviation; /* of the training part's pixels */
};

/* A generator of random numbers; each user has a stream of its own, so that none disturbs another. */
struct pcg32 lab_generator(const struct lab *lab, uint64_t stream);

/* Opens OUT/NAME.dat; lab_trace_finish ends it. */
struct trace lab_trace_begin(const struct lab *lab, const char *name, const char *columns);

#endif
