/* judge/client.h: the judge's end of a worker: ask a question, get an answer or learn why not. */
#ifndef DESCENT_JUDGE_CLIENT_H
#define DESCENT_JUDGE_CLIENT_H

#include "base/message.h"
#include "judge/process.h"
#include "sandbox/sandbox.h"
#include "wire/bundle.h"

enum outcome {
    answered,
    todo,        /* a TODO was reached; the answer's note says "file:line function" */
    crashed,     /* killed by a signal */
    denied,      /* the sandbox refused it something; `why` says what it tried */
    quit,        /* exit() or the like inside the call */
    timed_out,   /* an endless loop */
    waiting,     /* for what never comes: it reads input, or sleeps */
    too_much,    /* printed or answered more than is allowed */
    unknown,     /* a recording that was never asked this */
    malformed,   /* something came that is no answer */
    not_started, /* the worker could not be run: a fault of the grader's */
};

struct client {
    const char *worker;     /* path of the program */
    struct sandbox sandbox; /* with `confine` NULL it runs as the judge does */
    bool
        on_gpu; /* and with as much memory as it likes: a GPU's runtime reserves addresses by the GiB */
    struct process process;
    int status;                        /* as waitpid gives it, after the worker has ended */
    int signal;                        /* that ended it, or 0 */
    struct message why;                /* for denied, malformed and not_started */
    char printed[process_max_printed]; /* what the ended worker had printed */
};

struct client client_new(const char *worker);

/* A worker that is run confined: a student's. */
struct client client_new_confined(const char *worker, struct sandbox sandbox);

/* A worker of a student's own kernels on the GPU of this machine. */
struct client client_new_on_gpu(const char *worker);

/* Sends the request to the worker, which is started when none runs, and waits for the answer, which
 * the caller frees. Whatever is not `answered` or `todo` ends the worker; the next question starts a
 * new one. */
enum outcome client_ask(struct client *client, const struct bundle *request, struct bundle *answer);

/* Ends the worker, if one runs. */
void client_end(struct client *client);

#endif
