#define _GNU_SOURCE
#include "grade/command.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Exit statuses of the child, as in the shell. */
enum { no_log = 126, no_program = 127 };

static void become(const char *const *argv, const char *log)
{
    const int out = open(log, O_WRONLY | O_CREAT | O_APPEND, 0666);
    const int nothing = open("/dev/null", O_RDONLY);
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (out < 0 || nothing < 0 || dup2(nothing, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0) {
        _exit(no_log);
    }
    close_range(3, ~0U, 0);
    execvp(argv[0], (char *const *)argv);
    _exit(no_program);
}

/* Kills and waits for what the command's processes have left to us: see command_adopt_strays. */
static void end_strays(void)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    for (int round = 0; round < 1000; round++) {
        int stray, found = 0;
        FILE *const list = fopen(path, "re");
        while (list && fscanf(list, "%d", &stray) == 1) {
            kill(stray, SIGKILL);
            found++;
        }
        if (list) {
            fclose(list);
        }
        while (found > 0 && waitpid(-1, NULL, 0) > 0) {
            found--;
        }
        if (waitpid(-1, NULL, WNOHANG) < 0) {
            return; /* none is left */
        }
    }
}

void command_adopt_strays(void)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1);
}

int command_run(const char *const *argv, const char *log, double seconds,
                void (*tick)(void *context), void *context, struct message *why)
{
    const pid_t pid = fork();
    if (pid == 0) {
        become(argv, log);
    }
    if (pid < 0) {
        return message_set(why, "%s cannot be started: %s", argv[0], strerror(errno));
    }
    setpgid(pid, pid);
    const double deadline = clock_now() + seconds;
    int status;
    while (waitpid(pid, &status, WNOHANG) == 0) {
        if (clock_now() > deadline) {
            kill(-pid, SIGKILL);
            waitpid(pid, &status, 0);
            end_strays();
            return message_set(why, "%s did not end within %g seconds", argv[0], seconds);
        }
        if (tick) {
            tick(context);
        }
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    }
    kill(-pid, SIGKILL); /* whatever it left running */
    end_strays();
    if (!WIFEXITED(status)) {
        return message_set(why, "%s was ended by: %s", argv[0], strsignal(WTERMSIG(status)));
    }
    if (WEXITSTATUS(status) == no_log || WEXITSTATUS(status) == no_program) {
        return message_set(why, "%s could not be run; its output was to go to %s", argv[0], log);
    }
    return WEXITSTATUS(status);
}
