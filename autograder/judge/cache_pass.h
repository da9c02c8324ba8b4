/* judge/cache_pass.h: how often a worker misses the cache, counted by Cachegrind. */
#ifndef DESCENT_JUDGE_CACHE_PASS_H
#define DESCENT_JUDGE_CACHE_PASS_H

#include "base/message.h"
#include "catalogue/exercises.h"
#include "judge/valgrind.h"

#include <jansson.h>
#include <stddef.h>

/* How one count ended. */
enum count_end {
    count_done,
    count_left,   /* the worker did not come back, or wrote where only Cachegrind does */
    count_failed, /* it could not be run */
};

/* Asks one request in a worker of its own and counts that worker's misses, of data and in the first-level
 * cache, from its start to its end. With `count_done`, the caller frees the answer. The message is for
 * count_failed. */
enum count_end cache_misses(const struct valgrind_run *run, const struct bundle *request,
                            struct bundle *answer, size_t *misses, struct message *why);

/* The misses in Cachegrind's log. Returns false unless it has just one line about them, and no word of a
 * file that could not be opened: all else did not come from Cachegrind alone. */
bool cache_read_misses(const char *log, size_t *misses);

/* A bonus for few misses: {points, text}. `share` is of those of something plain. */
struct cache_band {
    double share; /* at most */
    unsigned points;
};
json_t *cache_bonus(double share, const struct cache_band *bands, size_t count,
                    const char *function, const char *plain);

#endif
