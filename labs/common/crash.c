/* Signals in words. The header says when. */
#include "common/crash.h"

#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

enum { silence = 10 }; /* s of computing time without a sign of life */

/* A signal handler gets no argument of ours, and may not format text: it stands ready here. */
static struct {
    char lab[8];
    char where[256];  /* "in section 1.6 (The gradient, computed)" */
    char advice[128]; /* how to find the place */
    volatile sig_atomic_t beat, last_beat, told;
} watched;

static void say(const char *text)
{
    if (write(STDERR_FILENO, text, strlen(text)) < 0) {
        return; /* there is nowhere to say it */
    }
}

static const char *meaning(int number)
{
    switch (number) {
    case SIGFPE:
        return "a whole number was divided by 0";
    case SIGABRT:
        return "the program stopped itself: the line above says why";
    case SIGILL:
        return "the end of a function was reached without a return, or memory was overwritten";
    default:
        return "an array was used outside its bounds, or a pointer points nowhere";
    }
}

/* Threads that run the same function mostly crash at once: the first says so, the others wait for the end. */
static void on_crash(int number)
{
    static atomic_flag is_told = ATOMIC_FLAG_INIT;
    while (atomic_flag_test_and_set(&is_told)) {
        pause();
    }
    say("\ncrashed ");
    say(watched.where);
    say(":\n  ");
    say(meaning(number));
    say(".\n  ");
    say(watched.advice);
    signal(number, SIG_DFL);
    raise(number); /* now it ends the program, with the right status */
}

static void on_interrupt(int number)
{
    say("\nstopped ");
    say(watched.where);
    say(".\n");
    raise(number);
}

static void on_timer(int number)
{
    (void)number;
    const int silent = watched.beat == watched.last_beat;
    watched.last_beat = watched.beat;
    if (silent && !watched.told) {
        watched.told = 1;
        say("\nten seconds without a result ");
        say(watched.where);
        say(".\n  If it never ends, stop it with Ctrl-C and look for a loop whose condition stays "
            "true\n  (a size_t is always >= 0).\n");
    }
}

static void handle(int number, void (*handler)(int), int flags)
{
    struct sigaction old;
    if (sigaction(number, NULL, &old) != 0 || old.sa_handler != SIG_DFL) {
        return;
    }
    struct sigaction action = {.sa_handler = handler, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

void crash_watch(const char *lab)
{
    /* a stack of its own: endless recursion leaves none */
    static char memory[64 * 1024];
    const stack_t stack = {.ss_sp = memory, .ss_size = sizeof memory};
    sigaltstack(&stack, NULL);

    snprintf(watched.lab, sizeof watched.lab, "%s", lab);
    snprintf(watched.advice, sizeof watched.advice, "`make debug LAB=%s` stops at the place.\n",
             lab);
    crash_in_section(NULL, NULL);
    static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) {
        handle(crashes[i], on_crash, SA_NODEFER | SA_ONSTACK);
    }
    handle(SIGINT, on_interrupt, (int)SA_RESETHAND | SA_NODEFER);
    handle(SIGVTALRM, on_timer, SA_RESTART);
}

void crash_in_section(const char *exercise, const char *title)
{
    if (exercise) {
        snprintf(watched.where, sizeof watched.where, "in lab %s, section %s (%s)", watched.lab,
                 exercise, title);
    } else {
        snprintf(watched.where, sizeof watched.where, "in lab %s, between two sections",
                 watched.lab);
    }
    watched.told = 0;
    watched.last_beat = watched.beat;
    const struct itimerval timer = {.it_interval = {.tv_sec = silence},
                                    .it_value = {.tv_sec = silence}};
    setitimer(ITIMER_VIRTUAL, &timer, NULL);
}

void crash_alive(void)
{
    watched.beat = (watched.beat + 1) & 0xffff;
}
