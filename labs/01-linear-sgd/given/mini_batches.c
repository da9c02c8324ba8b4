/* Sections 1.8: does an epoch visit each row once, and what does a mini-batch know of the slope? */
#include "01-linear-sgd/given/lab.h"
#include "01-linear-sgd/given/sections.h"

#include "common/section.h"
#include "data/batches.h"

#include <stdio.h>
#include <tgmath.h>

enum { cloud_points = 500 };

/* A student's batches_next may return anything: what cannot be ends the section. */
static size_t take_batch(struct batches *batches, const struct samples *rows, real *x, real *y,
                         size_t *calls)
{
    const size_t taken = batches_next(batches, rows, x, y);
    ++*calls;
    if (taken > batches->size) {
        section_stop("batches_next returned %zu rows for a batch of %zu", taken, batches->size);
    }
    if (*calls > rows->count + 1) {
        section_stop("batches_next was called %zu times for %zu rows and has not returned 0 yet",
                     *calls, rows->count);
    }
    return taken;
}

static struct batches new_batches(struct arena *arena, size_t rows, size_t size)
{
    size_t *const order = arena_take(arena, rows * sizeof *order);
    return (struct batches){.count = rows, .size = size, .order = order};
}

/* --- 1.8, visits ------------------------------------------------------------------------------ */

/* Rows that can be told: row i has x = i and y = -i. */
static struct samples numbered_rows(struct arena *arena, size_t rows)
{
    real *const x = arena_reals(arena, rows), *const y = arena_reals(arena, rows);
    for (size_t i = 0; i < rows; i++) {
        x[i] = (real)i;
        y[i] = -(real)i;
    }
    return (struct samples){rows, 1, 1, x, y};
}

struct visits {
    size_t *count; /* (rows) */
    size_t batches, torn, strangers;
    size_t last;     /* rows in the last batch */
    char first[256]; /* the rows that came first, as text; a bar between two batches */
};

static void note_visit(struct visits *visits, size_t rows, real x, real y)
{
    if (x >= 0 && x < (real)rows) {
        visits->count[(size_t)x]++;
        visits->torn += x != -y;
    } else {
        visits->strangers++;
    }
}

/* Goes through one epoch and counts who came. */
static struct visits visit_all(struct arena *arena, struct batches *batches,
                               const struct samples *rows, struct pcg32 *generator)
{
    enum { shown = 16 }; /* all of quiz, with its short batch */
    struct visits visits = {.count = arena_take(arena, rows->count * sizeof *visits.count)};
    real *const x = arena_reals(arena, batches->size), *const y = arena_reals(arena, batches->size);
    for (size_t i = 0; i < rows->count; i++) {
        visits.count[i] = 0;
    }
    size_t taken, seen = 0, calls = 0, length = 0;
    batches_shuffle(batches, generator);
    while ((taken = take_batch(batches, rows, x, y, &calls)) > 0) {
        for (size_t i = 0; i < taken; i++, seen++) {
            note_visit(&visits, rows->count, x[i], y[i]);
            if (seen < shown) {
                length += (size_t)snprintf(visits.first + length, sizeof visits.first - length,
                                           "%s%.5g ", i == 0 && seen > 0 ? "| " : "", (double)x[i]);
            }
        }
        visits.batches++;
        visits.last = taken;
    }
    if (seen == 0) {
        section_stop("batches_next returned 0 in its first call of the epoch");
    }
    if (seen > shown) {
        snprintf(visits.first + length, sizeof visits.first - length, "...");
    }
    return visits;
}

static void say_visits(const struct visits *visits, size_t rows)
{
    size_t none = 0, often = 0;
    for (size_t i = 0; i < rows; i++) {
        none += visits->count[i] == 0;
        often += visits->count[i] > 1;
    }
    printf("       %s\n       %zu batches, the last of %zu row%s", visits->first, visits->batches,
           visits->last, visits->last == 1 ? "" : "s");
    if (none == 0 && often == 0 && visits->torn == 0 && visits->strangers == 0) {
        puts("; each row came once, with its own y");
    } else {
        printf("; rows that never came: %zu, more than once: %zu, with another row's y: %zu\n",
               none, often, visits->torn);
    }
    if (visits->strangers > 0) {
        printf("       %zu values in x are of no row at all\n", visits->strangers);
    }
}

void show_visits(void *context)
{
    struct lab *const lab = context;
    for (size_t i = 0; i < lab->sets; i++) {
        const struct data_set *const set = &lab->set[i];
        const size_t rows = set->samples.count;
        struct pcg32 generator = lab_generator(lab, stream_visits);
        struct batches batches = new_batches(&lab->scratch, rows, set->batch);
        const struct samples numbered = numbered_rows(&lab->scratch, rows);
        printf("     %s: %zu rows in batches of %zu, two epochs; the rows' numbers:\n", set->name,
               rows, set->batch);
        for (size_t epoch = 0; epoch < 2; epoch++) {
            const struct visits visits = visit_all(&lab->scratch, &batches, &numbered, &generator);
            say_visits(&visits, rows);
        }
    }
}

