/* lab.h: what lab 02's sections share: the options, the kernels, memory, the traces. */
#ifndef DESCENT_LAB02_LAB_H
#define DESCENT_LAB02_LAB_H

#include "02-mlp-xor/given/options.h"
#include "autograd/tape.h"
#include "base/arena.h"
#include "base/pcg32.h"
#include "common/lab_output.h"

#include <stddef.h>
#include <stdint.h>

struct lab {
    struct options options;
    struct backend backend; /* the student's kernels, fast ones elsewhere */
    struct arena model;     /* of the running section: data, networks, what its pictures show */
    struct arena step;      /* of the tape: reset behind each step */
};

/* A tape on the lab's backend and arenas, with room for `room` operations. */
struct tape lab_tape(struct lab *lab, size_t room);

/* A generator of random numbers; each user has a stream of its own, so that none disturbs another. */
struct pcg32 lab_generator(const struct lab *lab, uint64_t stream);

/* Opens OUT/NAME-SET.dat, or OUT/NAME.dat when set is NULL; lab_trace_finish ends it. */
struct trace lab_trace_begin(const struct lab *lab, const char *name, const char *set,
                             const char *columns);

#endif
