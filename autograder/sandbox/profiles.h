/* sandbox/profiles.h: what each kind of program may do, as data.
 *
 * A profile names the system calls, paths and amounts that its programs need to work; all else is
 * refused. confine.c applies it, bubble.c shows the program a file system that matches.
 */
#ifndef DESCENT_SANDBOX_PROFILES_H
#define DESCENT_SANDBOX_PROFILES_H

#include <stdbool.h>
#include <stddef.h>

/* The groups of system calls in filter.c. */
enum calls {
    calls_compute = 1, /* memory, clocks, what is open already: every program */
    calls_open = 2,    /* look for files, open them to read */
    calls_make = 4,    /* make new files, and remove files */
    calls_change = 8,  /* open files to write, rename them, cut them off */
    calls_run = 16,    /* become another program */
    calls_threads = 32,
    calls_start = 64,  /* start processes */
    calls_write = 128, /* open files to write, for what else stands between a program and them */
};

struct profile {
    const char *name;
    unsigned calls;              /* enum calls, or-ed */
    bool traps;                  /* a refused call raises SIGSYS; else it fails with ENOSYS */
    const char *variable;        /* one more of its environment, "NAME=value"; or NULL */
    const char *const *readable; /* paths to read and to run programs of, ends with NULL; what a
                                    machine does not have is passed over */
    bool sees_processes;         /* a /proc to read */
    bool scratch;                /* what it writes is not wanted: bubblewrap gives it memory */
    int descriptors;             /* that stay open: 0 to this minus 1 */
    bool keeps_reports;          /* and the descriptor of the launcher's reports (confine.c) */
    size_t cpu_seconds;
    size_t memory_bytes; /* of address space, 0 for no limit */
    size_t stack_bytes;
    size_t file_bytes; /* of any one file */
    size_t open_files;
    size_t processes; /* of this user, as the kernel counts them: threads too */
};

/* The profile of this name, or NULL. The last has no name. */
const struct profile *profile_find(const char *name);
extern const struct profile profiles[];

/* What the profile `worker` may compute and hold; the judge's sentences name it as well. */
enum { worker_cpu_seconds = 5, worker_memory_mib = 1024 };

/* The descriptor on which the launcher reports, and Valgrind behind it. */
enum { reports_descriptor = 4 };

#endif
