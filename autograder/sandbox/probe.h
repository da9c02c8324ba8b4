/* sandbox/probe.h: what this machine offers to confine programs with, found out by trying it.
 *
 * DESCENT_WITHOUT in the environment names layers that are left out, so that tests can see a machine
 * that lacks them. It can only take layers away.
 */
#ifndef DESCENT_SANDBOX_PROBE_H
#define DESCENT_SANDBOX_PROBE_H

#include "base/message.h"
#include "sandbox/layers.h"

struct probe {
    struct layers layers;
    int landlock_version;
    char missing[200]; /* "" or in words what is not there, and why */
};

/* Tries everything, which takes some ms. Returns 0, or -1 and says why it cannot be known (confine
 * cannot be run). */
int probe_machine(const char *confine, struct probe *probe, struct message *why);

/* "sandbox: bubblewrap, Landlock 7, seccomp", with what is missing behind it; returns `line`. */
const char *probe_line(const struct probe *probe, struct message *line);

#endif
