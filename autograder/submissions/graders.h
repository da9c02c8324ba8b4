/* submissions/graders.h: runs one grader a submission, several at a time, each under a watch.
 *
 * Each runs in a process group of its own, with no input and its output in a log file. The group is
 * killed whole when its time is up, when the run is broken off, and, so that nothing stays behind,
 * when the grader itself has ended; so are processes that left the group and lost their parent.
 * One that is to end is asked first (SIGTERM) and has two seconds to clean up.
 */
#ifndef DESCENT_SUBMISSIONS_GRADERS_H
#define DESCENT_SUBMISSIONS_GRADERS_H

#include "base/message.h"

#include <stdbool.h>
#include <stddef.h>

enum { graders_most = 256 /* at a time */ };

/* One grader to be started. The caller keeps the texts until the grader is started. */
struct grader_command {
    const char *const *argument; /* ends with NULL; the first is the program's path */
    const char *log;             /* the file for all that it prints */
};

struct grader_end {
    enum { grader_exited, grader_killed, grader_timed_out, grader_not_started } how;
    int number;     /* the exit status, the signal or errno */
    double seconds; /* how long it ran */
};

struct graders {
    size_t count;    /* how many graders, numbered from 0 */
    size_t parallel; /* at a time, 1 .. graders_most */
    double limit;    /* s, for each */
    int signals;     /* from graders_catch_signals */

    /* Says how to start the grader with this number. False: none is to be started. */
    bool (*prepare)(void *data, size_t number, struct grader_command *command);
    /* Told when it has ended. */
    void (*ended)(void *data, size_t number, const struct grader_end *end);
    void *data; /* for both */
};

/* From here on, what would end this program (SIGINT, SIGTERM, SIGHUP) is held and makes the
 * descriptor readable that is returned: -1 and says why when the system refuses. */
int graders_catch_signals(struct message *why);

/* The signal that asked this program to end; 0 when none did. */
int graders_stop_signal(int signals);

/* Runs them all. Returns true; false when a signal broke the run off: then all graders are gone,
 * and those that had not ended are not reported. */
bool graders_run(const struct graders *graders);

#endif
