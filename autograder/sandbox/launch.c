/* Runs a program confined, as the scripts do (the judge uses sandbox.h itself):
 *
 *     launch --layers bubblewrap,landlock,seccomp PROFILE OPTION... -- PROGRAM ARGUMENT...
 *         --read PATH      may be read besides what the profile names
 *         --write FOLDER   may be written in
 *     launch --probe       prints what this machine offers, in a line
 *
 * Without --layers it finds out what the machine offers and uses that. Paths may be relative. The
 * program runs in this folder. Its exit status is launch's, 128 and more when a signal ended it;
 * status 125 means that it was not run, and a line says why.
 */
#define _GNU_SOURCE
#include "sandbox/probe.h"
#include "sandbox/profiles.h"
#include "sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { failed = 125 };

struct order {
    struct sandbox sandbox;
    struct confined what;
    const char *const *program;
    char here[PATH_MAX], confine[PATH_MAX];
};

_Noreturn static void fail(const char *text)
{
    fprintf(stderr, "launch: %s\n", text);
    exit(failed);
}

/* confine lies beside this program. */
static void find_confine(struct order *order)
{
    const ssize_t length = readlink("/proc/self/exe", order->confine, sizeof order->confine - 16);
    if (length < 0 || !getcwd(order->here, sizeof order->here)) {
        fail(strerror(errno));
    }
    order->confine[length] = '\0';
    strcpy(strrchr(order->confine, '/') + 1, "confine");
    order->sandbox.confine = order->confine;
    order->what.folder = order->here;
}

static void find_layers(struct order *order, const char *words)
{
    struct probe probe;
    struct message why;
    if (words && !layers_read(words, &order->sandbox.layers)) {
        fail("--layers: expected bubblewrap, landlock, seccomp");
    }
    if (!words && probe_machine(order->confine, &probe, &why) != 0) {
        fail(why.text);
    }
    order->sandbox.layers = words ? order->sandbox.layers : probe.layers;
}

static char *absolute(const struct order *order, const char *path)
{
    char *result = NULL;
    if (!path || (*path == '/' ? !(result = strdup(path))
                               : asprintf(&result, "%s/%s", order->here, path) < 0)) {
        fail("an option lacks its argument");
    }
    return result; /* lives as long as the program */
}

/* A mere name is looked for where the program will look for its own helpers. */
static char *find_program(const struct order *order, char *name)
{
    static const char *const folders[] = {"/usr/bin", "/bin"};
    char *path = strchr(name, '/') ? absolute(order, name) : NULL;
    for (size_t i = 0; !path && i < sizeof folders / sizeof *folders; i++) {
        if (asprintf(&path, "%s/%s", folders[i], name) < 0 || access(path, X_OK) != 0) {
            free(path);
            path = NULL;
        }
    }
    if (!path) {
        fail("there is no such program in /usr/bin");
    }
    return path;
}

static void add_path(const struct order *order, const char **paths, const char *path)
{
    size_t count = 0;
    while (paths[count]) {
        count++;
    }
    if (count == confined_max_paths - 1) {
        fail("too many paths");
    }
    paths[count] = absolute(order, path);
}

static void read_order(struct order *order, char **at)
{
    if (*at && strcmp(*at, "--layers") == 0 && at[1]) {
        find_layers(order, at[1]);
        at += 2;
    } else {
        find_layers(order, NULL);
    }
    order->what.profile = *at ? *at : "";
    if (!profile_find(order->what.profile)) {
        fail("no such profile");
    }
    for (at++; *at && strcmp(*at, "--") != 0; at += 2) {
        const bool is_read = strcmp(*at, "--read") == 0;
        if (!is_read && strcmp(*at, "--write") != 0) {
            fail("usage: launch [--layers L] PROFILE OPTION... -- PROGRAM ARGUMENT...");
        }
        add_path(order, is_read ? order->what.read : order->what.write, at[1]);
    }
    if (!*at || !at[1]) {
        fail("no program");
    }
    at[1] = find_program(order, at[1]);
    order->program = (const char *const *)(void *)(at + 1);
}

static pid_t start(const struct command_words *words, const int reports[2])
{
    const pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        /* dup2 of a descriptor onto itself would keep its close-on-exec */
        const int end = fcntl(reports[1], F_DUPFD_CLOEXEC, reports_descriptor + 1);
        if (end >= 0 && dup2(end, reports_descriptor) >= 0) {
            execv(words->word[0], (char *const *)(void *)words->word);
        }
        _exit(failed);
    }
    close(reports[1]);
    return pid;
}

/* Waits for the program and returns its status. */
static int finish(pid_t pid, int reports)
{
    int status;
    char report[600];
    size_t used = 0;
    for (ssize_t got = 1; got > 0 && used<sizeof report - 1; used += got> 0 ? (size_t)got : 0) {
        got = read(reports, report + used, sizeof report - 1 - used);
    }
    report[used] = '\0';
    if (pid < 0 || waitpid(pid, &status, 0) != pid) {
        fail(strerror(errno));
    }
    while (waitpid(-1, NULL, 0) >
           0) { /* bubblewrap's own children, which outlive it for a moment */
    }
    if (strcmp(report, "ready\n") != 0) {
        report[strcspn(report, "\n")] = '\0';
        fail(*report ? report : "the sandbox could not be set up");
    }
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return code == failed ? 1 : code; /* 125 is ours */
}

static int print_probe(const struct order *order)
{
    struct probe probe;
    struct message text;
    if (probe_machine(order->confine, &probe, &text) != 0) {
        fail(text.text);
    }
    puts(probe_line(&probe, &text));
    return layers_suffice(probe.layers) ? 0 : 1;
}

int main(int argc, char **argv)
{
    int reports[2];
    struct order order = {.program = NULL};
    struct command_words words = {.count = 0};
    find_confine(&order);
    if (argc == 2 && strcmp(argv[1], "--probe") == 0) {
        return print_probe(&order);
    }
    read_order(&order, argv + 1);
    sandbox_command(&order.sandbox, &order.what, order.program, &words);
    if (pipe2(reports, O_CLOEXEC) != 0) {
        fail(strerror(errno));
    }
    fflush(NULL);
    if (order.sandbox.layers.bubblewrap) {
        prctl(PR_SET_CHILD_SUBREAPER, 1);
    }
    return finish(start(&words, reports), reports[0]);
}
