#define _GNU_SOURCE
#include "judge/cache_pass.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { largest_log = 1024 * 1024 };

bool cache_read_misses(const char *log, size_t *misses)
{
    static const char words[] = "D1  misses:";
    const char *const line = strstr(log, words);
    if (!line || strstr(line + 1, words) || strstr(log, "can't open")) {
        return false; /* Cachegrind has not said it, or not it alone */
    }
    const char *at = line + strlen(words);
    at += strspn(at, " ");
    *misses = 0;
    for (; (*at >= '0' && *at <= '9') || *at == ','; at++) { /* "2,148,937" */
        *misses = *at == ',' ? *misses : *misses * 10 + (size_t)(*at - '0');
    }
    return *at == ' ' && at[-1] != ' ';
}

static void keep_answer(const struct bundle *answer, void *context)
{
    struct bundle *const kept = context;
    *kept = bundle_copy(answer);
}

/* Reads the log. Returns -1 when there is none. */
static int read_log(const char *path, bool *is_one, size_t *misses, struct message *why)
{
    unsigned char *bytes;
    size_t length;
    if (file_read(path, largest_log, &bytes, &length, why) != 0) {
        return -1;
    }
    *is_one =
        strlen((const char *)bytes) == length && cache_read_misses((const char *)bytes, misses);
    free(bytes);
    return 0;
}

enum count_end cache_misses(const struct valgrind_run *run, const struct bundle *request,
                            struct bundle *answer, size_t *misses, struct message *why)
{
    size_t length, answered;
    bool is_one = false;
    unsigned char *const bytes = bundle_encode(request, &length);
    struct valgrind_run one = *run;
    *answer = (struct bundle){.frames = 0};
    one.see = keep_answer;
    one.context = answer;
    const enum valgrind_end end = valgrind_ask(&one, bytes, length, &answered, why);
    free(bytes);
    const bool failed = end == valgrind_failed ||
                        (end == valgrind_done && read_log(run->report_path, &is_one, misses, why));
    if (end != valgrind_done || !is_one) {
        bundle_free(answer);
        return failed ? count_failed : count_left;
    }
    return count_done;
}

json_t *cache_bonus(double share, const struct cache_band *bands, size_t count,
                    const char *function, const char *plain)
{
    char text[300];
    size_t band = 0;
    while (band < count && share > bands[band].share) {
        band++;
    }
    int used = snprintf(text, sizeof text, "%s%s misses the cache %.1f %% as often as %s%s.",
                        band < count ? "" : "The numbers are right, but ", function, 100 * share,
                        plain, band < count ? "" : ": no bonus");
    if (band > 0) {
        snprintf(text + used, sizeof text - (size_t)used, " All points: at most %g %%.",
                 100 * bands[0].share);
    }
    return json_pack("{s:i, s:s}", "points", band < count ? (int)bands[band].points : 0, "text",
                     text);
}
