/* train/profile.h: where the time of training goes, layer by layer, forward and backward.
 *
 *     struct profile *const profile = profile_new(&model_arena, tape.room);
 *     tape.watcher = profile_watcher(profile);
 *     profile_begin(profile);
 *     for (...) image_training_step(...);
 *     profile_end(profile);
 *     tape.watcher = NULL;
 *     profile_print(stdout, "", profile);
 *
 * Each moment between begin and end is counted once: for the innermost module that runs, for the module
 * whose record is led back, for the section that the training tells ("loss", "optimizer"), or for the
 * rest. So the rows' times add up to the whole. What the profile itself takes between its looks at the
 * clock is left out, some 50 ns a look.
 *
 * On the way back each record's own function is called, with the same numbers: results do not change by a
 * bit. FLOPs and bytes are the layers' own words (layers/description.h), not counted by the processor;
 * a layer that does not use what they count (a kernel that skips zeros) shows a rate above its true one.
 */
#ifndef DESCENT_TRAIN_PROFILE_H
#define DESCENT_TRAIN_PROFILE_H

#include "base/arena.h"
#include "layers/sequential.h"

#include <stdbool.h>
#include <stdio.h>

enum { profile_max_rows = 96, profile_max_depth = 16 };

/* The sums over all passes of one direction. */
struct profile_sum {
    double seconds, flops, bytes;
};

enum profile_kind {
    profile_section,  /* of the training, as it calls it; or the rest */
    profile_layer,    /* a module that does its work itself */
    profile_sequence, /* one whose parts do it: it has no figures of its own */
};

struct profile_row {
    char name[64];
    enum profile_kind kind;
    size_t depth; /* modules that it stands in: 0 for the model itself */
    struct profile_sum forward, backward;

    /* which module this is: number `place` of those in row `parent` (0: in none) */
    struct module module;
    size_t parent, place;
};

struct profile {
    struct tape_watcher watcher;
    size_t
        count; /* rows: the first is the rest; the others in the order in which they were first met */
    struct profile_row row[profile_max_rows];
    size_t passes;       /* forward passes of a whole model */
    double seconds;      /* in all, without the profile's own */
    double (*now)(void); /* clock_now (base/clock.h), unless a test has a clock of its own */
    struct profile_moment *moment; /* the present; profile.c's own */
};

/* A profile, all zero, from the model's arena. `records` is the room of the tape that it will watch. */
struct profile *profile_new(struct arena *model, size_t records);

/* What a tape's watcher is set to, and before and after whatever is to be measured. Several spans add up. */
struct tape_watcher *profile_watcher(struct profile *profile);
void profile_begin(struct profile *profile);
void profile_end(struct profile *profile);

/* A table: milliseconds a pass, GFLOP/s and GB/s of each row, forward and backward, and its share.
 * `margin` stands before each line. */
void profile_print(FILE *out, const char *margin, const struct profile *profile);

/* A trace for a chart of bars, one row a layer or section: its name, milliseconds a pass forward and
 * backward. Returns 0, or -1 and says why. */
int profile_write(const struct profile *profile, const char *path, struct message *why);

#endif
