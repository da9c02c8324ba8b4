/* judge/process.h: another program, started with limits and spoken to through pipes.
 *
 * The program reads descriptor 0, answers on descriptor 3, and prints on 1 and 2. It is the head of
 * a process group of its own, which is killed whole. Its environment is fixed, unless it needs the whole, and all
 * other descriptors are closed.
 *
 * A program that is run in the sandbox sets its own limits and reports on descriptor 4 what became
 * of that (sandbox/confine.c); only the sandbox, and Valgrind in it, can write there.
 */
#ifndef DESCENT_JUDGE_PROCESS_H
#define DESCENT_JUDGE_PROCESS_H

#include "base/message.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct limits {
    size_t cpu_seconds;  /* of the whole process */
    size_t wall_seconds; /* for one answer: a watchdog, far above what a loaded machine needs */
    size_t
        idle_seconds; /* for one answer: how long it may be idle (judge/idle.h); 0 for any time */
    size_t memory_bytes;    /* address space; 0 for no limit (Valgrind) */
    size_t answer_bytes;    /* of one answer */
    size_t printed_bytes;   /* of all that it prints */
    bool in_sandbox;        /* which limits time and memory, and reports */
    bool whole_environment; /* the judge's own: CUDA finds driver and devices by it */
};

extern const struct limits worker_limits;

enum { process_max_printed = 2048 };

struct process {
    pid_t pid; /* 0 when none runs */
    int to, from, printed;
    int reports; /* -1 when there are none (any more) */
    struct limits limits;
    unsigned char *pending; /* what has come on descriptor 3 and is not yet used */
    size_t pending_bytes, pending_room;
    char head[process_max_printed]; /* the start of what it printed, ends with a zero byte */
    size_t head_bytes, printed_bytes;
    unsigned char
        *report; /* all that was reported; a zero byte stands behind it. NULL for nothing */
    size_t report_bytes, report_room;
};

/* How an exchange went. Anything but `exchanged` ends the process. */
enum exchange {
    exchanged,
    over_time,   /* CPU or wall */
    only_waits,  /* it waits for what nobody will send */
    over_output, /* printed or answered too much */
    ended,       /* it is gone; `status` of process_end tells how */
};

/* Starts argv[0] and waits until it runs. Returns 0, or -1 and says why. */
int process_start(struct process *process, const char *const *argv, struct limits limits,
                  struct message *why);

/* Sends all bytes and then reads until `complete` returns something other than 0 for what is
 * pending (it returns the length of a whole answer, or -1 for a malformed one). */
enum exchange process_exchange(struct process *process, const unsigned char *bytes, size_t length,
                               long (*complete)(const unsigned char *pending, size_t length,
                                                void *context),
                               void *context);

/* Takes the first `length` pending bytes away. */
void process_consume(struct process *process, size_t length);

/* Closes the pipes, waits for the end for at most `patience` seconds, then kills the group. Returns
 * the status as waitpid gives it. What was reported stays; the caller frees it. */
int process_end(struct process *process, double patience);

#endif
