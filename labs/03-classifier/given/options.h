/* options.h: what can be set when lab 03's program is started; `lab03 --help` lists it. */
#ifndef DESCENT_LAB03_OPTIONS_H
#define DESCENT_LAB03_OPTIONS_H

#include "base/real.h"
#include "models/image_classifier.h"
#include "optim/optimizer.h"
#include "optim/schedule.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { options_max_hidden = image_classifier_max_layers - 1 };

/* What was not given is 0, NULL or false, or -1 where 0 means something: each section has a default of
 * its own. */
struct options {
    /* the data */
    const char *data; /* "fashion", "glyphs" or a folder; NULL: fashion, or glyphs without it */
    size_t images;    /* to train and validate with, at most */
    real validation;  /* the share of them that validates; always given */
    size_t few;       /* images of the sections that learn few */
    real rare;        /* the share of all images that the rare class is left with; always given */
    bool leak;        /* split so that the score is too good */

    /* the network */
    bool has_hidden;
    size_t hidden_layers, hidden[options_max_hidden]; /* units */
    bool has_activation;
    enum activation activation;
    real dropout; /* -1 */
    bool batch_norm;

    /* the training */
    const struct optimizer_method *method;
    real rate;
    real momentum, decay, coupled_decay, clip, smoothing; /* -1 */
    bool has_schedule;
    enum schedule_kind schedule;
    size_t warmup; /* steps */
    bool class_weights;
    size_t patience; /* epochs */
    size_t batch, epochs;
    uint64_t seed;
    size_t threads;
    const char *device;        /* the shared object of make lab03 BACKEND=cuda */
    const char *own;           /* "4.12,4.14": whose kernels in it are the student's */
    const char *save, *resume; /* files */

    bool mine;        /* make lab03 MINE=1: the student's own files of labs 01 and 02, too */
    const char *only; /* "3.9" */
    const char *out;  /* folder */
};

/* Reads the command line. A bad one ends the program with one line and status 2; --help and --usage
 * print and end it with 0. */
struct options options_parse(int argc, char **argv);

#endif
