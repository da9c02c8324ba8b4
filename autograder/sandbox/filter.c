/* What is not listed here is refused. Refused in silence (with an error) is what the C library asks
 * for on its own account, when it starts or looks at standard output; everything else that a
 * worker is refused was a student's wish, and raises SIGSYS so that it can be named.
 */
#define _GNU_SOURCE
#include "sandbox/filter.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

enum { last = INT32_MIN }; /* ends each list */

static const int compute[] = {
    SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev), SCMP_SYS(close),
    SCMP_SYS(fstat), SCMP_SYS(lseek),
    /* memory */
    SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(mprotect),
    SCMP_SYS(madvise),
    /* a program's start and end */
    SCMP_SYS(arch_prctl), SCMP_SYS(set_tid_address), SCMP_SYS(set_robust_list), SCMP_SYS(rseq),
    SCMP_SYS(getrandom), SCMP_SYS(exit), SCMP_SYS(exit_group),
    /* its own signals: abort, a handler */
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
    /* time */
    SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(time),
    SCMP_SYS(times), SCMP_SYS(getrusage),
    /* what it is and where it runs */
    SCMP_SYS(getpid), SCMP_SYS(getppid), SCMP_SYS(gettid), SCMP_SYS(getuid), SCMP_SYS(geteuid),
    SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(uname), SCMP_SYS(sysinfo), SCMP_SYS(getrlimit),
    SCMP_SYS(sched_getaffinity), SCMP_SYS(sched_yield), SCMP_SYS(getcpu), last};

static const int look[] = {
    /* files by name */
    SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(statfs),
    SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink),
    SCMP_SYS(readlinkat), SCMP_SYS(getcwd),
    /* what was opened */
    SCMP_SYS(fstatfs), SCMP_SYS(getdents64), SCMP_SYS(pread64), SCMP_SYS(fadvise64), SCMP_SYS(dup),
    SCMP_SYS(dup2), SCMP_SYS(dup3), SCMP_SYS(pipe), SCMP_SYS(pipe2), SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    /* to wait, and what larger programs ask for at their start */
    SCMP_SYS(futex), SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep), SCMP_SYS(rt_sigtimedwait),
    SCMP_SYS(mincore), SCMP_SYS(membarrier), SCMP_SYS(getpgrp), SCMP_SYS(getgroups),
    SCMP_SYS(getresuid), SCMP_SYS(getresgid), last};

static const int make[] = {SCMP_SYS(unlink), SCMP_SYS(unlinkat), last};

static const int change[] = {
    /* a compiler's output */
    SCMP_SYS(open),      SCMP_SYS(openat),    SCMP_SYS(pwrite64),
    SCMP_SYS(ftruncate), SCMP_SYS(fallocate), SCMP_SYS(copy_file_range),
    SCMP_SYS(fsync),     SCMP_SYS(rename),    SCMP_SYS(renameat),
    SCMP_SYS(renameat2), SCMP_SYS(chmod),     SCMP_SYS(fchmod),
    SCMP_SYS(fchmodat),  SCMP_SYS(umask),     last};

static const int start[] = {SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(wait4), SCMP_SYS(waitid),
                            last};

/* The filter that is being made, and its first failure. */
struct making {
    scmp_filter_ctx context;
    bool traps;
    int failure; /* as the library gives it: 0 or a negative errno */
};

static void allow(struct making *making, int call)
{
    if (making->failure == 0) {
        making->failure = seccomp_rule_add(making->context, SCMP_ACT_ALLOW, call, 0);
    }
}

static void allow_all(struct making *making, const int *calls)
{
    for (; *calls != last; calls++) {
        allow(making, *calls);
    }
}

/* The action for a call whose arguments meet all of these. */
static void when_all(struct making *making, uint32_t action, int call, unsigned count,
                     const struct scmp_arg_cmp *conditions)
{
    if (making->failure == 0) {
        making->failure = seccomp_rule_add_array(making->context, action, call, count, conditions);
    }
}

/* The action for a call when one argument, masked, has this value. */
static void when(struct making *making, uint32_t action, int call, unsigned argument, uint64_t mask,
                 uint64_t value)
{
    const struct scmp_arg_cmp condition = {argument, SCMP_CMP_MASKED_EQ, mask, value};
    when_all(making, action, call, 1, &condition);
}

static const uint64_t whole = UINT32_MAX;  /* all bits of an int argument */
static const uint64_t futex_command = 127; /* without the flags */

/* Signals to itself only: raise and abort. */
static void allow_own_signals(struct making *making)
{
    const uint64_t me = (uint64_t)getpid();
    when(making, SCMP_ACT_ALLOW, SCMP_SYS(kill), 0, whole, me);
    when(making, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 0, whole, me);
}

