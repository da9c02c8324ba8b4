/* options.h: what can be set when lab 04's program is started; `lab04 --help` lists it. */
#ifndef DESCENT_LAB04_OPTIONS_H
#define DESCENT_LAB04_OPTIONS_H

#include "base/real.h"
#include "models/cnn.h"
#include "optim/optimizer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { options_usual_seconds = 45 };

/* What was not given is 0, NULL or false; of the network what cnn_usual() says. */
struct options {
    /* the data */
    const char *data;  /* "fashion", "glyphs" or a folder; NULL: fashion, or glyphs without it */
    size_t images;     /* to train and validate with; 0: as many as `seconds` allow */
    bool full;         /* all of them, however long it takes */
    real seconds;      /* that the training may take; always given */
    const char *photo; /* a file: the user's own picture */

    /* the network */
    size_t blocks, filters[cnn_max_blocks]; /* convolutions; 0: not given */
    size_t kernel, stride, padding, pool;   /* of each of them */
    size_t hidden;                          /* units; 0: none, one linear layer */

    /* the training */
    const struct optimizer_method *method;
    real rate;
    bool has_batch;
    size_t batch, epochs; /* always given */
    uint64_t seed;
    size_t threads;
    const char *device;      /* the shared object of make lab04 BACKEND=cuda */
    const char *own;         /* "4.12,4.14": whose kernels in it are the student's */
    const char *save, *load; /* files */

    bool profile;      /* only each layer's time */
    bool mine;         /* make lab04 MINE=1: the student's own files of labs 01 to 03, too */
    const char *lines; /* a file: how many lines of them there are, for the card */
    const char *only;  /* "4.2" */
    const char *out;   /* folder */
};

/* Reads the command line. A bad one ends the program with one line and status 2; --help and --usage
 * print and end it with 0. */
struct options options_parse(int argc, char **argv);

#endif
