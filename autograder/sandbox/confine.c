/* Confines itself and becomes another program:
 *
 *     confine PROFILE OPTION... -- PROGRAM ARGUMENT...
 *         --read PATH       may be read besides what the profile names (a file or a folder)
 *         --write FOLDER    may be written in; the first is TMPDIR as well
 *         --without LAYER   landlock or seccomp: goes on without it
 *         --reports         descriptor 4 is a pipe that is told how this went
 *     confine --probe       prints what the kernel offers, by trying it: "landlock 7", "seccomp"
 *     confine --greet       prints "hello", by way of what the C library does in any program
 *
 * It is linked statically and has an environment of its own for the program, so that nothing of the
 * caller's, nor of the program's folder, runs before the limits stand: constructors and the dynamic
 * loader are confined too. What it is asked for and cannot set up ends it with status 125 and a line
 * that says why.
 *
 * The pipe gets "ready" when all is set up and is closed by the start of the program: the program
 * cannot write to it, so what it reports cannot be forged. Behind "ready" only a failure to start the
 * program follows. (A profile may keep it open: Valgrind writes there next.)
 */
#define _GNU_SOURCE
#include "sandbox/filter.h"
#include "sandbox/landlock.h"
#include "sandbox/layers.h"
#include "sandbox/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { failed = 125, max_paths = 16 };

struct order {
    const struct profile *profile;
    const char *read[max_paths], *write[max_paths];
    size_t reads, writes;
    struct layers without;
    bool reports;
    char **program;
};

_Noreturn static void fail(const struct order *order, const char *text)
{
    dprintf(order->reports ? reports_descriptor : STDERR_FILENO, "confine: %s\n", text);
    _exit(failed);
}

static void add_path(const char **paths, size_t *count, const char *path)
{
    if (!path || *count == max_paths) {
        fail(&(struct order){0}, path ? "too many paths" : "an option lacks its argument");
    }
    paths[(*count)++] = path;
}

/* Reads one option at `at`; returns the word behind it. */
static char **read_option(struct order *order, char **at)
{
    struct layers layer;
    if (strcmp(*at, "--reports") == 0) {
        order->reports = true;
        return at + 1;
    }
    if (strcmp(*at, "--read") == 0) {
        add_path(order->read, &order->reads, at[1]);
    } else if (strcmp(*at, "--write") == 0) {
        add_path(order->write, &order->writes, at[1]);
    } else if (strcmp(*at, "--without") == 0 && layers_read(at[1], &layer)) {
        order->without.landlock |= layer.landlock;
        order->without.seccomp |= layer.seccomp;
    } else {
        fail(order, "usage: confine PROFILE OPTION... -- PROGRAM ARGUMENT...");
    }
    return at + 2;
}

static struct order read_order(char **argv)
{
    struct order order = {.profile = argv[1] ? profile_find(argv[1]) : NULL};
    if (!order.profile) {
        fail(&order, "no such profile");
    }
    char **at = argv + 2;
    while (*at && strcmp(*at, "--") != 0) {
        at = read_option(&order, at);
    }
    if (!*at || !at[1]) {
        fail(&order, "no program");
    }
    order.program = at + 1;
    return order;
}

/* Closes what the profile does not name, and the pipe of the reports at the program's start. */
static void close_descriptors(const struct order *order)
{
    const int first = order->reports ? reports_descriptor + 1 : order->profile->descriptors;
    const int close_on_exec = order->profile->keeps_reports ? 0 : FD_CLOEXEC;
    if (syscall(SYS_close_range, first, ~0U, 0) != 0) {
        for (int descriptor = first; descriptor < 65536; descriptor++) { /* before Linux 5.9 */
            close(descriptor);
        }
    }
    for (int between = order->profile->descriptors; between < reports_descriptor; between++) {
        close(between);
    }
    if (order->reports && fcntl(reports_descriptor, F_SETFD, close_on_exec) != 0) {
        _exit(failed);
    }
}

static void allow(const struct order *order, int list, const char *path, unsigned uses, bool must)
{
    struct message why;
    const int missing = landlock_allow(list, path, uses, &why);
    if (missing > 0 && must) {
        message_set(&why, "%s is not there", path);
    }
    if (missing < 0 || (missing > 0 && must)) {
        fail(order, why.text);
    }
}

