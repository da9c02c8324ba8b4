#define _GNU_SOURCE
#include "judge/process.h"

#include "base/clock.h"
#include "judge/idle.h"
#include "sandbox/profiles.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

const struct limits worker_limits = {.cpu_seconds = worker_cpu_seconds,
                                     .wall_seconds = 60,
                                     .idle_seconds = 10,
                                     .memory_bytes = (size_t)worker_memory_mib << 20,
                                     .answer_bytes = (size_t)64 << 20,
                                     .printed_bytes = (size_t)1 << 20};

enum { answers_fd = 3, read_at_once = 65536, between_looks = 250 /* ms */ };

static bool set_limit(int what, size_t soft, size_t hard)
{
    const struct rlimit limit = {soft, hard};
    return setrlimit((__rlimit_resource_t)what, &limit) == 0;
}

static bool set_limits(const struct limits *limits)
{
    return set_limit(RLIMIT_CPU, limits->cpu_seconds, limits->cpu_seconds + 1) &&
           set_limit(RLIMIT_CORE, 0, 0) &&
           (limits->memory_bytes == 0 ||
            (set_limit(RLIMIT_AS, limits->memory_bytes, limits->memory_bytes) &&
             set_limit(RLIMIT_FSIZE, 0, 0)));
}

/* The pipes, each with its end for reading and its end for writing. */
enum { in, out, answers, reports, failure, pipe_count };

/* First out of the way of 0..4, then into place. */
static bool place_ends(int pipes[pipe_count][2], bool with_reports)
{
    const int from = fcntl(pipes[in][0], F_DUPFD, 10), to = fcntl(pipes[out][1], F_DUPFD, 10);
    const int answer_to = fcntl(pipes[answers][1], F_DUPFD, 10);
    const int report_to = fcntl(pipes[reports][1], F_DUPFD, 10);
    return dup2(from, 0) >= 0 && dup2(to, 1) >= 0 && dup2(to, 2) >= 0 &&
           dup2(answer_to, answers_fd) >= 0 &&
           (!with_reports || dup2(report_to, reports_descriptor) >= 0);
}

/* In the child: limits, descriptors, then the program. When that fails, errno goes into a pipe that
 * the program does not inherit: no exit status of its own can look like it. */
static _Noreturn void become(const char *const *argv, const struct limits *limits,
                             int pipes[pipe_count][2])
{
    char *const fixed[] = {"PATH=/usr/bin:/bin", "LC_ALL=C", "OPENBLAS_NUM_THREADS=1", NULL};
    const int report = fcntl(pipes[failure][1], F_DUPFD_CLOEXEC, 10);
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const unsigned first_closed = limits->in_sandbox ? reports_descriptor + 1 : answers_fd + 1;
    if (report >= 0 && place_ends(pipes, limits->in_sandbox) &&
        (limits->in_sandbox || set_limits(limits))) {
        close_range(first_closed, (unsigned)report - 1, 0);
        close_range((unsigned)report + 1, ~0U, 0);
        signal(SIGPIPE, SIG_DFL);
        execve(argv[0], (char *const *)argv, limits->whole_environment ? environ : fixed);
    }
    const int cause = errno;
    (void)!write(report, &cause, sizeof cause);
    _exit(125);
}

static int open_pipes(int pipes[pipe_count][2])
{
    for (size_t i = 0; i < pipe_count; i++) {
        if (pipe2(pipes[i], O_CLOEXEC) != 0) {
            while (i-- > 0) {
                close(pipes[i][0]);
                close(pipes[i][1]);
            }
            return -1;
        }
    }
    return 0;
}

/* Waits until the child runs the program; the errno when it cannot, else 0. */
static int why_not_run(int report)
{
    int cause = 0;
    while (read(report, &cause, sizeof cause) < 0 && errno == EINTR) {
    }
    return cause;
}

int process_start(struct process *process, const char *const *argv, struct limits limits,
                  struct message *why)
{
    int pipes[pipe_count][2];
    *process = (struct process){.limits = limits};
    if (open_pipes(pipes) != 0) {
        return message_set(why, "no pipe for %s: %s", argv[0], strerror(errno));
    }
    process->pid = fork();
    if (process->pid == 0) {
        become(argv, &limits, pipes);
    }
    int cause = errno;
    close(pipes[in][0]);
    close(pipes[out][1]);
    close(pipes[answers][1]);
    close(pipes[reports][1]);
    close(pipes[failure][1]);
    process->to = pipes[in][1];
    process->printed = pipes[out][0];
    process->from = pipes[answers][0];
    process->reports = limits.in_sandbox ? pipes[reports][0] : -1;
    if (!limits.in_sandbox) {
        close(pipes[reports][0]);
    }
    if (process->pid > 0) {
        cause = why_not_run(pipes[failure][0]);
    } else {
        process->pid = 0;
    }
    close(pipes[failure][0]);
    fcntl(process->printed, F_SETFL, O_NONBLOCK);
    if (process->reports >= 0) {
        fcntl(process->reports, F_SETFL, O_NONBLOCK);
    }
    if (cause != 0) {
        process_end(process, 0);
        return message_set(why, "%s cannot be started: %s", argv[0], strerror(cause));
    }
    signal(SIGPIPE, SIG_IGN);
    fcntl(process->to, F_SETFL, O_NONBLOCK);
    fcntl(process->from, F_SETFL, O_NONBLOCK);
    return 0;
}

