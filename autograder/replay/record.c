/* Stands between the judge and a worker and keeps what they say:
 *
 *     record WORKER FILE
 *
 * Questions come on descriptor 0 and answers go out on 3, as with any worker; each pair is appended
 * to FILE. Questions whose note is "unrecorded" are passed on and not kept.
 */
#define _GNU_SOURCE
#include "replay/exchange.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { answers_fd = 3 };

/* Starts the worker between two pipes. Returns 0, or -1. */
static int start(const char *worker, int *to, int *from)
{
    int questions[2], answers[2];
    if (pipe2(questions, O_CLOEXEC) != 0 || pipe2(answers, O_CLOEXEC) != 0) {
        return -1;
    }
    const pid_t pid = fork();
    if (pid == 0) {
        if (dup2(questions[0], 0) < 0 || dup2(answers[1], answers_fd) < 0) {
            _exit(125);
        }
        execl(worker, worker, (char *)NULL);
        _exit(125);
    }
    close(questions[0]);
    close(answers[1]);
    *to = questions[1];
    *from = answers[0];
    return pid < 0 ? -1 : 0;
}

static void keep(int file, const struct letter *question, const struct letter *answer)
{
    if (strcmp(question->bundle.note, "unrecorded") != 0 &&
        (send_bytes(file, question->bytes, question->length) != 0 ||
         send_bytes(file, answer->bytes, answer->length) != 0)) {
        panic("record: the recording cannot be written: %s", strerror(errno));
    }
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: record WORKER FILE\n", stderr);
        return 2;
    }
    const int file = open(argv[2], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    int to, from;
    if (file < 0 || start(argv[1], &to, &from) != 0) {
        fprintf(stderr, "record: %s: %s\n", argv[2], strerror(errno));
        return 1;
    }
    signal(SIGPIPE, SIG_IGN);
    struct inbox questions = {.descriptor = 0}, answers = {.descriptor = from};
    struct letter question, answer;
    struct message why;
    while (inbox_next(&questions, &question, &why) == 1) {
        if (send_bytes(to, question.bytes, question.length) != 0 ||
            inbox_next(&answers, &answer, &why) != 1) {
            return 1; /* the worker is gone: so is its recorder */
        }
        keep(file, &question, &answer);
        send_bytes(answers_fd, answer.bytes, answer.length);
        letter_free(&question);
        letter_free(&answer);
    }
    return 0;
}
