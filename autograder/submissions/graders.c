#include "submissions/graders.h"

#include "base/clock.h"
#include "submissions/start_grader.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const double grace = 2; /* s to clean up between SIGTERM and SIGKILL */

struct slot {
    pid_t pid;
    size_t number;
    double started;  /* s */
    double deadline; /* s: then it is asked to end, and the next time killed */
    bool asked, timed_out;
};

struct pool {
    const struct graders *graders;
    size_t running;
    struct slot slot[graders_most]; /* (running) */
    size_t next;                    /* the number to be started next */
    int children;                   /* readable when a child has ended */
    bool stopping;
};

/* The signals that ask this program to end, but for those that its parent has it ignore (nohup). */
static sigset_t stop_signals(void)
{
    static const int all[] = {SIGINT, SIGTERM, SIGHUP};
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        struct sigaction action;
        if (sigaction(all[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN) {
            sigaddset(&set, all[i]);
        }
    }
    return set;
}

int graders_catch_signals(struct message *why)
{
    const sigset_t set = stop_signals();
    sigprocmask(SIG_BLOCK, &set, NULL);
    const int signals = signalfd(-1, &set, SFD_CLOEXEC);
    return signals < 0 ? message_set(why, "signals cannot be caught: %s", strerror(errno))
                       : signals;
}

int graders_stop_signal(int signals)
{
    /* never read from `signals`, so that it stays readable for whoever looks next */
    struct pollfd stop = {.fd = signals, .events = POLLIN};
    sigset_t pending;
    if (poll(&stop, 1, 0) <= 0 || sigpending(&pending) != 0) {
        return 0;
    }
    return sigismember(&pending, SIGINT) == 1    ? SIGINT
           : sigismember(&pending, SIGTERM) == 1 ? SIGTERM
                                                 : SIGHUP;
}

static void start_next(struct pool *pool)
{
    const size_t number = pool->next;
    pool->next++;
    struct grader_command command;
    if (!pool->graders->prepare(pool->graders->data, number, &command)) {
        return;
    }
    const pid_t pid = start_grader(&command);
    if (pid < 0) {
        const struct grader_end end = {grader_not_started, errno, 0};
        pool->graders->ended(pool->graders->data, number, &end);
        return;
    }
    const double time = clock_now();
    pool->slot[pool->running] = (struct slot){
        .pid = pid, .number = number, .started = time, .deadline = time + pool->graders->limit};
    pool->running++;
}

static void ask_to_end(struct slot *slot)
{
    if (!slot->asked) {
        kill(-slot->pid, SIGTERM);
        slot->asked = true;
        slot->deadline = clock_now() + grace;
    }
}

/* Asks those to end whose time is up, and kills those that did not heed it. */
static void watch_time(struct pool *pool)
{
    const double time = clock_now();
    for (size_t i = 0; i < pool->running; i++) {
        struct slot *const slot = &pool->slot[i];
        if (time < slot->deadline) {
            continue;
        }
        if (slot->asked) {
            kill(-slot->pid, SIGKILL);
            slot->deadline = (double)INFINITY;
        } else {
            slot->timed_out = true;
            ask_to_end(slot);
        }
    }
}

static void report_end(struct pool *pool, const struct slot *slot, int status)
{
    struct grader_end end = {grader_exited, 0, clock_now() - slot->started};
    if (slot->timed_out) {
        end.how = grader_timed_out;
    } else if (WIFSIGNALED(status)) {
        end.how = grader_killed;
        end.number = WTERMSIG(status);
    } else {
        end.number = WEXITSTATUS(status);
    }
    if (!pool->stopping) {
        pool->graders->ended(pool->graders->data, slot->number, &end);
    }
}

/* Takes note of a child that has ended but is not yet reaped: its process group still has its id,
 * so that no stranger can be hit. */
static void reap(struct pool *pool, pid_t pid)
{
    size_t i = 0;
    while (i < pool->running && pool->slot[i].pid != pid) {
        i++;
    }
    if (i == pool->running) {
        waitpid(pid, NULL, 0); /* a stray */
        return;
    }
    int status = 0;
    kill(-pid, SIGKILL);
    waitpid(pid, &status, 0);
    const struct slot slot = pool->slot[i];
    pool->running--;
    pool->slot[i] = pool->slot[pool->running];
    report_end(pool, &slot, status);
}

static size_t reap_all(struct pool *pool)
{
    size_t reaped = 0;
    for (;; reaped++) {
        siginfo_t info = {0};
        if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0) {
            break;
        }
        reap(pool, info.si_pid);
    }
    pid_t running[graders_most];
    for (size_t i = 0; i < pool->running; i++) {
        running[i] = pool->slot[i].pid;
    }
    return reaped > 0 ? kill_strays(pool->running, running) : 0;
}

/* Waits until a child ends, a deadline comes or this program is asked to end. */
static void wait_for_news(struct pool *pool)
{
    double deadline = (double)INFINITY;
    for (size_t i = 0; i < pool->running; i++) {
        deadline = fmin(deadline, pool->slot[i].deadline);
    }
    const double left = fmin(fmax(deadline - clock_now(), 0), 1);
    struct pollfd news[2] = {{.fd = pool->children, .events = POLLIN},
                             {.fd = pool->graders->signals, .events = POLLIN}};
    poll(news, pool->stopping ? 1 : 2, (int)ceil(left * 1000));
    struct signalfd_siginfo ignored;
    if (news[0].revents & POLLIN) {
        (void)!read(pool->children, &ignored, sizeof ignored);
    }
}

static void run(struct pool *pool)
{
    const struct graders *const graders = pool->graders;
    while (pool->running > 0 || (pool->next < graders->count && !pool->stopping)) {
        if (!pool->stopping && graders_stop_signal(graders->signals)) {
            pool->stopping = true;
            for (size_t i = 0; i < pool->running; i++) {
                ask_to_end(&pool->slot[i]);
            }
        } else if (!pool->stopping && pool->running < graders->parallel &&
                   pool->next < graders->count) {
            start_next(pool);
        } else {
            wait_for_news(pool);
            reap_all(pool);
            watch_time(pool);
        }
    }
}

/* Waits up to a second for strays to be gone. */
static void sweep(struct pool *pool)
{
    for (int round = 0; round < 100 && kill_strays(0, NULL) > 0; round++) {
        nanosleep(&(struct timespec){.tv_nsec = 10 * 1000 * 1000}, NULL);
        reap_all(pool);
    }
}

bool graders_run(const struct graders *graders)
{
    struct pool pool = {.graders = graders};
    sigset_t child, before;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, &before);
    pool.children = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
    prctl(PR_SET_CHILD_SUBREAPER, 1); /* orphans come to us */
    run(&pool);
    sweep(&pool);
    close(pool.children);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return !pool.stopping;
}
