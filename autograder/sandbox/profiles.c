#include "sandbox/profiles.h"

#include <string.h>

#define MIB ((size_t)1 << 20)

/* Shared libraries and what finds them. */
#define LIBRARIES                                                                                  \
    "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libx32", "/lib", "/lib32", "/lib64", "/libx32",  \
        "/etc/ld.so.cache"

static const char *const nothing[] = {NULL};
static const char *const libraries[] = {LIBRARIES, NULL};
static const char *const valgrind[] = {LIBRARIES, "/usr/libexec/valgrind", "/usr/bin/valgrind",
                                       "/usr/bin/valgrind.bin", NULL};
static const char *const compilers[] = {LIBRARIES,      "/usr/libexec",      "/usr/bin", "/bin",
                                        "/usr/include", "/etc/alternatives", NULL};

const struct profile profiles[] = {
    /* a worker that is linked statically: it opens nothing at all */
    {.name = "worker",
     .calls = calls_compute,
     .traps = true,
     .readable = nothing,
     .descriptors = 4,
     .cpu_seconds = worker_cpu_seconds,
     .memory_bytes = worker_memory_mib * MIB,
     .stack_bytes = 8 * MIB,
     .file_bytes = 0,
     .open_files = 64,
     .processes = 0},

    /* a worker under Valgrind, which writes two small files and removes them at once. The reports
     * go through a pipe: no limit on files meets them. What is there already is opened to be read
     * only: that pipe has a name in /proc/self/fd. */
    {.name = "checked-worker",
     .calls = calls_compute | calls_open | calls_make | calls_run,
     .readable = valgrind,
     .sees_processes = true,
     .scratch = true,
     .descriptors = 4,
     .keeps_reports = true,
     .cpu_seconds = 60,
     .memory_bytes = (size_t)4 << 30,
     .stack_bytes = 8 * MIB,
     .file_bytes = MIB / 64,
     .open_files = 64,
     .processes = 0},

    /* a worker whose cache misses Cachegrind counts. Cachegrind's own file is opened to write, and goes to
     * /dev/null; so a worker can open the reports' pipe as well, and write there. But it can start no
     * other program (Cachegrind is started at once, without its launcher, whose variable it asks for): at
     * the end Cachegrind has the last word, and a report with more than one is no report. */
    {.name = "counted-worker",
     .calls = calls_compute | calls_open | calls_make | calls_write,
     .variable = "VALGRIND_LAUNCHER=/usr/bin/valgrind",
     .readable = valgrind,
     .sees_processes = true,
     .scratch = true,
     .descriptors = 4,
     .keeps_reports = true,
     .cpu_seconds = 60,
     .memory_bytes = (size_t)4 << 30,
     .stack_bytes = 8 * MIB,
     .file_bytes = MIB / 64,
     .open_files = 64,
     .processes = 0},

    /* a worker with ASan and UBSan: its shadow memory lies all over the address space, so the
     * limit on memory is ASan's own (worker/sanitizers.c), which needs a thread */
    {.name = "sanitized-worker",
     .calls = calls_compute | calls_open | calls_threads,
     .readable = libraries,
     .sees_processes = true,
     .descriptors = 4,
     .cpu_seconds = 60,
     .memory_bytes = 0,
     .stack_bytes = 8 * MIB,
     .file_bytes = 0,
     .open_files = 64,
     .processes = 8192},

    /* gcc, clang, as, ld, objcopy, readelf: they run no student's code, and must not be made to
     * read what a student's text names. Processes count for the whole user: a busy desktop has some
     * thousands. */
    {.name = "compiler",
     .calls = calls_compute | calls_open | calls_make | calls_change | calls_run | calls_start,
     .readable = compilers,
     .descriptors = 3,
     .cpu_seconds = 10,
     .memory_bytes = (size_t)2 << 30,
     .stack_bytes = 64 * MIB,
     .file_bytes = 32 * MIB,
     .open_files = 256,
     .processes = 8192},

    {.name = NULL},
};

const struct profile *profile_find(const char *name)
{
    const struct profile *profile = profiles;
    while (profile->name && strcmp(profile->name, name) != 0) {
        profile++;
    }
    return profile->name ? profile : NULL;
}
