/* submissions/start_grader.h: the processes behind graders.h: starting one, and finding strays. */
#ifndef DESCENT_SUBMISSIONS_START_GRADER_H
#define DESCENT_SUBMISSIONS_START_GRADER_H

#include "submissions/graders.h"

#include <stddef.h>
#include <sys/types.h>

/* Starts the grader as the leader of a new process group, with no signal blocked, no input and its
 * output in the log. It dies with this program. Returns its id, or -1 with errno. */
pid_t start_grader(const struct grader_command *command);

/* Kills the children of this program that are none of the `running`: they were started by a grader
 * and have lost their parent. Returns how many. Where the system does not list children
 * (/proc/.../children), it finds none. */
size_t kill_strays(size_t count, const pid_t *running /* (count) */);

#endif
