/* Programs with limits: those that answer, those that do not, and those that will not stop. */
#include "judge/process.h"
#include "tests/stage.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

TestSuite(process, .init = test_begin, .fini = stage_end, .timeout = 60);

static const struct limits small = {.cpu_seconds = 5,
                                    .wall_seconds = 20,
                                    .memory_bytes = (size_t)1 << 30,
                                    .answer_bytes = 1 << 16,
                                    .printed_bytes = 1 << 16};

static struct limits with_wall(size_t seconds)
{
    struct limits limits = small;
    limits.wall_seconds = seconds;
    return limits;
}

static void start(struct process *process, const char *lines, struct limits limits)
{
    const struct path program = script("worker", lines);
    const char *const argv[] = {program.text, NULL};
    struct message why;
    cr_assert_eq(process_start(process, argv, limits, &why), 0, "%s", why.text);
}

/* An answer is a line; one that starts with ! is malformed. */
static long complete_line(const unsigned char *pending, size_t length, void *context)
{
    char *const line = context;
    const unsigned char *const end = memchr(pending, '\n', length);
    if (*pending == '!') {
        return -1;
    }
    if (end && end - pending < 80) {
        memcpy(line, pending, (size_t)(end - pending));
        line[end - pending] = '\0';
    }
    return end ? end + 1 - pending : 0;
}

static char answer[80];

static enum exchange ask(struct process *process, const char *question)
{
    answer[0] = '\0';
    return process_exchange(process, (const unsigned char *)question, strlen(question),
                            complete_line, answer);
}

/* Starts the lines, asks once, ends, and returns how the exchange went. */
static enum exchange ask_once(const char *lines, struct limits limits, int *status)
{
    struct process process;
    start(&process, lines, limits);
    const enum exchange how = ask(&process, "question\n");
    *status = process_end(&process, how == ended ? 5 : 0);
    return how;
}

/* --- those that answer --- */

Test(process, reads_0_and_answers_on_3)
{
    int status;
    cr_assert_eq(ask_once("read -r word; echo \"$word, answered\" >&3", small, &status), exchanged);
    cr_assert_str_eq(answer, "question, answered");
}

Test(process, an_answer_may_come_in_pieces)
{
    int status;
    cr_assert_eq(ask_once("printf an >&3; sleep 0.1; printf swer >&3; sleep 0.1; echo s >&3", small,
                          &status),
                 exchanged);
    cr_assert_str_eq(answer, "answers");
}

Test(process, is_asked_again_behind_what_was_consumed)
{
    struct process process;
    start(&process, "while read -r word; do echo $word $word >&3; done", small);
    cr_assert_eq(ask(&process, "one\n"), exchanged);
    cr_assert_str_eq(answer, "one one");
    process_consume(&process, strlen("one one\n"));
    cr_assert_eq(ask(&process, "two\n"), exchanged);
    cr_assert_str_eq(answer, "two two");
    process_end(&process, 0);
}

Test(process, consume_keeps_what_stands_behind)
{
    struct process process;
    start(&process, "printf 'one\\ntwo\\n' >&3; sleep 20", small);
    cr_assert_eq(ask(&process, ""), exchanged);
    process_consume(&process, 4);
    cr_assert_eq(ask(&process, ""), exchanged);
    cr_assert_str_eq(answer, "two");
    process_end(&process, 0);
}

/* More than a pipe holds, there and back. */
Test(process, a_large_question_gets_a_large_answer)
{
    enum { bytes = 1 << 20 };
    struct process process;
    struct limits limits = small;
    limits.answer_bytes = 2 * bytes;
    start(&process, "cat >&3", limits);
    unsigned char *const question = malloc(bytes);
    memset(question, 'x', bytes);
    question[bytes - 1] = '\n';
    cr_assert_eq(process_exchange(&process, question, bytes, complete_line, answer), exchanged);
    cr_assert_eq(process.pending_bytes, bytes);
    cr_assert_arr_eq(process.pending, question, bytes);
    free(question);
    process_end(&process, 0);
}

Test(process, an_answer_needs_no_reading_of_the_question)
{
    static char question[1 << 20];
    struct process process;
    memset(question, 'x', sizeof question - 1);
    start(&process, "echo known >&3; sleep 20", small);
    cr_assert_eq(ask(&process, question), exchanged);
    cr_assert_str_eq(answer, "known");
    process_end(&process, 0);
}

