/* sandbox/bubble.h: bubblewrap's part of a command (sandbox.h).
 *
 * The program gets namespaces of its own (processes, network, IPC, host name, mounts, and a user
 * namespace where it is not root who starts it). It sees an empty file system in which stand, at
 * their own paths and read-only, what the profile names, the program, confine, and the paths given;
 * writable are the folders given, which are memory of limited size when the profile wants only
 * scratch. A path to read may lie in a folder to write, not the other way round. When bubblewrap dies, all inside dies.
 */
#ifndef DESCENT_SANDBOX_BUBBLE_H
#define DESCENT_SANDBOX_BUBBLE_H

#include "sandbox/profiles.h"
#include "sandbox/sandbox.h"

/* Appends bubblewrap and its options; the words of confine follow. */
void bubble_add(struct command_words *words, const struct profile *profile,
                const struct confined *what, const char *confine, const char *program);

#endif
