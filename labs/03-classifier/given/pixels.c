/* Section 3.1: the pixels' scale, before and after standardising. It takes the first images as they
 * come: nothing is split yet. */
#include "03-classifier/given/lab.h"
#include "03-classifier/given/sections.h"

#include "common/section.h"
#include "data/standardise.h"

#include <stdio.h>
#include <string.h>
#include <tgmath.h>

enum { most_images = 4000, most_numbers = 4000000, bins = 70 };

/* The first bin of the histogram begins at -2. */
static const real first_bin = -2, width_of_bin = (real)0.1;

/* How far a column's numbers go. */
struct range {
    real least, largest;
};

/* Numbers in columns, and the student's statistics of each. */
struct columns {
    size_t rows, columns;
    real *x;                /* (rows,columns) */
    struct range *range;    /* (columns) */
    real *mean, *deviation; /* (columns) */
};

/* --- computing -------------------------------------------------------------------------------- */

static struct columns new_columns(struct arena *arena, size_t rows, size_t columns)
{
    struct columns c = {.rows = rows,
                        .columns = columns,
                        .x = arena_reals(arena, rows * columns),
                        .range = arena_take(arena, columns * sizeof *c.range),
                        .mean = arena_reals(arena, columns),
                        .deviation = arena_reals(arena, columns)};
    for (size_t j = 0; j < columns; j++) {
        c.mean[j] = c.deviation[j] = REAL_NAN; /* what nobody writes shows */
    }
    return c;
}

static void find_ranges(const struct columns *c)
{
    for (size_t j = 0; j < c->columns; j++) {
        c->range[j] = (struct range){c->x[j], c->x[j]};
    }
    for (size_t i = c->columns; i < c->rows * c->columns; i++) {
        struct range *const range = &c->range[i % c->columns];
        range->least = fmin(range->least, c->x[i]);
        range->largest = fmax(range->largest, c->x[i]);
    }
}

/* The first images, a pixel a column. */
static struct columns first_images(struct lab *lab)
{
    const size_t pixels = lab->images.set.rows * lab->images.set.columns;
    size_t count = lab->images.set.count < most_images ? lab->images.set.count : most_images;
    while (count > 1 && count * pixels > most_numbers) {
        count /= 2;
    }
    const struct columns c = new_columns(&lab->model, count, pixels);
    images_to_reals(&lab->images.set, count, NULL, c.x);
    find_ranges(&c);
    standardise_fit(c.rows, c.columns, c.x, c.mean, c.deviation);
    return c;
}

/* The same numbers in one column. */
static struct columns as_one(struct lab *lab, const struct columns *c)
{
    struct columns one = new_columns(&lab->model, 1, 1);
    one.rows = c->rows * c->columns;
    one.x = c->x;
    find_ranges(&one);
    standardise_fit(one.rows, 1, one.x, one.mean, one.deviation);
    return one;
}

/* A standardised copy, with its own statistics. */
static struct columns standardised(struct lab *lab, const struct columns *c)
{
    const struct columns copy = new_columns(&lab->model, c->rows, c->columns);
    memcpy(copy.x, c->x, c->rows * c->columns * sizeof *copy.x);
    standardise_apply(c->rows, c->columns, c->mean, c->deviation, copy.x);
    find_ranges(&copy);
    standardise_fit(copy.rows, copy.columns, copy.x, copy.mean, copy.deviation);
    return copy;
}

static bool is_constant(const struct columns *c, size_t j)
{
    return !(c->range[j].largest > c->range[j].least);
}

/* The first constant column, or the number of columns when there is none. */
static size_t first_constant(const struct columns *c)
{
    size_t j = 0;
    while (j < c->columns && !is_constant(c, j)) {
        j++;
    }
    return j;
}

/* The column that goes farthest up. */
static size_t farthest(const struct columns *c)
{
    size_t far = 0;
    for (size_t j = 1; j < c->columns; j++) {
        far = c->range[j].largest > c->range[far].largest ? j : far;
    }
    return far;
}

/* --- the table -------------------------------------------------------------------------------- */

/* Rounding alone makes no "-0.000". */
static double printed(real value)
{
    return lab_printed(fabs(value) < (real)5e-4 ? 0 : value);
}

static void print_head(const struct columns *c)
{
    printf("     the first %s images: %zu pixels, each a column, from 0 (ground) to 1 (ink)\n\n",
           count_to_text(c->rows).text, c->columns);
    printf("     %-24s %-17s  %s\n", "", "before", "after");
    printf("     %-24s %7s %9s  %7s %9s   %s\n", "pixel (row, column)", "mean", "deviation", "mean",
           "deviation", "range");
}

static void print_row(const char *name, const struct columns *before, const struct columns *after,
                      size_t j)
{
    printf("     %-24s %7.3f %9.3f  %7.3f %9.3f   %.3g to %.3g\n", name, printed(before->mean[j]),
           printed(before->deviation[j]), printed(after->mean[j]), printed(after->deviation[j]),
           printed(after->range[j].least), printed(after->range[j].largest));
}

