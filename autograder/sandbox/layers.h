/* sandbox/layers.h: the layers that stand between a student's code and the machine.
 *
 * bubblewrap  namespaces: no other processes, no network, and of the files only those that are needed
 * Landlock    the kernel's own list of paths that a program may read, run and write
 * seccomp     the list of system calls that a program may make
 *
 * Any of them may be missing on a machine. A set of layers is written as one word,
 * "bubblewrap,landlock,seccomp" or "none", so that it can be an argument or stand in the environment.
 */
#ifndef DESCENT_SANDBOX_LAYERS_H
#define DESCENT_SANDBOX_LAYERS_H

#include <stdbool.h>

struct layers {
    bool bubblewrap, landlock, seccomp;
};

enum { layers_max_text = 32 };

/* Reads names with commas or spaces between them; NULL is the empty set. Returns false when there is
 * a name that is no layer's; the others are in the set all the same. */
bool layers_read(const char *names, struct layers *layers);

/* The set as a word; returns `text`. */
const char *layers_write(struct layers layers, char text[layers_max_text]);

/* True when others' code may be run with these: bubblewrap, or Landlock and seccomp. */
bool layers_suffice(struct layers layers);

#endif