/* The pipe breaks: that is no reason to stop listening. */
Test(process, an_answer_may_come_after_its_stdin_was_closed)
{
    static char question[1 << 20];
    struct process process;
    memset(question, 'x', sizeof question - 1);
    start(&process, "exec 0<&-; sleep 0.1; echo still here >&3; sleep 20", small);
    cr_assert_eq(ask(&process, question), exchanged);
    cr_assert_str_eq(answer, "still here");
    process_end(&process, 0);
}

Test(process, a_malformed_answer_is_an_exchange)
{
    int status;
    cr_assert_eq(ask_once("echo '!' >&3; sleep 20", small, &status), exchanged);
    cr_assert_str_eq(answer, "");
}

/* --- those that end --- */

Test(process, ends_with_status_0)
{
    int status;
    cr_assert_eq(ask_once("exit 0", small, &status), ended);
    cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

Test(process, ends_with_a_status)
{
    int status;
    cr_assert_eq(ask_once("exit 3", small, &status), ended);
    cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 3);
}

Test(process, ends_by_a_signal)
{
    int status;
    cr_assert_eq(ask_once("kill -SEGV $$", small, &status), ended);
    cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
}

Test(process, half_an_answer_is_none)
{
    int status;
    cr_assert_eq(ask_once("printf half >&3", small, &status), ended);
    cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static size_t open_descriptors(void)
{
    size_t found = 0;
    DIR *const listing = opendir("/proc/self/fd");
    while (readdir(listing)) {
        found++;
    }
    closedir(listing);
    return found;
}

/* Starts what cannot be run and returns why. */
static const char *not_started(const char *path)
{
    static struct message why;
    struct process process;
    const char *const argv[] = {path, NULL};
    cr_assert_eq(process_start(&process, argv, small, &why), -1);
    cr_assert_eq(process.pid, 0);
    return without_folder(why.text);
}

Test(process, a_program_that_is_not_there_is_not_started)
{
    cr_assert_str_eq(not_started(in_folder("none").text),
                     "none cannot be started: No such file or directory");
}

Test(process, a_file_that_is_no_program_is_not_started)
{
    const struct path path = script("worker", "exit 0");
    write_file(path.text, "nothing", 7);
    cr_assert_str_eq(not_started(path.text), "worker cannot be started: Exec format error");
    cr_assert_str_eq(not_started(in_folder("").text), " cannot be started: Permission denied");
}

Test(process, has_the_whole_environment_only_where_it_is_needed)
{
    const char *const lines = "echo \"[$CUDA_VISIBLE_DEVICES]\" >&3";
    struct limits limits = small;
    int status;
    setenv("CUDA_VISIBLE_DEVICES", "2", 1);
    cr_assert_eq(ask_once(lines, limits, &status), exchanged);
    cr_assert_str_eq(answer, "[]");
    limits.whole_environment = true;
    cr_assert_eq(ask_once(lines, limits, &status), exchanged);
    cr_assert_str_eq(answer, "[2]");
}

Test(process, leaves_no_descriptor_open)
{
    int status;
    ask_once("exit 0", small, &status); /* the first one ignores SIGPIPE */
    const size_t before = open_descriptors();
    ask_once("echo answer >&3; echo printed", small, &status);
    not_started(in_folder("none").text);
    cr_assert_eq(open_descriptors(), before);
}

/* --- those that do not stop --- */

Test(process, never_answers)
{
    int status;
    cr_assert_eq(ask_once("sleep 100", with_wall(1), &status), over_time);
    cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

Test(process, neither_reads_nor_answers)
{
    static char question[1 << 20];
    struct process process;
    memset(question, 'x', sizeof question - 1);
    start(&process, "sleep 100", with_wall(1));
    cr_assert_eq(ask(&process, question), over_time);
    process_end(&process, 0);
}

/* A little now and then does not move the deadline. */
Test(process, answers_without_an_end)
{
    int status;
    cr_assert_eq(
        ask_once("while :; do printf x >&3; echo y; sleep 0.05; done", with_wall(1), &status),
        over_time);
}

Test(process, computes_without_an_end)
{
    struct limits limits = small;
    limits.cpu_seconds = 1;
    int status;
    cr_assert_eq(ask_once("while :; do :; done", limits, &status), ended);
    cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU);
}

Test(process, prints_without_an_end)
{
    int status;
    cr_assert_eq(ask_once("exec yes", small, &status), over_output);
    cr_assert_eq(ask_once("exec yes >&2", small, &status), over_output);
}

Test(process, answers_too_much)
{
    int status;
    cr_assert_eq(ask_once("yes | tr -d '\\n' >&3", small, &status), over_output);
}

Test(process, end_kills_its_children)
{
    struct process process;
    start(&process, "sleep 100 & echo $! >&3; wait", small);
    cr_assert_eq(ask(&process, ""), exchanged);
    cr_assert(runs(strtol(answer, NULL, 10)));
    process_end(&process, 0);
    assert_gone(strtol(answer, NULL, 10));
}

Test(process, end_kills_the_children_of_one_that_is_gone)
{
    struct process process;
    start(&process, "sleep 100 & echo $! >&3", small);
    cr_assert_eq(ask(&process, ""), exchanged);
    const int status = process_end(&process, 10);
    cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_gone(strtol(answer, NULL, 10));
}

/* The child holds the pipes open, so their end is never seen. */
Test(process, a_child_that_stays_is_waited_for_only_so_long)
{
    int status;
    cr_assert_eq(ask_once("sleep 100 &", with_wall(1), &status), over_time);
}

/* --- those that only wait --- */

static struct limits with_idle(size_t seconds)
{
    struct limits limits = small;
    limits.idle_seconds = seconds;
    return limits;
}

Test(process, reads_what_nobody_sends)
{
    int status;
    cr_assert_eq(ask_once("read -r question; read -r more", with_idle(1), &status), only_waits);
    cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

Test(process, waits_for_a_child_that_waits)
{
    int status;
    cr_assert_eq(ask_once("sleep 100 & sleep 100", with_idle(1), &status), only_waits);
}

Test(process, waits_and_answers)
{
    int status;
    cr_assert_eq(ask_once("sleep 2; echo late >&3", with_idle(10), &status), exchanged);
}

/* It is not the answer that it waits for, but its child, which computes. */
Test(process, waits_for_a_child_that_computes)
{
    struct limits limits = with_idle(1);
    limits.cpu_seconds = 2;
    int status;
    cr_assert_eq(ask_once("(while :; do :; done); echo computed >&3", limits, &status), exchanged);
    cr_assert_str_eq(answer, "computed");
}

/* A thread's, or a program's that is woken now and then: nobody can tell whether it comes to an end. */
Test(process, naps)
{
    struct limits limits = with_idle(1);
    limits.wall_seconds = 4;
    int status;
    cr_assert_eq(ask_once("while :; do sleep 0.1; done", limits, &status), over_time);
}

/* Somebody has stopped it (a debugger, a frozen container), and may let it go on. */
Test(process, is_stopped)
{
    struct limits limits = with_idle(1);
    limits.wall_seconds = 4;
    int status;
    cr_assert_eq(ask_once("kill -STOP $$", limits, &status), over_time);
}

/* --- what it sees, and what is seen of it --- */

Test(process, sees_a_fixed_environment)
{
    struct process process;
    const char *const argv[] = {"/usr/bin/env", NULL};
    struct message why;
    setenv("SECRET", "42", 1);
    cr_assert_eq(process_start(&process, argv, small, &why), 0, "%s", why.text);
    cr_assert_eq(ask(&process, ""), ended);
    process_end(&process, 5);
    cr_assert_str_eq(process.head, "PATH=/usr/bin:/bin\nLC_ALL=C\nOPENBLAS_NUM_THREADS=1\n");
}

/* 4 is the folder that ls reads. */
Test(process, has_no_other_descriptor)
{
    struct process process;
    const char *const argv[] = {"/bin/ls", "/proc/self/fd", NULL};
    struct message why;
    cr_assert_gt(dup(1), 0);
    cr_assert_gt(dup2(1, 37), 0);
    cr_assert_eq(process_start(&process, argv, small, &why), 0, "%s", why.text);
    cr_assert_eq(ask(&process, ""), ended);
    process_end(&process, 5);
    cr_assert_str_eq(process.head, "0\n1\n2\n3\n4\n");
}

Test(process, has_limits)
{
    int status;
    cr_assert_eq(
        ask_once("echo $(ulimit -t) $(ulimit -v) $(ulimit -f) $(ulimit -c) >&3", small, &status),
        exchanged);
    cr_assert_str_eq(answer, "5 1048576 0 0");
}

Test(process, keeps_the_start_of_what_was_printed)
{
    struct process process;
    start(&process, "echo out; echo err >&2; head -c 5000 /dev/zero | tr '\\0' x", small);
    cr_assert_eq(ask(&process, ""), ended);
    process_end(&process, 5);
    cr_assert_eq(strncmp(process.head, "out\nerr\nxxx", 11), 0);
    cr_assert_eq(strlen(process.head), process_max_printed - 1);
    cr_assert_eq(process.printed_bytes, 5008);
}