static void print_pixel(const struct lab *lab, const char *what, const struct columns *before,
                        const struct columns *after, size_t j)
{
    char name[64];
    const size_t width = lab->images.set.columns;
    snprintf(name, sizeof name, "(%zu, %zu)%s%s", j / width, j % width, *what ? ", " : "", what);
    print_row(name, before, after, j);
}

static void print_pixels(const struct lab *lab, const struct columns *before,
                         const struct columns *after)
{
    const size_t rows = lab->images.set.rows, columns = lab->images.set.columns;
    const size_t constant = first_constant(before);
    if (constant < before->columns) {
        print_pixel(lab, "always the same", before, after, constant);
    }
    print_pixel(lab, "the farthest", before, after, farthest(after));
    print_pixel(lab, "", before, after, rows / 4 * columns + columns / 4);
    print_pixel(lab, "the middle", before, after, rows / 2 * columns + columns / 2);
}

static void say_constant(const struct columns *before)
{
    size_t count = 0;
    for (size_t j = 0; j < before->columns; j++) {
        count += is_constant(before, j);
    }
    printf("     Of %zu pixels %zu never change%s in these images%s\n", before->columns, count,
           count == 1 ? "s" : "", count > 0 ? ": there is nothing to stretch." : ".");
}

/* --- what cannot be gone on with -------------------------------------------------------------- */

static void require_statistics(const struct lab *lab, const struct columns *c)
{
    for (size_t j = 0; j < c->columns; j++) {
        if (!isfinite(c->mean[j]) || !isfinite(c->deviation[j])) {
            section_stop("standardise_fit: pixel (%zu, %zu) has the mean %g and the deviation %g; "
                         "is every element written, does every sum begin at 0?",
                         j / lab->images.set.columns, j % lab->images.set.columns,
                         (double)c->mean[j], (double)c->deviation[j]);
        }
    }
}

static void require_standardised(const struct lab *lab, const struct columns *before,
                                 const struct columns *after)
{
    for (size_t j = 0; j < after->columns; j++) {
        if (!isfinite(after->mean[j]) || !isfinite(after->deviation[j])) {
            section_stop("after standardise_apply pixel (%zu, %zu) is no number any more; its "
                         "deviation was %g%s",
                         j / lab->images.set.columns, j % lab->images.set.columns,
                         (double)before->deviation[j],
                         is_constant(before, j) ? ": what should that of a constant column be?"
                                                : "");
        }
    }
}

/* --- the pictures' numbers -------------------------------------------------------------------- */

static void write_images(const struct lab *lab, const struct columns *c)
{
    struct trace trace = lab_trace_begin(lab, "pixels", "column row mean deviation constant");
    for (size_t j = 0; j < c->columns; j++) {
        trace_row(&trace,
                  (real[]){(real)(j % lab->images.set.columns), (real)(j / lab->images.set.columns),
                           c->mean[j], c->deviation[j], is_constant(c, j)});
    }
    lab_trace_finish(&trace);
}

/* The share of the numbers in each bin; those outside of all are left out. */
static const real *histogram(struct lab *lab, const struct columns *c)
{
    const size_t numbers = c->rows * c->columns;
    real *const share = arena_reals(&lab->model, bins);
    memset(share, 0, bins * sizeof *share);
    for (size_t i = 0; i < numbers; i++) {
        const real place = floor((c->x[i] - first_bin) / width_of_bin);
        if (place >= 0 && place < bins) {
            share[(size_t)place] += 1;
        }
    }
    for (size_t k = 0; k < bins; k++) {
        share[k] /= (real)numbers;
    }
    return share;
}

static void write_scales(struct lab *lab, const struct columns *before, const struct columns *each,
                         const struct columns *one)
{
    const real *const share[] = {histogram(lab, before), histogram(lab, each), histogram(lab, one)};
    struct trace trace = lab_trace_begin(lab, "scales", "number before each_pixel all_pixels");
    for (size_t k = 0; k < bins; k++) {
        trace_row(&trace, (real[]){first_bin + ((real)k + (real)0.5) * width_of_bin, share[0][k],
                                   share[1][k], share[2][k]});
    }
    lab_trace_finish(&trace);
}

/* --- the section ------------------------------------------------------------------------------ */

void show_pixels(void *context)
{
    struct lab *const lab = context;
    const struct columns before = first_images(lab);
    require_statistics(lab, &before);
    write_images(lab, &before);
    const struct columns after = standardised(lab, &before);
    const struct columns one = as_one(lab, &before), one_after = standardised(lab, &one);
    print_head(&before);
    print_pixels(lab, &before, &after);
    print_row("all pixels in one column", &one, &one_after, 0);
    require_standardised(lab, &before, &after);
    say_constant(&before);
    puts("     A pixel that is hardly ever inked goes far from 0 when it is, on a scale of its "
         "own:\n"
         "     the trainings below take one scale for all pixels.");
    write_scales(lab, &before, &after, &one_after);
}
