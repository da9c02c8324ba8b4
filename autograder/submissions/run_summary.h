/* submissions/run_summary.h: what run_all says at its end. */
#ifndef DESCENT_SUBMISSIONS_RUN_SUMMARY_H
#define DESCENT_SUBMISSIONS_RUN_SUMMARY_H

#include "base/message.h"

#include <jansson.h>
#include <stddef.h>
#include <stdio.h>

/* Prints how the class did, who could not be graded, and where the reports are. `kept` submissions
 * show the result of an earlier run. Returns 0, or -1 when there is no memory. */
int run_summary_print(const json_t *class, size_t kept, const char *reports, FILE *out,
                      struct message *why);

#endif
