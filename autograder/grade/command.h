/* grade/command.h: other programs, run to their end with a time limit. */
#ifndef DESCENT_GRADE_COMMAND_H
#define DESCENT_GRADE_COMMAND_H

#include "base/message.h"

/* Runs argv[0] (looked for on PATH) with its output appended to `log`, and calls `tick` every few ms
 * meanwhile when it is not NULL. Beyond `seconds` its process group is killed. Returns its
 * exit status, or -1 when it was killed or could not run, and says why. */
int command_run(const char *const *argv, const char *log, double seconds,
                void (*tick)(void *context), void *context, struct message *why);

/* From now on a process whose parent has ended becomes a child of this program, wherever below it was
 * started, and goes with the command that started it: nothing stays running, and its CPU time
 * counts. */
void command_adopt_strays(void);

#endif
