/* Training steps per second of lab 01's loop, beside a loop written by hand for this one model.
 *
 *     make bench
 *
 * Both take the same mini-batches in the same order and must end at the same line, else nothing is
 * timed. They run in turns; the medians are printed, and their ratio, which drifts less than either.
 */
#include "base/clock.h"
#include "bench/measure.h"
#include "data/made_line.h"
#include "train/epoch.h"

#include <stdio.h>
#include <tgmath.h>

enum { points = 1500, batch = 16, epochs = 200, rounds = 9 };

struct line {
    real slope, offset;
    size_t steps;
    double seconds;
};

static const real rate = (real)0.1;

static struct line run_library(struct arena *arena, const struct samples *samples)
{
    const size_t mark = arena->used;
    struct pcg32 generator = pcg32_seed(1, 1);
    struct linear_model model = linear_model_new(arena, 1, 1);
    const struct trainer_settings settings = {.batch = batch, .rate = rate};
    struct trainer trainer = trainer_new(arena, &model, samples, &generator, settings);
    const double start = clock_now();
    for (size_t epoch = 0; epoch < epochs; epoch++) {
        train_epoch(&trainer);
    }
    const struct line line = {model.w.value[0], model.b.value[0], trainer.steps,
                              clock_now() - start};
    arena_reset(arena, mark);
    return line;
}

/* The same arithmetic without layers, buffers or calls. */
static struct line run_by_hand(struct arena *arena, const struct samples *samples)
{
    const size_t mark = arena->used;
    struct pcg32 generator = pcg32_seed(1, 1);
    struct batches batches = {.count = points, .size = batch};
    batches.order = arena_take(arena, points * sizeof *batches.order);
    struct line line = {0, 0, 0, 0};
    const double start = clock_now();
    for (size_t epoch = 0; epoch < epochs; epoch++) {
        batches_shuffle(&batches, &generator);
        for (size_t next = 0; next < points; next += batch) {
            const size_t rows = next + batch <= points ? batch : points - next;
            real by_slope = 0, by_offset = 0;
            for (size_t i = next; i < next + rows; i++) {
                const size_t row = batches.order[i];
                const real x = samples->x[row];
                const real above =
                    2 * (line.slope * x + line.offset - samples->y[row]) / (real)rows;
                by_slope += above * x;
                by_offset += above;
            }
            line.slope -= rate * by_slope;
            line.offset -= rate * by_offset;
            line.steps++;
        }
    }
    line.seconds = clock_now() - start;
    arena_reset(arena, mark);
    return line;
}

int main(void)
{
    static real x[points], y[points];
    struct arena arena;
    struct message why;
    if (arena_create(&arena, 1 << 20, &why) != 0) {
        fprintf(stderr, "bench: %s\n", why.text);
        return 1;
    }
    struct pcg32 generator = pcg32_seed(1, 2);
    made_line(points, &generator, x, y);
    const struct samples samples = {points, 1, 1, x, y};
    double library[rounds], by_hand[rounds];
    for (size_t round = 0; round < rounds; round++) {
        const struct line a = run_library(&arena, &samples), b = run_by_hand(&arena, &samples);
        if (fabs(a.slope - b.slope) > (real)1e-3 || fabs(a.offset - b.offset) > (real)1e-3) {
            fprintf(stderr, "bench: the library's line is %g %g, by hand it is %g %g: not timed\n",
                    (double)a.slope, (double)a.offset, (double)b.slope, (double)b.offset);
            return 1;
        }
        library[round] = (double)a.steps / a.seconds;
        by_hand[round] = (double)b.steps / b.seconds;
    }
    const double ours = median(library, rounds), hand = median(by_hand, rounds);
    printf("lab 01, %s, %d points, batches of %d, medians of %d runs in turns\n", REAL_NAME, points,
           batch, rounds);
    printf("  the library's loop  %10.0f steps/s\n", ours);
    printf("  by hand             %10.0f steps/s\n", hand);
    printf("  ratio               %10.2f\n", hand / ours);
    arena_destroy(&arena);
    return 0;
}
