/* judge/memory_pass.h: what Valgrind says of the kept requests, whatever the student's code does to
 * get around it.
 *
 * All requests go to one worker under Valgrind. A request in which the program ends takes only its
 * own exercise along: the others' are asked in a run of their own.
 */
#ifndef DESCENT_JUDGE_MEMORY_PASS_H
#define DESCENT_JUDGE_MEMORY_PASS_H

#include "base/message.h"
#include "judge/valgrind.h"

#include <jansson.h>
#include <stddef.h>

/* Returns the faults as an array of objects {exercise, function, text, file, line}, or NULL and
 * says why there are none to be had. `requests` are encoded bundles one behind the other, an
 * exercise's side by side; they are moved about. */
json_t *memory_pass(const struct valgrind_run *run, unsigned char *requests, size_t length,
                    struct message *why);

#endif
