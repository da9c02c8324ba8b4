#define _GNU_SOURCE
#include "sandbox/probe.h"

#include "sandbox/bubble.h"
#include "sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

_Noreturn static void become(const char *const *argv, int out)
{
    const int nothing = open("/dev/null", O_RDONLY);
    if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0) {
        _exit(126);
    }
    execv(argv[0], (char *const *)(void *)argv);
    _exit(errno == ENOENT ? 127 : 126);
}

/* Runs a command to its end and keeps the start of what it prints. Returns its exit status, -1 when
 * it has none. */
static int run(const char *const *argv, char *printed, size_t size)
{
    int pipes[2], status = -1;
    size_t used = 0;
    if (pipe2(pipes, O_CLOEXEC) != 0) {
        return -1;
    }
    const pid_t pid = fork();
    if (pid == 0) {
        become(argv, pipes[1]);
    }
    close(pipes[1]);
    for (ssize_t got = 1; got > 0;) {
        char bytes[512];
        got = read(pipes[0], bytes, sizeof bytes);
        for (ssize_t i = 0; i < got && used < size - 1; i++) {
            printed[used++] = bytes[i];
        }
    }
    printed[used] = '\0';
    close(pipes[0]);
    if (pid < 0 || waitpid(pid, &status, 0) != pid) {
        return -1;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Reads what `confine --probe` prints. */
static void read_offers(const char *printed, struct probe *probe)
{
    const char *const landlock = strstr(printed, "landlock ");
    probe->landlock_version = landlock ? (int)strtol(landlock + strlen("landlock "), NULL, 10) : 0;
    probe->layers.landlock = landlock != NULL;
    probe->layers.seccomp = strstr(printed, "seccomp\n") != NULL;
}

/* Whether a program of this machine's C library runs under the strictest filter: a library that is
 * newer than the filter may need a system call more. */
static bool filter_fits(const char *confine)
{
    char printed[300];
    const char *const argv[] = {confine, "worker", "--without", "landlock",
                                "--",    confine,  "--greet",   NULL};
    return run(argv, printed, sizeof printed) == 0 && strncmp(printed, "hello", 5) == 0;
}

static void add_missing(struct probe *probe, const char *layer, const char *reason)
{
    const size_t used = strlen(probe->missing);
    snprintf(probe->missing + used, sizeof probe->missing - used, "%s%s: %s", used > 0 ? "; " : "",
             layer, reason);
}

/* Why bubblewrap did not work, from its status and its own words. */
static const char *bubblewrap_trouble(int status, char *printed)
{
    static const char own_name[] = "bwrap: ";
    if (status == 127) {
        return "not installed";
    }
    if (strstr(printed, "namespace") || strstr(printed, "uid map") || strstr(printed, "loopback")) {
        return "user namespaces are switched off";
    }
    printed[strcspn(printed, "\n")] = '\0';
    const bool named = strncmp(printed, own_name, strlen(own_name)) == 0;
    return *printed ? printed + (named ? strlen(own_name) : 0) : "it does not start";
}

/* Runs confine's own trial in a bubble with all that any profile asks bubblewrap for. */
static void try_bubblewrap(const char *confine, struct probe *probe)
{
    char printed[300];
    struct command_words words = {.count = 0};
    const struct confined what = {.profile = "checked-worker", .write = {"/tmp"}, .folder = "/tmp"};
    bubble_add(&words, profile_find(what.profile), &what, confine, confine);
    words_add(&words, confine);
    words_add(&words, "--probe");
    const int status = run(words.word, printed, sizeof printed);
    probe->layers.bubblewrap = status == 0;
    if (status != 0) {
        add_missing(probe, "bubblewrap", bubblewrap_trouble(status, printed));
    }
}

int probe_machine(const char *confine, struct probe *probe, struct message *why)
{
    char printed[300], path[PATH_MAX];
    struct layers without;
    *probe = (struct probe){.landlock_version = 0};
    layers_read(getenv("DESCENT_WITHOUT"), &without);
    if (!realpath(confine, path) ||
        run((const char *const[]){path, "--probe", NULL}, printed, sizeof printed) != 0) {
        return message_set(why, "%s cannot be run", confine);
    }
    read_offers(printed, probe);
    if (without.bubblewrap) {
        add_missing(probe, "bubblewrap", "left out");
    } else {
        try_bubblewrap(path, probe);
    }
    if (!probe->layers.landlock || without.landlock) {
        add_missing(probe, "Landlock", without.landlock ? "left out" : "not in this kernel");
        probe->layers.landlock = false;
    }
    if (!probe->layers.seccomp || without.seccomp) {
        add_missing(probe, "seccomp", without.seccomp ? "left out" : "not in this kernel");
        probe->layers.seccomp = false;
    } else if (!filter_fits(path)) {
        add_missing(probe, "seccomp", "this C library needs more than the filter allows");
        probe->layers.seccomp = false;
    }
    return 0;
}

const char *probe_line(const struct probe *probe, struct message *line)
{
    char landlock[24];
    snprintf(landlock, sizeof landlock, "Landlock %d", probe->landlock_version);
    const char *const have[] = {probe->layers.bubblewrap ? "bubblewrap" : NULL,
                                probe->layers.landlock ? landlock : NULL,
                                probe->layers.seccomp ? "seccomp" : NULL};
    char list[64] = "";
    for (size_t i = 0; i < 3; i++) {
        if (have[i]) {
            const size_t used = strlen(list);
            snprintf(list + used, sizeof list - used, "%s%s", used > 0 ? ", " : "", have[i]);
        }
    }
    message_set(line, "sandbox: %s%s%s%s", *list ? list : "limits only",
                *probe->missing ? " (" : "", probe->missing, *probe->missing ? ")" : "");
    return line->text;
}
