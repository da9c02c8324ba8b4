#include "train/profile.h"

#include "base/clock.h"
#include "train/trace.h"

#include <string.h>

enum { the_rest = 0 };

/* A module that is running. */
struct frame {
    size_t row, parts; /* parts: how many of its own have run in this pass */
    struct description description;
    bool x_wants_gradient;
};

/* What a record was before the profile stood in front of it. */
struct original {
    struct profile *profile;
    size_t row;
    void (*backward)(const struct record *record);
    const void *context;
};

struct profile_moment {
    bool running;
    double since;   /* the time up to here is counted */
    size_t section; /* row of what happens outside of modules */
    size_t depth;
    struct frame frame[profile_max_depth]; /* (depth) */
    size_t records;
    struct original *original; /* (records) */
};

/* --- whose time it is ------------------------------------------------------------------------------- */

/* Counts the time since the last look at the clock for one direction of a row. */
static void count_time(struct profile *profile, struct profile_sum *sum)
{
    struct profile_moment *const moment = profile->moment;
    const double seconds = profile->now() - moment->since;
    if (moment->running) {
        sum->seconds += seconds;
        profile->seconds += seconds;
    }
}

/* What the profile did since then is nobody's time. */
static void go_on(struct profile *profile)
{
    profile->moment->since = profile->now();
}

static size_t present_row(const struct profile *profile)
{
    const struct profile_moment *const moment = profile->moment;
    return moment->depth > 0 ? moment->frame[moment->depth - 1].row : moment->section;
}

static void count_present(struct profile *profile)
{
    count_time(profile, &profile->row[present_row(profile)].forward);
}

static void count_cost(const struct profile *profile, struct profile_sum *sum,
                       struct layer_cost cost)
{
    if (profile->moment->running) {
        sum->flops += (double)cost.flops;
        sum->bytes += (double)cost.bytes;
    }
}

/* --- rows ------------------------------------------------------------------------------------------ */

/* A new row; when all are taken, the last one. */
static size_t new_row(struct profile *profile, const struct profile_row *row)
{
    if (profile->count == profile_max_rows) {
        return profile_max_rows - 1;
    }
    profile->row[profile->count] = *row;
    return profile->count++;
}

static bool same_row(const struct profile_row *a, const struct profile_row *b)
{
    return a->parent == b->parent && a->place == b->place &&
           a->module.forward == b->module.forward && a->module.self == b->module.self &&
           (a->module.forward || strcmp(a->name, b->name) == 0);
}

static size_t row_like(struct profile *profile, const struct profile_row *wanted)
{
    for (size_t i = 1; i < profile->count; i++) {
        if (same_row(&profile->row[i], wanted)) {
            return i;
        }
    }
    return new_row(profile, wanted);
}

static size_t row_of_module(struct profile *profile, const struct module *module,
                            const struct description *description)
{
    struct profile_moment *const moment = profile->moment;
    struct frame *const outer = moment->depth > 0 ? &moment->frame[moment->depth - 1] : NULL;
    struct profile_row row = {.kind = profile_layer,
                              .depth = moment->depth,
                              .module = *module,
                              .parent = outer ? outer->row : the_rest,
                              .place = outer ? outer->parts++ : 0};
    snprintf(row.name, sizeof row.name, "%s",
             description->kind[0] ? description->kind
             : description->parts ? "sequential"
                                  : "module");
    return row_like(profile, &row);
}

/* --- looking on ------------------------------------------------------------------------------------ */

static struct profile *profile_of(struct tape_watcher *watcher)
{
    return (struct profile *)watcher; /* its first member */
}

static void enter(struct tape_watcher *watcher, const struct module *module,
                  const struct variable *x)
{
    struct profile *const profile = profile_of(watcher);
    struct profile_moment *const moment = profile->moment;
    count_present(profile);
    if (moment->depth == profile_max_depth) {
        panic("profile: modules stand in one another more than %d deep", profile_max_depth);
    }
    if (moment->depth == 0 && moment->running) {
        profile->passes++;
    }
    struct frame frame = {.description = module_describe(*module, x->value.shape),
                          .x_wants_gradient = x->gradient != NULL};
    frame.row = row_of_module(profile, module, &frame.description);
    moment->frame[moment->depth++] = frame;
    go_on(profile);
}

