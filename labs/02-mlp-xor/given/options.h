/* options.h: what can be set when lab 02's program is started; `lab02 --help` lists it. */
#ifndef DESCENT_LAB02_OPTIONS_H
#define DESCENT_LAB02_OPTIONS_H

#include "base/real.h"
#include "layers/activation.h"
#include "models/mlp.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 0 or NULL means: not given, each section has a default of its own. */
struct options {
    /* the data */
    const char *data; /* "xor", "moons" or "spirals"; NULL: all three in turn */
    real noise;       /* of moons and spirals; has_noise tells a given 0 from none */
    bool has_noise;
    bool product; /* x0 * x1 as a third input */

    /* the network */
    size_t hidden; /* units of a hidden layer; a given 0 is one linear layer and nothing else */
    bool has_hidden;
    size_t depth; /* hidden layers, 1 .. 16 */
    enum activation activation;
    bool has_activation;
    enum initialisation initialisation;
    bool has_initialisation;
    const char *weights; /* a file of nine numbers: a 2-2-1 network chosen by hand */

    /* the training */
    bool squared; /* --loss mse in place of binary cross-entropy */
    real rate;
    real momentum;
    size_t batch;
    size_t epochs;
    uint64_t seed;

    bool animate;     /* an animated picture of the boundary beside the still ones */
    bool mine;        /* make lab02 MINE=1: the student's own files of lab 01, too */
    const char *only; /* "2.9" */
    const char *out;  /* folder */
};

/* Reads the command line. A bad one ends the program with one line and status 2; --help and --usage
 * print and end it with 0. */
struct options options_parse(int argc, char **argv);

#endif
