/* The data of lab 01. The header says what is settled here. */
#include "01-linear-sgd/given/data_sets.h"

#include "base/pcg32.h"
#include "data/csv.h"
#include "data/made_line.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <tgmath.h>
#include <unistd.h>

enum { made_rows = 1500, stream_of_made_line = 1 };

static const char quiz_path[] = "datasets/quiz-final.csv";

struct statistics {
    real mean, deviation;
};

static struct statistics statistics_of(size_t count, const real *column)
{
    struct statistics s = {0, 0};
    for (size_t i = 0; i < count; i++) {
        s.mean += column[i] / (real)count;
    }
    for (size_t i = 0; i < count; i++) {
        s.deviation += (column[i] - s.mean) * (column[i] - s.mean) / (real)count;
    }
    s.deviation = sqrt(s.deviation);
    return s;
}

/* --- reading and making ----------------------------------------------------------------------- */

static void take_columns(const struct csv *csv, struct arena *arena, struct data_set *set)
{
    real *const x = arena_reals(arena, csv->rows);
    real *const y = arena_reals(arena, csv->rows);
    for (size_t i = 0; i < csv->rows; i++) {
        x[i] = csv->value[i * 2];
        y[i] = csv->value[i * 2 + 1];
    }
    set->samples = (struct samples){csv->rows, 1, 1, x, y};
    snprintf(set->x_name, sizeof set->x_name, "%s", csv->name[0]);
    snprintf(set->y_name, sizeof set->y_name, "%s", csv->name[1]);
}

static int read_set(const char *path, struct arena *arena, struct data_set *set,
                    struct message *why)
{
    struct csv csv;
    if (csv_read(path, arena, &csv, why) != 0) {
        return -1;
    }
    if (csv.columns != 2) {
        return message_set(why, "%s:1: expected 2 columns, x and y, found %zu", path, csv.columns);
    }
    if (csv.rows < 2 || csv.rows > data_set_most_rows) {
        return message_set(why, "%s: expected 2 to %d rows, found %zu", path, data_set_most_rows,
                           csv.rows);
    }
    snprintf(set->from, sizeof set->from, "%s", path);
    take_columns(&csv, arena, set);
    return 0;
}

static void make_set(uint64_t seed, struct arena *arena, struct data_set *set)
{
    struct pcg32 generator = pcg32_seed(seed, stream_of_made_line);
    real *const x = arena_reals(arena, made_rows);
    real *const y = arena_reals(arena, made_rows);
    made_line(made_rows, &generator, x, y);
    set->samples = (struct samples){made_rows, 1, 1, x, y};
    snprintf(set->from, sizeof set->from, "made: y = 2 x + noise, seed %llu",
             (unsigned long long)seed);
    snprintf(set->x_name, sizeof set->x_name, "x");
    snprintf(set->y_name, sizeof set->y_name, "y");
}

/* "my data.csv" in any folder becomes "my-data". */
static void name_after_file(const char *path, char *name, size_t size)
{
    const char *const slash = strrchr(path, '/');
    snprintf(name, size, "%.40s", slash ? slash + 1 : path);
    char *const dot = strrchr(name, '.');
    if (dot && dot != name) {
        *dot = '\0';
    }
    for (char *c = name; *c != '\0'; c++) {
        if (!isalnum((unsigned char)*c) && *c != '_') {
            *c = '-';
        }
    }
}

/* --- changing --------------------------------------------------------------------------------- */

static void extend_name(struct data_set *set, const char *what)
{
    const size_t length = strlen(set->name);
    snprintf(set->name + length, sizeof set->name - length, "-%s", what);
}

static const real *standard_column(struct arena *arena, size_t count, const real *column)
{
    const struct statistics s = statistics_of(count, column);
    real *const out = arena_reals(arena, count);
    for (size_t i = 0; i < count; i++) {
        out[i] = s.deviation > 0 ? (column[i] - s.mean) / s.deviation : 0;
    }
    return out;
}

static void standardise(struct arena *arena, struct data_set *set)
{
    struct samples *const s = &set->samples;
    s->x = standard_column(arena, s->count, s->x);
    s->y = standard_column(arena, s->count, s->y);
    set->unit = " (standard deviations)";
    set->unit_squared = " (deviations²)";
    extend_name(set, "standardised");
}

static void make_outlier(struct arena *arena, struct data_set *set)
{
    struct samples *const s = &set->samples;
    real *const y = arena_reals(arena, s->count);
    memcpy(y, s->y, s->count * sizeof *y);
    y[0] = 0;
    s->y = y;
    extend_name(set, "outlier");
}

/* --- how to treat it -------------------------------------------------------------------------- */

/* Rounded to two digits that count: 0.00328 to 0.0033. */
static real rounded(real value)
{
    if (value == 0 || !isfinite(value)) {
        return value;
    }
    const real unit = pow((real)10, floor(log10(fabs(value))) - 1);
    return round(value / unit) * unit;
}

/* The loss's curvatures are the eigenvalues of its second derivatives, which are 2 mean(x^2),
 * 2 mean(x) and 2. Their product is the determinant, 4 times the variance of x. */
