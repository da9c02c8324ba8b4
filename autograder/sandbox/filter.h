/* sandbox/filter.h: the list of system calls that a program may make, as a seccomp filter. */
#ifndef DESCENT_SANDBOX_FILTER_H
#define DESCENT_SANDBOX_FILTER_H

#include "base/message.h"
#include "sandbox/profiles.h"

/* Loads the profile's filter for good. A profile that may not start programs can still run one: the
 * one whose path stands at the address `program`, nobody else knowing that address afterwards.
 * Returns 0, or -1 and says why. */
int filter_load(const struct profile *profile, const char *program, struct message *why);

#endif