/* Not F_SETOWN and F_SETSIG, with which a signal reaches other processes, and no leases. */
static void allow_descriptors(struct making *making)
{
    static const int commands[] = {F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        when(making, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1, whole, (uint64_t)commands[i]);
    }
}

/* Its own limits (process 0): to read them always, to lower them too where files are opened
 * (Valgrind does). */
static void allow_own_limits(struct making *making, bool may_lower)
{
    const struct scmp_arg_cmp conditions[] = {{0, SCMP_CMP_EQ, 0, 0},  /* the process */
                                              {2, SCMP_CMP_EQ, 0, 0}}; /* no new limit */
    when_all(making, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), may_lower ? 1 : 2, conditions);
}

/* Threads share their memory; a process gets no namespace of its own. */
static void allow_clone(struct making *making, unsigned calls)
{
    const uint64_t namespaces = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWNS |
                                CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP;
    if (calls & calls_start) {
        when(making, SCMP_ACT_ALLOW, SCMP_SYS(clone), 0, namespaces, 0);
    } else if (calls & calls_threads) {
        when(making, SCMP_ACT_ALLOW, SCMP_SYS(clone), 0, namespaces | CLONE_THREAD, CLONE_THREAD);
    }
}

/* Opening: to read what is there; to make what is not. */
static void allow_open(struct making *making, bool may_make)
{
    const uint64_t writes = O_ACCMODE | O_CREAT | O_TRUNC, makes = O_CREAT | O_EXCL;
    when(making, SCMP_ACT_ALLOW, SCMP_SYS(open), 1, writes, O_RDONLY);
    when(making, SCMP_ACT_ALLOW, SCMP_SYS(openat), 2, writes, O_RDONLY);
    if (may_make) {
        when(making, SCMP_ACT_ALLOW, SCMP_SYS(open), 1, makes, makes);
        when(making, SCMP_ACT_ALLOW, SCMP_SYS(openat), 2, makes, makes);
        allow_all(making, make);
    }
}

static void refuse(struct making *making, int call, int error)
{
    if (making->failure == 0) {
        making->failure =
            seccomp_rule_add(making->context, SCMP_ACT_ERRNO((uint16_t)error), call, 0);
    }
}

/* Of a program that opens nothing: what the C library asks for of its own accord gets an error. It
 * opens files with O_CLOEXEC, and asks for a descriptor's status with an empty path. */
static void refuse_files_quietly(struct making *making)
{
    const uint64_t own = O_CLOEXEC | O_DIRECTORY | O_ACCMODE;
    when(making, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(openat), 2, own, O_CLOEXEC);
    when(making, SCMP_ACT_ERRNO(EBADF), SCMP_SYS(newfstatat), 3, AT_EMPTY_PATH, AT_EMPTY_PATH);
    when(making, SCMP_ACT_ALLOW, SCMP_SYS(futex), 1, futex_command, FUTEX_WAKE);
    refuse(making, SCMP_SYS(readlink), EACCES);
    refuse(making, SCMP_SYS(readlinkat), EACCES);
}

static void add_rules(struct making *making, const struct profile *profile, const char *program)
{
    allow_all(making, compute);
    allow_own_signals(making);
    allow_descriptors(making);
    allow_own_limits(making, profile->calls & calls_open);
    allow_clone(making, profile->calls);
    refuse(making, SCMP_SYS(ioctl), ENOTTY); /* is it a terminal? */
    if (profile->calls & calls_open) {
        allow_all(making, look);
        allow_open(making, profile->calls & calls_make);
    } else {
        refuse_files_quietly(making);
    }
    if (profile->calls & calls_write) {
        allow(making, SCMP_SYS(open));
        allow(making, SCMP_SYS(openat));
    }
    if (profile->calls & calls_change) {
        allow_all(making, change);
    }
    if (profile->calls & calls_start) {
        allow_all(making, start);
    }
    if (profile->calls & calls_run) {
        allow(making, SCMP_SYS(execve));
    } else {
        when(making, SCMP_ACT_ALLOW, SCMP_SYS(execve), 0, UINT64_MAX, (uintptr_t)program);
    }
}

int filter_load(const struct profile *profile, const char *program, struct message *why)
{
    const uint32_t refused = profile->traps ? SCMP_ACT_TRAP : SCMP_ACT_ERRNO(ENOSYS);
    struct making making = {.context = seccomp_init(refused), .traps = profile->traps};
    if (!making.context) {
        return message_set(why, "seccomp: no filter can be made");
    }
    /* calls in the way of another machine, such as int 0x80: no table names them */
    making.failure =
        seccomp_attr_set(making.context, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    add_rules(&making, profile, program);
    if (making.failure == 0) {
        making.failure = seccomp_load(making.context);
    }
    seccomp_release(making.context);
    return making.failure == 0
               ? 0
               : message_set(why, "seccomp: not loaded: %s", strerror(-making.failure));
}
