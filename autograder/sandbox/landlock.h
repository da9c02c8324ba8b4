/* sandbox/landlock.h: a list of paths that this process and all that it starts may use; all others
 * are refused by the kernel. Also refused, as far as the kernel's version of Landlock can: the
 * network (from version 4), and signals and abstract sockets to processes outside (from 6).
 *
 * A list is made, filled and enforced; enforcing needs no_new_privs (limits.h). What exists can still
 * be seen (stat): hiding it takes bubblewrap or a filter on system calls.
 *
 * The numbers are those of the kernel's linux/landlock.h, repeated here because a machine's headers
 * are often older than its kernel.
 */
#ifndef DESCENT_SANDBOX_LANDLOCK_H
#define DESCENT_SANDBOX_LANDLOCK_H

#include "base/message.h"

enum landlock_use {
    landlock_read = 1,
    landlock_run = 2,
    landlock_write = 4, /* make, fill and remove files; no folders, links or devices */
};

/* The version of Landlock that the kernel offers, 0 for none. */
int landlock_version(void);

/* Starts a list that allows nothing. Returns its descriptor, or -1 and says why. */
int landlock_begin(struct message *why);

/* Allows uses (enum landlock_use, or-ed) of a file, or of a folder and all below it. Returns 0, 1
 * when there is no such path, or -1 and says why. */
int landlock_allow(int list, const char *path, unsigned uses, struct message *why);

/* Enforces the list for good and closes it. Returns 0, or -1 and says why. */
int landlock_enforce(int list, struct message *why);

#endif