/* --- 1.8, the cloud --------------------------------------------------------------------------- */

struct mini_gradient {
    struct line by;
    size_t rows;
};

/* mean and size are weighted by rows. */
struct cloud {
    struct mini_gradient *point; /* (count) */
    size_t count, rows;
    struct line mean;
    struct line size; /* the mean without signs: how large a gradient typically is */
};

static void add_gradient(struct cloud *cloud, struct line by, size_t rows)
{
    cloud->point[cloud->count] = (struct mini_gradient){by, rows};
    cloud->count++;
    cloud->rows += rows;
    cloud->mean.slope += by.slope * (real)rows;
    cloud->mean.offset += by.offset * (real)rows;
    cloud->size.slope += fabs(by.slope) * (real)rows;
    cloud->size.offset += fabs(by.offset) * (real)rows;
}

static void add_epoch(struct lab *lab, const struct data_set *set, struct batches *batches,
                      struct pcg32 *generator, size_t limit, struct cloud *cloud)
{
    const size_t mark = lab->scratch.used;
    real *const x = arena_reals(&lab->scratch, batches->size);
    real *const y = arena_reals(&lab->scratch, batches->size);
    size_t taken, calls = 0;
    batches_shuffle(batches, generator);
    while ((taken = take_batch(batches, &set->samples, x, y, &calls)) > 0 && cloud->count < limit) {
        const struct samples rows = {taken, 1, 1, x, y};
        add_gradient(cloud, line_gradient(set->start, &rows, &lab->scratch), taken);
    }
    arena_reset(&lab->scratch, mark);
}

/* Whole epochs: only then the mean is the full gradient and not about it. */
static struct cloud gather(struct lab *lab, const struct data_set *set)
{
    const size_t rows = set->samples.count;
    const size_t per_epoch = (rows + set->batch - 1) / set->batch;
    const size_t epochs = per_epoch < cloud_points ? cloud_points / per_epoch : 1;
    const size_t limit = epochs * rows; /* more than there should be: mistakes show, too */
    struct cloud cloud = {.point = arena_take(&lab->scratch, limit * sizeof *cloud.point)};
    struct batches batches = new_batches(&lab->scratch, rows, set->batch);
    struct pcg32 generator = lab_generator(lab, stream_cloud);
    for (size_t i = 0; i < epochs; i++) {
        add_epoch(lab, set, &batches, &generator, limit, &cloud);
    }
    if (cloud.count == 0) {
        section_stop("batches_next returned 0 in its first call of the epoch");
    }
    cloud.mean.slope /= (real)cloud.rows;
    cloud.mean.offset /= (real)cloud.rows;
    cloud.size.slope /= (real)cloud.rows;
    cloud.size.offset /= (real)cloud.rows;
    return cloud;
}

static void write_cloud(const struct lab *lab, const struct data_set *set,
                        const struct cloud *cloud, struct line full)
{
    struct trace trace = lab_trace_begin(lab, "cloud", set, "slope offset rows");
    for (size_t i = 0; i < cloud->count; i++) {
        const struct mini_gradient *const g = &cloud->point[i];
        trace_row(&trace, (real[]){g->by.slope, g->by.offset, (real)g->rows});
    }
    trace_block(&trace, "their mean, weighted by rows");
    trace_row(&trace, (real[]){cloud->mean.slope, cloud->mean.offset, (real)cloud->rows});
    trace_block(&trace, "the gradient of all rows");
    trace_row(&trace, (real[]){full.slope, full.offset, (real)set->samples.count});
    lab_trace_finish(&trace);
}

static bool is_mean(const struct cloud *cloud, struct line full)
{
    return fabs(cloud->mean.slope - full.slope) <= cloud->size.slope / 1000 &&
           fabs(cloud->mean.offset - full.offset) <= cloud->size.offset / 1000;
}

void show_cloud(void *context)
{
    struct lab *const lab = context;
    bool right = true;
    for (size_t i = 0; i < lab->sets; i++) {
        const struct data_set *const set = &lab->set[i];
        const struct line full = line_gradient(set->start, &set->samples, &lab->scratch);
        lab_require_finite(full.slope + full.offset, "the gradient");
        const struct cloud cloud = gather(lab, set);
        printf("     %s: all rows       by slope %10.5g   by offset %10.5g\n", set->name,
               (double)full.slope, (double)full.offset);
        printf("     %s: mean of %4zu   by slope %10.5g   by offset %10.5g\n", set->name,
               cloud.count, (double)cloud.mean.slope, (double)cloud.mean.offset);
        write_cloud(lab, set, &cloud, full);
        right = right && is_mean(&cloud, full);
    }
    puts(right ? "     A mini-batch's gradient is wrong, but it is right on average."
               : "     The mean is not the gradient of all rows: does each come once an epoch?");
}
