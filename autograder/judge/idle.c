#include "judge/idle.h"

#include "base/clock.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static bool process_idles(long pid, uint64_t *runs);

/* Whether the thread sleeps. Adds its id and how often it has run. */
static bool thread_idles(long pid, long thread, uint64_t *runs)
{
    char path[96], line[256], state = '?';
    unsigned long long gave_way, was_moved;
    int found = 0;
    snprintf(path, sizeof path, "/proc/%ld/task/%ld/status", pid, thread);
    FILE *const status = fopen(path, "re");
    while (status && fgets(line, sizeof line, status)) {
        found += sscanf(line, "State: %c", &state) == 1 ? 1 : 0;
        if (sscanf(line, "voluntary_ctxt_switches: %llu", &gave_way) == 1) {
            *runs += gave_way;
            found++;
        }
        if (sscanf(line, "nonvoluntary_ctxt_switches: %llu", &was_moved) == 1) {
            *runs += was_moved;
            found++;
        }
    }
    if (status) {
        fclose(status);
    }
    *runs += (uint64_t)thread << 32;
    return found == 3 && state == 'S';
}

static bool children_idle(long pid, long thread, uint64_t *runs)
{
    char path[96];
    long child;
    snprintf(path, sizeof path, "/proc/%ld/task/%ld/children", pid, thread);
    FILE *const list = fopen(path, "re");
    bool all = list != NULL;
    while (all && fscanf(list, "%ld", &child) == 1) {
        all = process_idles(child, runs);
    }
    if (list) {
        fclose(list);
    }
    return all;
}

static bool process_idles(long pid, uint64_t *runs)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%ld/task", pid);
    DIR *const threads = opendir(path);
    bool all = threads != NULL;
    for (const struct dirent *entry; all && (entry = readdir(threads));) {
        const long thread = strtol(entry->d_name, NULL, 10);
        if (thread > 0) { /* not "." and ".." */
            all = thread_idles(pid, thread, runs) && children_idle(pid, thread, runs);
        }
    }
    if (threads) {
        closedir(threads);
    }
    return all;
}

double idle_look(struct idle *idle, pid_t pid)
{
    const double now = clock_now();
    uint64_t runs = 0;
    const bool idles = process_idles(pid, &runs);
    if (!idles || idle->since == 0 || runs != idle->runs) {
        *idle = (struct idle){.since = idles ? now : 0, .runs = runs};
    }
    return idles ? now - idle->since : 0;
}
