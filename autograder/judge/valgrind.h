/* judge/valgrind.h: the student's worker under Valgrind, confined. */
#ifndef DESCENT_JUDGE_VALGRIND_H
#define DESCENT_JUDGE_VALGRIND_H

#include "base/message.h"
#include "sandbox/sandbox.h"

#include <stddef.h>

/* How one run ended. */
enum valgrind_end {
    valgrind_done,    /* every request was answered */
    valgrind_left,    /* in one it ended, crashed, only waited, or sent what is no answer */
    valgrind_stopped, /* in one it computed for too long */
    valgrind_failed,  /* it could not be run */
};

struct valgrind_run {
    const char *worker; /* linked dynamically: in a static one Valgrind sees false errors */
    const struct sandbox *sandbox;
    const char *xml_path; /* where Valgrind's report goes, and stays */
};

/* Asks the requests, encoded bundles one behind the other, until one is not answered. Sets
 * `answered` to the bytes of those that were. The message is for valgrind_failed. */
enum valgrind_end valgrind_ask(const struct valgrind_run *run, const unsigned char *requests,
                               size_t length, size_t *answered, struct message *why);

#endif
