#define _GNU_SOURCE
#include "judge/client.h"

#include "sandbox/words.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

struct client client_new(const char *worker)
{
    return (struct client){.worker = worker};
}

struct client client_new_confined(const char *worker, struct sandbox sandbox)
{
    return (struct client){.worker = worker, .sandbox = sandbox};
}

struct client client_new_on_gpu(const char *worker)
{
    return (struct client){.worker = worker, .on_gpu = true};
}

/* Starts the worker: as it is, or confined, which then limits it. */
static int start(struct client *client)
{
    const char *const worker[] = {client->worker, NULL};
    struct limits limits = worker_limits;
    /* a recording's workers are ours, and write files; a GPU's driver takes addresses for all of its memory */
    if (client->on_gpu || getenv("JUDGE_RECORDING")) {
        limits.memory_bytes = 0;
    }
    if (client->on_gpu) { /* its driver may need seconds to begin, some of them idle */
        limits.whole_environment = true;
        limits.cpu_seconds = limits.wall_seconds;
        limits.idle_seconds = 0;
    }
    limits.in_sandbox = client->sandbox.confine != NULL;
    if (!limits.in_sandbox) {
        return process_start(&client->process, worker, limits, &client->why);
    }
    struct command_words words = {.count = 0};
    sandbox_command(&client->sandbox, &(struct confined){.profile = "worker"}, worker, &words);
    return process_start(&client->process, words.word, limits, &client->why);
}

struct reading {
    struct bundle *answer;
    struct message *why;
    long used;
};

static long try_decode(const unsigned char *pending, size_t length, void *context)
{
    struct reading *const reading = context;
    reading->used = bundle_decode(pending, length, reading->answer, reading->why);
    return reading->used;
}

/* Whether the sandbox stood when the worker started: its report is then this word and nothing else.
 * The worker cannot write there, so what it does later cannot look like a fault of the grader's. */
static bool was_confined(const struct process *process)
{
    return process->report && strcmp((const char *)process->report, "ready\n") == 0;
}

/* The signal that ended it. bubblewrap tells it as shells do, by a status above 128. */
static int signal_of(int status, bool in_sandbox)
{
    if (WIFSIGNALED(status)) {
        return WTERMSIG(status);
    }
    const int code = WEXITSTATUS(status);
    return in_sandbox && code > 128 && code < 128 + 32 ? code - 128 : 0;
}

/* Ends the worker and keeps what is to be known of it. Returns the outcome, or not_started when the
 * sandbox did not stand. */
static enum outcome end(struct client *client, double patience, enum outcome outcome)
{
    struct process *const process = &client->process;
    const bool in_sandbox = process->limits.in_sandbox;
    client->status = process_end(process, patience);
    client->signal = signal_of(client->status, in_sandbox);
    memcpy(client->printed, process->head, sizeof client->printed);
    if (in_sandbox && !was_confined(process)) {
        message_set(&client->why, "%s could not be confined: %.200s %.200s", client->worker,
                    process->report ? (char *)process->report : "", process->head);
        outcome = not_started;
    }
    free(process->report);
    process->report = NULL;
    return outcome;
}

/* Ends the worker and tells from its status what happened. */
static enum outcome how_it_ended(struct client *client)
{
    const enum outcome outcome = end(client, 10, quit);
    if (outcome == quit && client->signal == SIGSYS) {
        /* with signals blocked, or in the way of another machine: nothing could be reported */
        message_set(&client->why, "did something that is not allowed (system() and threads are "
                                  "examples)");
        return denied;
    }
    if (outcome == quit && client->signal != 0) {
        return client->signal == SIGXCPU || client->signal == SIGKILL ? timed_out : crashed;
    }
    return outcome;
}

/* The words for a refused system call, whose number is the answer's note. */
static enum outcome read_denied(struct client *client, const struct bundle *answer)
{
    char words[words_max_text];
    message_set(&client->why, "%s", words_of_call(strtol(answer->note, NULL, 10), words));
    return denied;
}

/* The note comes back with the answer: one that was sent before its question has another. */
static bool is_answer(const struct client *client, const struct bundle *request,
                      const struct bundle *answer)
{
    return strcmp(answer->verb, "answer") == 0 &&
           strcmp(answer->exercise, request->exercise) == 0 &&
           (!client->sandbox.confine || strcmp(answer->note, request->note) == 0);
}

static enum outcome check_answer(struct client *client, const struct bundle *request,
                                 struct bundle *answer)
{
    const bool is_todo = strcmp(answer->verb, "todo") == 0;
    if (is_todo || is_answer(client, request, answer)) {
        return is_todo ? todo : answered;
    }
    enum outcome outcome = strcmp(answer->verb, "unknown") == 0 ? unknown : malformed;
    message_set(&client->why, "it answers '%s %s'%s%s", answer->verb, answer->exercise,
                *answer->note ? " to " : "", answer->note);
    if (client->sandbox.confine && strcmp(answer->verb, "denied") == 0) {
        outcome = read_denied(client, answer);
    }
    bundle_free(answer);
    return outcome;
}

enum outcome client_ask(struct client *client, const struct bundle *request, struct bundle *answer)
{
    if (client->process.pid == 0 && start(client) != 0) {
        return not_started;
    }
    size_t length;
    unsigned char *const bytes = bundle_encode(request, &length);
    struct reading reading = {answer, &client->why, 0};
    const enum exchange how =
        process_exchange(&client->process, bytes, length, try_decode, &reading);
    free(bytes);

    enum outcome outcome = timed_out;
    if (how == ended) {
        return how_it_ended(client);
    }
    if (how == exchanged && reading.used > 0) {
        process_consume(&client->process, (size_t)reading.used);
        outcome = check_answer(client, request, answer);
    } else if (how == exchanged) {
        outcome = malformed;
    } else if (how == only_waits) {
        outcome = waiting;
    } else if (how == over_output) {
        outcome = too_much;
    }
    if (outcome != answered && outcome != todo && outcome != unknown) {
        outcome = end(client, 0, outcome);
    }
    return outcome;
}

void client_end(struct client *client)
{
    if (client->process.pid > 0) {
        end(client, 0, answered);
    }
}
