/* Section 4.7, the first layer's filters, as they were drawn and as the training left them. */
#include "04-cnn/given/sections.h"
#include "04-cnn/given/tiles.h"
#include "04-cnn/given/trained.h"

#include <stdio.h>
#include <tgmath.h>

/* How alike two filters are: the cosine of the angle between them, from -1 to 1. */
static real likeness(size_t count, const real *a, const real *b)
{
    real product = 0, squares_a = 0, squares_b = 0;
    for (size_t i = 0; i < count; i++) {
        product += a[i] * b[i];
        squares_a += a[i] * a[i];
        squares_b += b[i] * b[i];
    }
    const real lengths = sqrt(squares_a * squares_b);
    return lengths > 0 ? product / lengths : 0;
}

struct filters {
    size_t count, channels, kernel;
    const real *before, *after; /* (count,channels,kernel,kernel) */
};

static size_t taps_of(const struct filters *f)
{
    return f->channels * f->kernel * f->kernel;
}

static void print_filters(const struct filters *f)
{
    const size_t taps = taps_of(f);
    size_t most = 0, least = 0;
    for (size_t i = 0; i < f->count; i++) {
        const real now = likeness(taps, f->before + i * taps, f->after + i * taps);
        if (now < likeness(taps, f->before + most * taps, f->after + most * taps)) {
            most = i;
        }
        if (now > likeness(taps, f->before + least * taps, f->after + least * taps)) {
            least = i;
        }
    }
    printf("     %zu filters of %zu x %zu: numbers up to %.2f before, up to %.2f after\n", f->count,
           f->kernel, f->kernel, (double)scale_of(f->count * taps, f->before),
           (double)scale_of(f->count * taps, f->after));
    printf(
        "     Filter %zu has turned most, filter %zu least. Which of them see edges, and of which\n"
        "     direction? Are there two that see the same?\n",
        most + 1, least + 1);
}

/* Of more than one channel the first is drawn. */
static void write_filters(struct lab *lab, const struct filters *f)
{
    const size_t taps = taps_of(f);
    real *const change = arena_reals(&lab->model, f->count * taps);
    for (size_t i = 0; i < f->count * taps; i++) {
        change[i] = f->after[i] - f->before[i];
    }
    struct trace trace = lab_trace_begin(lab, "filters", tile_columns);
    for (size_t i = 0; i < f->count; i++) {
        write_tile(&trace, "before", f->kernel, f->kernel, f->before + i * taps, 1);
        write_tile(&trace, "after", f->kernel, f->kernel, f->after + i * taps, 1);
        write_tile(&trace, "change", f->kernel, f->kernel, change + i * taps, 1);
    }
    lab_trace_finish(&trace);
}

void show_filters(void *context)
{
    struct lab *const lab = context;
    const struct trained *const trained = trained_require(lab);
    const struct tensor w = trained->cnn->cnn->conv[0].w.value;
    const struct filters f = {w.shape.size[0], w.shape.size[1], w.shape.size[2],
                              trained->first.data, w.data};
    print_filters(&f);
    write_filters(lab, &f);
}