static void confine_files(const struct order *order)
{
    struct message why;
    const int list = landlock_begin(&why);
    if (list < 0) {
        fail(order, why.text);
    }
    allow(order, list, order->program[0], landlock_read | landlock_run, true);
    for (const char *const *path = order->profile->readable; *path; path++) {
        allow(order, list, *path, landlock_read | landlock_run, false);
    }
    if (order->profile->calls & calls_open) {
        allow(order, list, "/dev/null", landlock_read | landlock_write, false);
    }
    if (order->profile->sees_processes) {
        allow(order, list, "/proc", landlock_read, false);
    }
    for (size_t i = 0; i < order->reads; i++) {
        allow(order, list, order->read[i], landlock_read, true);
    }
    for (size_t i = 0; i < order->writes; i++) {
        allow(order, list, order->write[i], landlock_read | landlock_write, true);
    }
    if (landlock_enforce(list, &why) != 0) {
        fail(order, why.text);
    }
}

/* A copy of the path at an address that only the filter knows: it is the one argument with which a
 * program that may start nothing can be started. */
static const char *hide_path(const struct order *order)
{
    const char *const path = order->program[0];
    const size_t length = strlen(path) + 1;
    for (int attempt = 0; attempt < 16; attempt++) {
        uint64_t random;
        if (getrandom(&random, sizeof random, 0) != sizeof random) {
            break;
        }
        /* a page below 2^46; below 2^38 where a processor has a smaller address space */
        const uint64_t pages = attempt < 8 ? 0x3ffffffff000U : 0x3ffffff000U;
        void *const wanted = (void *)(uintptr_t)(random & pages);
        char *const page = mmap(wanted, length, PROT_READ | PROT_WRITE,
                                MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
        if (page == wanted) {
            return memcpy(page, path, length);
        }
    }
    fail(order, "no memory for the program's path");
}

static void reset_signals(void)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int number = 1; number < 32; number++) {
        signal(number, SIG_DFL);
    }
}

_Noreturn static void become(const struct order *order)
{
    char scratch[1100];
    snprintf(scratch, sizeof scratch, "TMPDIR=%s", order->writes > 0 ? order->write[0] : "/");
    char *const environment[] = {"PATH=/usr/bin:/bin",
                                 "LC_ALL=C",
                                 "OPENBLAS_NUM_THREADS=1",
                                 "OMP_NUM_THREADS=1",
                                 scratch,
                                 (char *)order->profile->variable,
                                 NULL};
    struct message why;
    const char *const path = hide_path(order);
    reset_signals();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    close_descriptors(order);
    if (limits_drop_privileges(&why) != 0) {
        fail(order, why.text);
    }
    if (!order->without.landlock) {
        confine_files(order);
    }
    if (limits_set(order->profile, &why) != 0) {
        fail(order, why.text);
    }
    if (!order->without.seccomp && filter_load(order->profile, path, &why) != 0) {
        fail(order, why.text);
    }
    if (order->reports && write(reports_descriptor, "ready\n", 6) != 6) {
        _exit(failed);
    }
    execve(path, order->program, environment);
    message_set(&why, "%s cannot be run: %s", order->program[0], strerror(errno));
    fail(order, why.text);
}

/* Tries each layer on this process, the strictest profile's filter last. */
static int probe(void)
{
    struct message why;
    const int version = landlock_version();
    const int list = limits_drop_privileges(&why) == 0 ? landlock_begin(&why) : -1;
    if (list >= 0 && landlock_enforce(list, &why) == 0) {
        dprintf(STDOUT_FILENO, "landlock %d\n", version);
    }
    if (filter_load(profile_find("worker"), "", &why) == 0) {
        dprintf(STDOUT_FILENO, "seccomp\n");
    }
    return 0;
}

/* To be run confined: does the profile allow what this machine's C library does? */
static int greet(void)
{
    enum { large = 1 << 20 };
    volatile char *const memory = malloc(large);
    if (!memory) {
        return 1;
    }
    memory[large - 1] = 'o';
    printf("hell%c %.1f\n", memory[large - 1], 1.0);
    return fflush(stdout) == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--probe") == 0) {
        return probe();
    }
    if (argc == 2 && strcmp(argv[1], "--greet") == 0) {
        return greet();
    }
    const struct order order = read_order(argv);
    become(&order);
}
