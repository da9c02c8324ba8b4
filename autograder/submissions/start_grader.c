#include "submissions/start_grader.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

/* In the child: becomes the grader. Only calls that are safe between fork and exec. */
_Noreturn static void become_grader(const struct grader_command *command, pid_t parent)
{
    const int null = open("/dev/null", O_RDONLY);
    const int log = open(command->log, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (null < 0 || log < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(log, STDOUT_FILENO) < 0 ||
        dup2(log, STDERR_FILENO) < 0) {
        _exit(127);
    }
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) {
        _exit(127); /* the parent died before the line above */
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execv(command->argument[0], (char *const *)(void *)command->argument);
    _exit(127);
}

pid_t start_grader(const struct grader_command *command)
{
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child == 0) {
        become_grader(command, parent);
    }
    if (child > 0) {
        setpgid(child, child); /* here as well: whoever comes first */
    }
    return child;
}

static bool is_among(pid_t pid, size_t count, const pid_t *running)
{
    for (size_t i = 0; i < count; i++) {
        if (running[i] == pid) {
            return true;
        }
    }
    return false;
}

size_t kill_strays(size_t count, const pid_t *running)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *const list = fopen(path, "re");
    size_t strays = 0;
    for (int child; list && fscanf(list, "%d", &child) == 1;) {
        if (!is_among(child, count, running)) {
            kill(child, SIGKILL);
            strays++;
        }
    }
    if (list) {
        fclose(list);
    }
    return strays;
}