/* Appends what can be read, and a zero byte that is not counted. Returns false at the end. */
static bool take(int descriptor, unsigned char **bytes, size_t *count, size_t *room)
{
    if (*room - *count <= read_at_once) {
        *room = *room * 2 + read_at_once + 1;
        unsigned char *const larger = realloc(*bytes, *room);
        if (!larger) {
            panic("judge: no memory for an answer of %zu bytes", *room);
        }
        *bytes = larger;
    }
    const ssize_t got = read(descriptor, *bytes + *count, read_at_once);
    *count += got > 0 ? (size_t)got : 0;
    (*bytes)[*count] = '\0';
    return got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR));
}

static bool take_answer(struct process *process)
{
    return take(process->from, &process->pending, &process->pending_bytes, &process->pending_room);
}

/* Closes the pipe at its end, and when there is too much. */
static void take_report(struct process *process)
{
    enum { most = 64 << 20 };
    if (process->reports >= 0 &&
        (!take(process->reports, &process->report, &process->report_bytes, &process->report_room) ||
         process->report_bytes > most)) {
        close(process->reports);
        process->reports = -1;
    }
}

static void take_rest_of_report(struct process *process)
{
    size_t before;
    do {
        before = process->report_bytes;
        take_report(process);
    } while (process->report_bytes > before);
}

/* Keeps the start of what is printed and counts the rest. Returns false at its end. */
static bool take_printed(struct process *process)
{
    char bytes[read_at_once];
    const ssize_t got = read(process->printed, bytes, sizeof bytes);
    if (got <= 0) {
        return got < 0 && (errno == EAGAIN || errno == EINTR);
    }
    const size_t room = sizeof process->head - 1 - process->head_bytes;
    const size_t kept = (size_t)got < room ? (size_t)got : room;
    memcpy(process->head + process->head_bytes, bytes, kept);
    process->head_bytes += kept;
    process->printed_bytes += (size_t)got;
    return true;
}

/* Sends what the pipe takes. Returns false when the reader is gone. */
static bool give(struct process *process, const unsigned char *bytes, size_t length, size_t *sent)
{
    const ssize_t now_sent = write(process->to, bytes + *sent, length - *sent);
    *sent += now_sent > 0 ? (size_t)now_sent : 0;
    return now_sent >= 0 || errno == EAGAIN || errno == EINTR;
}

/* Whether nothing will come any more. To be asked when nothing has for a while: then the process has
 * had all that the pipe takes, and nobody keeps it from writing. */
static bool idles_too_long(const struct process *process, struct idle *idle)
{
    const size_t most = process->limits.idle_seconds;
    return most > 0 && idle_look(idle, process->pid) >= (double)most;
}

enum exchange process_exchange(struct process *process, const unsigned char *bytes, size_t length,
                               long (*complete)(const unsigned char *, size_t, void *),
                               void *context)
{
    const double deadline = clock_now() + (double)process->limits.wall_seconds;
    size_t sent = 0;
    struct idle idle = {0};
    struct pollfd on[4] = {{.fd = process->from, .events = POLLIN},
                           {.fd = process->printed, .events = POLLIN},
                           {.fd = process->to, .events = POLLOUT},
                           {.events = POLLIN}};
    for (;;) {
        if (process->pending_bytes > 0 &&
            complete(process->pending, process->pending_bytes, context) != 0) {
            return exchanged;
        }
        on[2].fd = sent < length ? process->to : -1;
        on[3].fd = process->reports;
        if (clock_now() >= deadline) {
            return over_time;
        }
        const int ready = poll(on, 4, between_looks);
        if (ready < 0 && errno != EINTR) {
            return ended;
        }
        if (ready == 0 && idles_too_long(process, &idle)) {
            return only_waits;
        }
        if (on[2].fd >= 0 && on[2].revents && !give(process, bytes, length, &sent)) {
            sent = length;
        }
        if (on[1].fd >= 0 && on[1].revents && !take_printed(process)) {
            on[1].fd = -1;
        }
        if (on[3].fd >= 0 && on[3].revents) {
            take_report(process);
        }
        if (on[0].revents && !take_answer(process)) {
            return ended;
        }
        if (process->printed_bytes > process->limits.printed_bytes ||
            process->pending_bytes > process->limits.answer_bytes) {
            return over_output;
        }
    }
}

void process_consume(struct process *process, size_t length)
{
    process->pending_bytes -= length;
    memmove(process->pending, process->pending + length, process->pending_bytes);
}

int process_end(struct process *process, double patience)
{
    int status = 0;
    close(process->to);
    close(process->from);
    if (process->pid > 0) {
        const double deadline = clock_now() + patience;
        pid_t gone;
        while ((gone = waitpid(process->pid, &status, WNOHANG)) == 0 && clock_now() < deadline) {
            take_printed(process);
            take_report(process);
            nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
        }
        kill(-process->pid, SIGKILL);
        if (gone == 0) {
            waitpid(process->pid, &status, 0);
        }
    }
    take_rest_of_report(process);
    while (process->printed_bytes <= process->limits.printed_bytes) {
        const size_t before = process->printed_bytes;
        if (!take_printed(process) || process->printed_bytes == before) {
            break;
        }
    }
    close(process->printed);
    if (process->reports >= 0) {
        close(process->reports);
    }
    free(process->pending);
    process->pending = NULL;
    process->pid = 0;
    return status;
}
