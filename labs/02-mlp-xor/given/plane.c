/* Points of the plane. The header says what each function does. */
#include "02-mlp-xor/given/plane.h"

#include "data/made_points.h"

#include <string.h>
#include <tgmath.h>

enum { moons_count = 300, spirals_count = 400 };
static const real moons_noise = (real)0.15, spirals_noise = (real)0.03, spirals_turns = (real)1.5;

/* A stream of its own: the same points, whatever network learns them. */
enum { stream_of_points = 2120 };

/* --- the points ------------------------------------------------------------------------------- */

static struct samples with_product(struct arena *arena, const struct samples *points)
{
    real *const x = arena_reals(arena, 3 * points->count);
    for (size_t i = 0; i < points->count; i++) {
        const real x0 = points->x[2 * i], x1 = points->x[2 * i + 1];
        memcpy(x + 3 * i, (real[]){x0, x1, x0 * x1}, 3 * sizeof *x);
    }
    return (struct samples){points->count, 3, 1, x, points->y};
}

struct samples plane_points(struct lab *lab, const char *set)
{
    const struct options *const options = &lab->options;
    const bool moons = strcmp(set, "moons") == 0, spirals = strcmp(set, "spirals") == 0;
    const size_t count = moons ? moons_count : spirals ? spirals_count : 4;
    real noise = moons ? moons_noise : spirals_noise;
    noise = options->has_noise ? options->noise : noise;
    real *const x = arena_reals(&lab->model, 2 * count), *const y = arena_reals(&lab->model, count);
    struct pcg32 generator = lab_generator(lab, stream_of_points);
    if (moons) {
        made_moons(count, noise, &generator, x, y);
    } else if (spirals) {
        made_spirals(count, spirals_turns, noise, &generator, x, y);
    } else {
        made_xor(x, y);
    }
    const struct samples points = {count, 2, 1, x, y};
    return options->product ? with_product(&lab->model, &points) : points;
}

/* --- the grid --------------------------------------------------------------------------------- */

struct window plane_window(const struct samples *points)
{
    const real wide = points->count > 4 ? (real)1.25 : 2;
    const real *const x = points->x;
    struct window w = {x[0], x[0], x[1], x[1]};
    for (size_t i = 1; i < points->count; i++) {
        const real x0 = x[i * points->in], x1 = x[i * points->in + 1];
        w = (struct window){fmin(w.left, x0), fmax(w.right, x0), fmin(w.bottom, x1),
                            fmax(w.top, x1)};
    }
    const real across = (w.left + w.right) / 2, up = (w.bottom + w.top) / 2;
    const real apart = fmax(w.right - w.left, w.top - w.bottom);
    const real half = apart > 0 ? wide * apart / 2 : (real)0.5;
    return (struct window){across - half, across + half, up - half, up + half};
}

real plane_along(real low, real high, size_t place)
{
    return low + (high - low) * (real)place / (plane_grid - 1);
}

/* One line of the grid: as many inputs as the network has. */
static void grid_line(struct window window, size_t line, size_t in, real *x /* (plane_grid,in) */)
{
    const real x1 = plane_along(window.bottom, window.top, line);
    for (size_t i = 0; i < plane_grid; i++) {
        const real x0 = plane_along(window.left, window.right, i);
        memcpy(x + i * in, (real[]){x0, x1, x0 * x1}, in * sizeof *x);
    }
}

real *plane_map(struct lab *lab, struct learner *learner, struct window window)
{
    const size_t in = learner->mlp->layer[0].w.value.shape.size[1];
    real *const map = arena_reals(&lab->model, plane_grid * plane_grid);
    real x[3 * plane_grid], logits[plane_grid];
    for (size_t line = 0; line < plane_grid; line++) {
        grid_line(window, line, in, x);
        learner_predict(learner, tensor_view(shape_2d(plane_grid, in), x), logits);
        lab->backend.sigmoid_forward(plane_grid, logits, map + line * plane_grid);
    }
    return map;
}

/* --- traces ----------------------------------------------------------------------------------- */

void plane_write_points(struct trace *trace, const struct samples *points)
{
    for (size_t i = 0; i < points->count; i++) {
        const real *const x = points->x + i * points->in;
        trace_row(trace, (real[]){x[0], x[1], points->y[i]});
    }
}

void plane_write_map(struct trace *trace, struct window window, const real *map)
{
    for (size_t line = 0; line < plane_grid; line++) {
        for (size_t i = 0; i < plane_grid; i++) {
            trace_row(trace, (real[]){plane_along(window.left, window.right, i),
                                      plane_along(window.bottom, window.top, line),
                                      map[line * plane_grid + i]});
        }
        trace_gap(trace);
    }
}
