/* common/lab_output.h: what labs' programs write, and how they end when they cannot.
 *
 * A trace is columns of numbers in a file, train/trace.h; a lab's pictures are drawn from them.
 */
#ifndef DESCENT_LABS_COMMON_LAB_OUTPUT_H
#define DESCENT_LABS_COMMON_LAB_OUTPUT_H

#include "base/message.h"
#include "base/real.h"
#include "train/trace.h"

/* Says why and ends the program with status 1, unless status is 0. */
void lab_require(int status, const struct message *why);

/* Ends the section in words when a value is not finite. `what` begins the sentence: "the loss". */
void lab_require_finite(real value, const char *what);

/* A number as it is printed: what is not a number is "nan", never "-nan", and there is no "-0". */
double lab_printed(real value);

/* Makes the folder and those above it, or ends the program. */
void lab_make_folder(const char *path);

/* Opens OUT/NAME-SET.dat, or OUT/NAME.dat when set is NULL. When that fails, here or later, the
 * program says why and ends with status 1. */
struct trace lab_trace_open(const char *out, const char *name, const char *set,
                            const char *columns);
void lab_trace_finish(struct trace *trace);

#endif
