/* lab.h: what lab 04's sections share: the options, the kernels, the images, memory, the traces, and the
 * networks that the training leaves behind (trained.h). */
#ifndef DESCENT_LAB04_LAB_H
#define DESCENT_LAB04_LAB_H

#include "04-cnn/given/options.h"
#include "base/arena.h"
#include "base/pcg32.h"
#include "common/gpu.h"
#include "common/images.h"
#include "common/lab_output.h"
#include "kernels/backend.h"
#include "models/cnn.h"

#include <stddef.h>
#include <stdint.h>

struct trained;

struct lab {
    struct options options;
    struct backend
        backend; /* the student's kernels, a batch's images over threads; fast ones elsewhere */
    struct arena model; /* of the running section: networks, batches, what its pictures show */
    struct arena step;  /* of the tape: reset behind each step */

    struct gpu gpu; /* that trains; none without BACKEND=cuda */
    struct lab_images images;
    struct cnn_settings network; /* what the options say: cnn_usual() when they say nothing */

    unsigned char *photo; /* (rows,columns): the picture of --photo; NULL without */

    struct arena kept;       /* as long as the program */
    size_t kept_mark;        /* what stands before it was there before the first section */
    struct trained *trained; /* NULL until show_training has trained: trained_require */
};

/* A generator of random numbers; each user has a stream of its own, so that none disturbs another. */
struct pcg32 lab_generator(const struct lab *lab, uint64_t stream);

/* Seconds that a measurement may take: as many as `usual`, and fewer with fewer --seconds than are
 * usual for the training, for who is in a hurry. */
double lab_seconds(const struct lab *lab, double usual);

/* Seconds that the program has had a processor: what other programs take does not count. With one thread
 * this measures how long something takes, whatever else runs on the machine. */
double lab_busy_seconds(void);

/* Opens OUT/NAME.dat; lab_trace_finish ends it. */
struct trace lab_trace_begin(const struct lab *lab, const char *name, const char *columns);

#endif