static void leave(struct tape_watcher *watcher, const struct variable *y)
{
    struct profile *const profile = profile_of(watcher);
    struct profile_moment *const moment = profile->moment;
    count_present(profile);
    const struct frame *const frame = &moment->frame[--moment->depth];
    struct profile_row *const row = &profile->row[frame->row];
    if (frame->parts > 0) {
        row->kind = profile_sequence;
    } else {
        count_cost(profile, &row->forward, frame->description.forward);
        if (y->gradient) {
            count_cost(profile, &row->backward,
                       description_backward(&frame->description, frame->x_wants_gradient));
        }
    }
    go_on(profile);
}

static void timed_backward(const struct record *record)
{
    const struct original *const original = record->context;
    struct profile *const profile = original->profile;
    count_present(profile);
    struct record as_before = *record;
    as_before.backward = original->backward;
    as_before.context = original->context;
    go_on(profile);
    original->backward(&as_before);
    count_time(profile, &profile->row[original->row].backward);
    go_on(profile);
}

static void recorded(struct tape_watcher *watcher, struct record *record)
{
    struct profile *const profile = profile_of(watcher);
    const size_t number = (size_t)(record - record->tape->record);
    if (number >= profile->moment->records) {
        panic("profile: the tape has more than the %zu records that profile_new was told",
              profile->moment->records);
    }
    struct original *const original = &profile->moment->original[number];
    *original = (struct original){profile, present_row(profile), record->backward, record->context};
    record->backward = timed_backward;
    record->context = original;
}

static void section(struct tape_watcher *watcher, const char *name)
{
    struct profile *const profile = profile_of(watcher);
    count_present(profile);
    profile->moment->section = the_rest;
    if (name) {
        struct profile_row row = {.kind = profile_section};
        snprintf(row.name, sizeof row.name, "%s", name);
        profile->moment->section = row_like(profile, &row);
    }
    go_on(profile);
}

struct profile *profile_new(struct arena *model, size_t records)
{
    struct profile *const profile = arena_take(model, sizeof *profile);
    struct profile_moment *const moment = arena_take(model, sizeof *moment);
    *moment = (struct profile_moment){
        .records = records, .original = arena_take(model, records * sizeof *moment->original)};
    *profile = (struct profile){.watcher = {enter, leave, recorded, section},
                                .count = 1,
                                .row = {[the_rest] = {.name = "the rest"}},
                                .now = clock_now,
                                .moment = moment};
    return profile;
}

struct tape_watcher *profile_watcher(struct profile *profile)
{
    return &profile->watcher;
}

void profile_begin(struct profile *profile)
{
    profile->moment->running = true;
    profile->moment->section = the_rest;
    go_on(profile);
}

void profile_end(struct profile *profile)
{
    count_present(profile);
    profile->moment->running = false;
}

/* --- what came out --------------------------------------------------------------------------------- */

/* A sequence has no work of its own: what it takes belongs to the rest. */
static struct profile_row row_to_show(const struct profile *profile, size_t number)
{
    struct profile_row row = profile->row[number];
    for (size_t i = 0; number == the_rest && i < profile->count; i++) {
        if (profile->row[i].kind == profile_sequence) {
            row.forward.seconds += profile->row[i].forward.seconds;
        }
    }
    return row;
}

/* The layers, the sections, the rest: calls `show` for each. */
static void for_each_row(const struct profile *profile,
                         void (*show)(void *with, const struct profile *profile,
                                      const struct profile_row *row),
                         void *with)
{
    for (size_t i = 1; i < profile->count; i++) {
        const struct profile_row *const row = &profile->row[i];
        if (row->kind == profile_layer || (row->kind == profile_sequence && row->depth > 0)) {
            show(with, profile, row);
        }
    }
    for (size_t i = 1; i < profile->count; i++) {
        if (profile->row[i].kind == profile_section) {
            show(with, profile, &profile->row[i]);
        }
    }
    const struct profile_row rest = row_to_show(profile, the_rest);
    show(with, profile, &rest);
}

