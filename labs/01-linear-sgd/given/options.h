/* options.h: what can be set when lab 01's program is started; `lab01 --help` lists it. */
#ifndef DESCENT_LAB01_OPTIONS_H
#define DESCENT_LAB01_OPTIONS_H

#include "01-linear-sgd/given/line.h"
#include "base/real.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 0 or NULL means: not given, each data set has a default of its own. */
struct options {
    const char *data; /* "quiz", "line" or the path of a CSV file; NULL: quiz and line in turn */
    bool standardise;
    bool outlier;
    bool has_start;
    struct line start;

    size_t batch; /* rows */
    real rate;
    real momentum; /* 0 .. below 1; has_momentum tells a given 0 from none */
    bool has_momentum;
    size_t epochs;
    size_t updates;
    uint64_t seed;

    real epsilon;
    real ball;
    const char *only; /* "1.9" */
    const char *out;  /* folder */
};

/* Reads the command line. A bad one ends the program with one line and status 2; --help and --usage
 * print and end it with 0. */
struct options options_parse(int argc, char **argv);

#endif
