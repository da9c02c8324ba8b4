/* sandbox/limits.h: amounts and privileges, given up for good. */
#ifndef DESCENT_SANDBOX_LIMITS_H
#define DESCENT_SANDBOX_LIMITS_H

#include "base/message.h"
#include "sandbox/profiles.h"

/* Sets the profile's limits on time, memory, files and processes. Where the caller's own are lower
 * they stay. Returns 0, or -1 and says why. */
int limits_set(const struct profile *profile, struct message *why);

/* Gives up root's capabilities in whatever is run next, and every way to regain them. Capabilities
 * of this program itself stay until then: it may still have to enter folders of other users. */
int limits_drop_privileges(struct message *why);

#endif
