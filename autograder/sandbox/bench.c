/* What confining costs a worker:
 *
 *     bench ROUNDS CONFINE WORKER
 *
 * Starts the worker without any question, so that it ends at once, bare and confined in turns, and
 * prints the median time from start to end of each way, in ms.
 */
#define _GNU_SOURCE
#include "base/clock.h"
#include "base/message.h"
#include "sandbox/sandbox.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { most_rounds = 10000, ways = 3 };

struct way {
    const char *name;
    struct command_words command;
    double *seconds; /* (rounds) */
};

_Noreturn static void become(const char *const *argv)
{
    const int nothing = open("/dev/null", O_RDWR);
    for (int descriptor = 0; descriptor < 4; descriptor++) {
        dup2(nothing, descriptor);
    }
    dup2(nothing, 4); /* where the launcher reports */
    execv(argv[0], (char *const *)(void *)argv);
    _exit(127);
}

/* Runs the command to its end; returns the seconds that it took. */
static double measure(const struct way *way)
{
    const double start = clock_now();
    int status = 0;
    const pid_t pid = vfork();
    if (pid == 0) {
        become(way->command.word);
    }
    if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0) {
        panic("bench: %s: the worker ended with status %d", way->name, status);
    }
    return clock_now() - start;
}

static int ascending(const void *a, const void *b)
{
    const double *const x = a, *const y = b;
    return (*x > *y) - (*x < *y);
}

int main(int argc, char **argv)
{
    const long rounds = argc == 4 ? strtol(argv[1], NULL, 10) : 0;
    if (rounds < 1 || rounds > most_rounds) {
        fputs("usage: bench ROUNDS CONFINE WORKER\n", stderr);
        return 2;
    }
    const char *const worker[] = {argv[3], NULL};
    const struct confined what = {.profile = "worker"};
    const struct sandbox small = {argv[2], {.landlock = true, .seccomp = true}};
    const struct sandbox full = {argv[2], {true, true, true}};
    struct way way[ways] = {{.name = "bare"},
                            {.name = "confine (Landlock, seccomp)"},
                            {.name = "bubblewrap and confine"}};
    words_add(&way[0].command, argv[3]);
    sandbox_command(&small, &what, worker, &way[1].command);
    sandbox_command(&full, &what, worker, &way[2].command);
    for (size_t i = 0; i < ways; i++) {
        way[i].seconds = calloc((size_t)rounds, sizeof(double));
        if (!way[i].seconds) {
            panic("bench: no memory for %ld rounds", rounds);
        }
    }
    for (long round = 0; round < rounds; round++) { /* in turns: a busy moment meets all of them */
        for (size_t i = 0; i < ways; i++) {
            way[i].seconds[round] = measure(&way[i]);
        }
    }
    for (size_t i = 0; i < ways; i++) {
        qsort(way[i].seconds, (size_t)rounds, sizeof(double), ascending);
        printf("%-28s %6.2f ms\n", way[i].name, way[i].seconds[rounds / 2] * 1e3);
        free(way[i].seconds);
    }
    return 0;
}
