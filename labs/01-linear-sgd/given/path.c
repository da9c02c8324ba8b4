/* Where a descent came by. The header says what each function does. */
#include "01-linear-sgd/given/path.h"

#include "optim/gradient_descent.h"
#include "optim/momentum.h"

#include <stdio.h>
#include <tgmath.h>

struct path path_new(struct arena *arena, size_t updates, size_t most)
{
    struct path path = {.updates = updates, .stride = (updates + most - 1) / most};
    path.stride = path.stride > 0 ? path.stride : 1;
    path.capacity = updates / path.stride + 3;
    path.point = arena_take(arena, path.capacity * sizeof *path.point);
    return path;
}

bool path_keeps(const struct path *path, size_t update)
{
    return update <= path->updates && path->count < path->capacity &&
           (update % path->stride == 0 || update == path->updates || update == path->also);
}

void path_add(struct path *path, size_t update, struct line line, const struct samples *rows,
              struct arena *scratch)
{
    if (path->count < path->capacity) {
        const real loss = line_loss(line, rows, scratch);
        path->point[path->count] = (struct path_point){update, line, loss};
        path->count++;
    }
}

const struct path_point *path_end(const struct path *path)
{
    return &path->point[path->count - 1];
}

real path_loss_at(const struct path *path, size_t update)
{
    real loss = path->point[0].loss;
    for (size_t i = 0; i < path->count && path->point[i].update <= update; i++) {
        loss = path->point[i].loss;
    }
    return loss;
}

bool path_is_lost(const struct path *path)
{
    const struct path_point *const end = path_end(path);
    return !isfinite(end->line.slope) || !isfinite(end->line.offset) || !isfinite(end->loss);
}

const char *path_outcome(const struct path *path, char *text, size_t size)
{
    const struct path_point *const end = path_end(path);
    if (path_is_lost(path)) {
        snprintf(text, size, "diverged: by update %zu the loss is beyond all numbers", end->update);
    } else {
        snprintf(text, size, "loss %.4g after %zu updates%s", (double)end->loss, end->update,
                 end->loss > path->point[0].loss ? ": it grew, diverging" : "");
    }
    return text;
}

struct path path_descend(struct line start, const struct samples *rows, real rate, real beta,
                         size_t updates, size_t most, struct arena *scratch)
{
    struct path path = path_new(scratch, updates, most);
    path_add(&path, 0, start, rows, scratch);
    real value[2] = {start.slope, start.offset};
    real previous[2] = {start.slope, start.offset}; /* no move yet */
    for (size_t update = 1; update <= updates && !path_is_lost(&path); update++) {
        const struct line here = {value[0], value[1]};
        const struct line g = line_gradient(here, rows, scratch);
        const struct parameter parameter = {2, value, (real[]){g.slope, g.offset}};
        if (beta > 0) {
            momentum_step(&parameter, rate, beta, previous);
        } else {
            gradient_descent_step(&parameter, rate);
        }
        if (path_keeps(&path, update)) {
            path_add(&path, update, (struct line){value[0], value[1]}, rows, scratch);
        }
    }
    return path;
}

void path_write(size_t count, const struct path *path, const real *mark, struct trace *trace)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            trace_block(trace, "the next path");
        }
        for (size_t k = 0; k < path[i].count; k++) {
            const struct path_point *const p = &path[i].point[k];
            trace_row(trace,
                      (real[]){mark[i], (real)p->update, p->line.slope, p->line.offset, p->loss});
        }
    }
}
