#define _GNU_SOURCE
#include "judge/client.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

struct client client_new(const char *worker)
{
    return (struct client){.worker = worker};
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

/* Ends the worker and tells from its status what happened. */
static enum outcome how_it_ended(struct client *client)
{
    client->status = process_end(&client->process, 10);
    memcpy(client->printed, client->process.head, sizeof client->printed);
    if (WIFSIGNALED(client->status)) {
        const int signal = WTERMSIG(client->status);
        return signal == SIGXCPU || signal == SIGKILL ? timed_out : crashed;
    }
    return quit;
}

static enum outcome check_answer(struct client *client, const struct bundle *request,
                                 struct bundle *answer)
{
    const bool is_todo = strcmp(answer->verb, "todo") == 0;
    if (is_todo ||
        (strcmp(answer->verb, "answer") == 0 && strcmp(answer->exercise, request->exercise) == 0)) {
        return is_todo ? todo : answered;
    }
    const bool is_unknown = strcmp(answer->verb, "unknown") == 0;
    message_set(&client->why, "it answers '%s %s'", answer->verb, answer->exercise);
    bundle_free(answer);
    return is_unknown ? unknown : malformed;
}

enum outcome client_ask(struct client *client, const struct bundle *request, struct bundle *answer)
{
    if (client->process.pid == 0) {
        const char *const argv[] = {client->worker, NULL};
        struct limits limits = worker_limits;
        if (getenv("JUDGE_RECORDING")) { /* then the workers are ours, and write recordings */
            limits.memory_bytes = 0;
        }
        if (process_start(&client->process, argv, limits, &client->why) != 0) {
            return not_started;
        }
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
    } else if (how == over_output) {
        outcome = too_much;
    }
    if (outcome != answered && outcome != todo && outcome != unknown) {
        client->status = process_end(&client->process, 0);
        memcpy(client->printed, client->process.head, sizeof client->printed);
    }
    return outcome;
}

void client_end(struct client *client)
{
    if (client->process.pid > 0) {
        client->status = process_end(&client->process, 0);
    }
}