static double per_pass(const struct profile *profile, double value)
{
    return profile->passes > 0 ? value / (double)profile->passes : 0;
}

/* "12.3" or "0.0412" in billions a second, or nothing where there was nothing to do. */
static void print_rate(FILE *out, int width, double amount, double seconds)
{
    if (amount > 0 && seconds > 0) {
        fprintf(out, " %*.3g", width, 1e-9 * amount / seconds);
    } else {
        fprintf(out, " %*s", width, "");
    }
}

static void print_sum(FILE *out, const struct profile *profile, const struct profile_sum *sum)
{
    if (sum->seconds > 0) {
        fprintf(out, "  %8.3f", 1e3 * per_pass(profile, sum->seconds));
    } else {
        fprintf(out, "  %8s", "");
    }
    print_rate(out, 8, sum->flops, sum->seconds);
    print_rate(out, 6, sum->bytes, sum->seconds);
}

/* Where the table goes, and how wide its first column must be. */
struct table {
    FILE *out;
    const char *margin;
    int name_width;
};

static int indent_of(const struct profile_row *row)
{
    return row->depth > 1 ? 2 * (int)(row->depth - 1) : 0;
}

static void widen(void *with, const struct profile *profile, const struct profile_row *row)
{
    (void)profile;
    struct table *const table = with;
    const int width = indent_of(row) + (int)strlen(row->name);
    table->name_width = width > table->name_width ? width : table->name_width;
}

static void print_row(void *with, const struct profile *profile, const struct profile_row *row)
{
    const struct table *const table = with;
    FILE *const out = table->out;
    const int indent = indent_of(row);
    if (row->kind == profile_sequence) {
        fprintf(out, "%s%*s%s\n", table->margin, indent, "", row->name);
        return;
    }
    fprintf(out, "%s%*s%-*s", table->margin, indent, "", table->name_width - indent, row->name);
    print_sum(out, profile, &row->forward);
    print_sum(out, profile, &row->backward);
    const double seconds = row->forward.seconds + row->backward.seconds;
    fprintf(out, "  %5.1f %%\n", profile->seconds > 0 ? 100 * seconds / profile->seconds : 0);
}

void profile_print(FILE *out, const char *margin, const struct profile *profile)
{
    static const char groups[] = "   ------ forward ------   ------ backward -----";
    static const char columns[] = "        ms  GFLOP/s   GB/s";
    struct table table = {.out = out, .margin = margin, .name_width = (int)strlen("the rest")};
    for_each_row(profile, widen, &table);
    fprintf(out, "%s%-*s%s\n", margin, table.name_width, "", groups);
    fprintf(out, "%s%-*s%s%s  %7s\n", margin, table.name_width, "layer", columns, columns, "share");
    for_each_row(profile, print_row, &table);
    fprintf(out, "%s%-*s  %8.3f ms a pass, on average over %zu\n", margin, table.name_width,
            "in all", 1e3 * per_pass(profile, profile->seconds), profile->passes);
}

static void write_row(void *with, const struct profile *profile, const struct profile_row *row)
{
    if (row->kind != profile_sequence) {
        const real values[] = {(real)(1e3 * per_pass(profile, row->forward.seconds)),
                               (real)(1e3 * per_pass(profile, row->backward.seconds))};
        trace_named_row(with, row->name, values);
    }
}

int profile_write(const struct profile *profile, const char *path, struct message *why)
{
    struct trace trace;
    if (trace_begin(&trace, path, "layer forward/ms backward/ms", why) != 0) {
        return -1;
    }
    for_each_row(profile, write_row, &trace);
    return trace_finish(&trace, why);
}
