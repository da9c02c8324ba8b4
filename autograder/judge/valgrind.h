/* judge/valgrind.h: the student's worker under Valgrind, confined. */
#ifndef DESCENT_JUDGE_VALGRIND_H
#define DESCENT_JUDGE_VALGRIND_H

#include "base/message.h"
#include "sandbox/sandbox.h"
#include "wire/bundle.h"

#include <stddef.h>

/* How one run ended. */
enum valgrind_end {
    valgrind_done,    /* every request was answered */
    valgrind_left,    /* in one it ended, crashed, only waited, or sent what is no answer */
    valgrind_stopped, /* in one it computed for too long */
    valgrind_failed,  /* it could not be run */
};

enum valgrind_tool {
    valgrind_memory, /* Memcheck: its report is XML */
    valgrind_cache,  /* Cachegrind, with caches of the sizes in valgrind.c: its report is text */
};

struct valgrind_run {
    enum valgrind_tool tool;
    const char *worker; /* linked dynamically: in a static one Valgrind sees false errors */
    const struct sandbox *sandbox;
    const char *report_path; /* where Valgrind's report goes, and stays */

    /* is shown each answer; NULL when nobody wants to see them */
    void (*see)(const struct bundle *answer, void *context);
    void *context;
};

/* Asks the requests, encoded bundles one behind the other, until one is not answered. Sets
 * `answered` to the bytes of those that were. The message is for valgrind_failed. */
enum valgrind_end valgrind_ask(const struct valgrind_run *run, const unsigned char *requests,
                               size_t length, size_t *answered, struct message *why);

#endif
