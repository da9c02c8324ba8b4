/* path.h: where a descent came by: a line and its loss every few updates. */
#ifndef DESCENT_LAB01_PATH_H
#define DESCENT_LAB01_PATH_H

#include "01-linear-sgd/given/line.h"
#include "base/arena.h"
#include "base/real.h"
#include "data/samples.h"
#include "train/trace.h"

#include <stddef.h>

struct path_point {
    size_t update; /* 0: the start */
    struct line line;
    real loss; /* over all rows */
};

struct path {
    struct path_point *point; /* (count) */
    size_t count, capacity;
    size_t stride;  /* every how many updates a point is kept */
    size_t updates; /* planned */
    size_t also;    /* the point of this update is kept, too; 0 as path_new leaves it: none */
};

/* An empty path for so many updates, of which at most about `most` are kept, evenly, and the first
 * and last always. The arena owns the points. */
struct path path_new(struct arena *arena, size_t updates, size_t most);

/* True when the path keeps the point of this update. */
bool path_keeps(const struct path *path, size_t update);

/* Keeps a point; computes its loss over the rows. */
void path_add(struct path *path, size_t update, struct line line, const struct samples *rows,
              struct arena *scratch);

/* The last point that is kept. The path is not empty. */
const struct path_point *path_end(const struct path *path);

/* The loss at this update, or, when its point is not kept, at the kept one before it. */
real path_loss_at(const struct path *path, size_t update);

/* True when the descent has left all numbers behind: slope, offset or loss is not finite. */
bool path_is_lost(const struct path *path);

/* Says in a few words where it led: "loss 18.7 after 100 updates", or that it diverged. Returns
 * `text`. */
const char *path_outcome(const struct path *path, char *text, size_t size);

/* Gradient descent on all rows with exercises 1.7 (beta = 0) or 1.9, from a start, until the
 * updates are made or the numbers are lost. `most` as in path_new. */
struct path path_descend(struct line start, const struct samples *rows, real rate, real beta,
                         size_t updates, size_t most, struct arena *scratch);

/* Writes paths as blocks of a trace, a row for each point: mark, update, slope, offset, loss. The
 * mark tells the paths apart: a rate, a momentum, a batch size. */
void path_write(size_t count, const struct path *path /* (count) */, const real *mark /* (count) */,
                struct trace *trace);

#endif