static void choose_rates(struct data_set *set, struct statistics x)
{
    const real xx = 2 * (x.mean * x.mean + x.deviation * x.deviation);
    const real apart = sqrt((xx - 2) * (xx - 2) / 4 + 4 * x.mean * x.mean);
    const real steepest = (xx + 2) / 2 + apart;
    set->flattest = 4 * x.deviation * x.deviation / steepest;
    set->largest_rate = 2 / steepest;
    set->rates[0] = rounded((real)0.15 * set->largest_rate);
    set->rates[1] = rounded((real)0.9 * set->largest_rate);
    set->rates[2] = rounded((real)1.1 * set->largest_rate); /* rounded, too, above it */
    set->rate = set->rates[0];
}

/* Wherever the points lie, the best line passes through the means and is at most `steep`: so the
 * window holds it. */
static void choose_window(struct data_set *set, struct statistics x, struct statistics y)
{
    const real steep = (y.deviation > 0 ? y.deviation : 1) / x.deviation;
    const real rise = steep * (fabs(x.mean) + x.deviation);
    const real wide = (real)1.5;
    set->slope = (struct range){-wide * steep, wide * steep};
    set->offset = (struct range){y.mean - wide * rise, y.mean + wide * rise};
    set->start = (struct line){rounded(-steep / 2), rounded(y.mean + rise / 2)};
}

/* Enough updates for four times the patience that the flattest direction asks for. */
static void choose_length(struct data_set *set)
{
    const size_t rows = set->samples.count;
    set->batch = rows >= 256 ? 16 : rows >= 4 ? 4 : rows;
    const size_t batches = (rows + set->batch - 1) / set->batch;
    const real epochs = ceil(4 / (set->rate * set->flattest * (real)batches));
    set->epochs = (size_t)rounded(fmin(fmax(epochs, (real)10), (real)5000));
}

/* The numbers of the two data sets that everybody meets, a little rounder than the rules'. */
static void choose_for_known(struct data_set *set)
{
    if (strcmp(set->from, quiz_path) == 0) {
        set->start = (struct line){1, 20};
        memcpy(set->rates, (real[]){(real)0.001, (real)0.006, (real)0.007}, sizeof set->rates);
    } else {
        set->start = (struct line){-1, (real)0.5};
        memcpy(set->rates, (real[]){(real)0.1, (real)0.9, (real)1.05}, sizeof set->rates);
    }
    set->rate = set->rates[0];
}

static struct range with(struct range range, real value)
{
    const real margin = (range.high - range.low) / 20;
    return (struct range){fmin(range.low, value - margin), fmax(range.high, value + margin)};
}

static void take_options(const struct options *options, struct data_set *set)
{
    const size_t rows = set->samples.count;
    set->start = options->has_start ? options->start : set->start;
    set->rate = options->rate > 0 ? options->rate : set->rate;
    set->epochs = options->epochs > 0 ? options->epochs : set->epochs;
    set->batch = options->batch > 0 ? options->batch : set->batch;
    set->batch = set->batch < rows ? set->batch : rows;
    set->slope = with(set->slope, set->start.slope);
    set->offset = with(set->offset, set->start.offset);
}

static bool all_equal(size_t count, const real *column)
{
    for (size_t i = 1; i < count; i++) {
        if (column[i] != column[0]) {
            return false;
        }
    }
    return true;
}

static int settle(const struct options *options, bool known, struct data_set *set,
                  struct message *why)
{
    const struct samples *const s = &set->samples;
    const struct statistics x = statistics_of(s->count, s->x);
    const struct statistics y = statistics_of(s->count, s->y);
    if (all_equal(s->count, s->x)) {
        return message_set(why, "%s: every %s is %g: no line can be found", set->from, set->x_name,
                           (double)s->x[0]);
    }
    choose_rates(set, x);
    if (!isfinite(set->rate) || !(set->flattest > 0) || !isfinite(y.deviation * y.deviation)) {
        return message_set(why, "%s: numbers too large or too small for %s: change their unit",
                           set->from, REAL_NAME);
    }
    choose_window(set, x, y);
    if (known) {
        choose_for_known(set);
    }
    choose_length(set);
    take_options(options, set);
    return 0;
}

/* --- all of it -------------------------------------------------------------------------------- */

static int load_one(const struct options *options, const char *which, struct arena *arena,
                    struct data_set *set, struct message *why)
{
    const bool line = strcmp(which, "line") == 0, quiz = strcmp(which, "quiz") == 0;
    *set = (struct data_set){.unit = quiz ? " (points)" : "",
                             .unit_squared = quiz ? " (points²)" : ""};
    if (quiz && access(quiz_path, F_OK) != 0) {
        return message_set(why, "%s: not here: start in the kit's own folder, or give --data FILE",
                           quiz_path);
    }
    if (line) {
        make_set(options->seed, arena, set);
    } else if (read_set(quiz ? quiz_path : which, arena, set, why) != 0) {
        return -1;
    }
    name_after_file(which, set->name, sizeof set->name);
    if (options->outlier) {
        make_outlier(arena, set);
    }
    if (options->standardise) {
        standardise(arena, set);
    }
    return settle(options, (quiz || line) && !options->standardise, set, why);
}

size_t data_sets_load(const struct options *options, struct arena *arena,
                      struct data_set set[data_sets_most], struct message *why)
{
    const char *const both[] = {"quiz", "line"};
    const char *const *const which = options->data ? &options->data : both;
    const size_t count = options->data ? 1 : 2;
    for (size_t i = 0; i < count; i++) {
        if (load_one(options, which[i], arena, &set[i], why) != 0) {
            return 0;
        }
    }
    return count;
}
