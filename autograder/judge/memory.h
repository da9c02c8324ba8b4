/* judge/memory.h: what Valgrind says of the student's worker.
 *
 * The requests that were kept when the exercises were checked are asked again, all in one run under
 * Valgrind: arrays are allocations of exact size there, so whoever leaves one is seen. A fault
 * belongs to the exercise whose driver stands in its stack.
 */
#ifndef DESCENT_JUDGE_MEMORY_H
#define DESCENT_JUDGE_MEMORY_H

#include "base/message.h"

#include <stddef.h>

struct memory_fault {
    char exercise[8];  /* whose driver made the call */
    char function[64]; /* the student's function in which it happened, "" when unknown */
    char text[300];
    char file[128]; /* "labs/01-linear-sgd/linear.c", "" when unknown */
    int line;
};

enum { max_memory_faults = 64 };

struct memory_faults {
    size_t count;
    struct memory_fault fault[max_memory_faults];
};

/* Reads Valgrind's XML: at most one fault an exercise and kind. Returns 0, or -1 and why. */
int memory_read(const char *xml_path, struct memory_faults *faults, struct message *why);

#endif
