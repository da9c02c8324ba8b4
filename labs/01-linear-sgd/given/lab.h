/* lab.h: what lab 01's sections share: the options, the data sets, scratch memory, the traces. */
#ifndef DESCENT_LAB01_LAB_H
#define DESCENT_LAB01_LAB_H

#include "01-linear-sgd/given/data_sets.h"
#include "01-linear-sgd/given/options.h"
#include "base/arena.h"
#include "base/pcg32.h"
#include "common/lab_output.h"

#include <stddef.h>

struct lab {
    struct options options;
    struct data_set set[data_sets_most];
    size_t sets;
    struct arena numbers; /* of the data sets: the whole run */
    struct arena scratch; /* of the running section */
};

/* Streams of random numbers: each user has one, so that none disturbs another. */
enum lab_stream { stream_visits = 2, stream_cloud, stream_training, stream_paths, stream_batches };

struct pcg32 lab_generator(const struct lab *lab, enum lab_stream stream);

/* Opens OUT/NAME-SET.dat, or OUT/NAME.dat when set is NULL; lab_trace_finish ends it. */
struct trace lab_trace_begin(const struct lab *lab, const char *name, const struct data_set *set,
                             const char *columns);

/* Writes OUT/about-SET.gp: the data set's names and numbers, as gnuplot reads them. */
void lab_write_about(const struct lab *lab, const struct data_set *set);

#endif
