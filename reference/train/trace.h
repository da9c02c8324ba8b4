/* train/trace.h: columns of numbers in a text file, for gnuplot and for anyone's eyes.
 *
 *     # step slope offset loss
 *     0 0 0 347.125
 *
 * The file is written beside its place and renamed when it is finished: no plot sees half of it.
 */
#ifndef DESCENT_TRAIN_TRACE_H
#define DESCENT_TRAIN_TRACE_H

#include "base/file.h"
#include "base/message.h"
#include "base/real.h"

#include <stddef.h>

struct trace {
    struct file_writer file;
    size_t columns;
};

/* Starts the file; `columns` are names with spaces between, "step slope offset loss". Returns 0, or
 * -1 and says why. */
int trace_begin(struct trace *trace, const char *path, const char *columns, struct message *why);

/* Writes one row of as many numbers as there are columns. NaN and infinities are written as `nan`,
 * `inf` and `-inf`, which gnuplot leaves out. */
void trace_row(struct trace *trace, const real *values /* (columns) */);

/* The same with a text in quotes, `"conv2d 16 of 3x3"`, as the first column: gnuplot's labels of bars. */
void trace_named_row(struct trace *trace, const char *name, const real *values /* (columns - 1) */);

/* Begins a new block: gnuplot's `index` counts them. The name stands above it as a comment. */
void trace_block(struct trace *trace, const char *name);

/* Ends a line of a grid: gnuplot's surfaces and contours want an empty line there. */
void trace_gap(struct trace *trace);

/* Renames the file into its place. Returns 0, or -1 and says why. */
int trace_finish(struct trace *trace, struct message *why);

#endif
