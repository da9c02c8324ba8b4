/* Everything that can become of a question to a worker. */
#include "judge/client.h"
#include "tests/stage.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

TestSuite(client, .init = test_begin, .fini = stage_end, .timeout = 60);

/* A question with one array, and its length is that of the answer: "answer" has two letters more. */
static struct bundle question(void)
{
    struct bundle request = bundle_new("call", "1.6");
    bundle_add(&request, "x", shape_1d(2))->data[0] = 1;
    return request;
}

/* A worker with these lines, asked once. */
static struct client client;

static enum outcome ask(struct path worker, struct bundle *answer)
{
    static struct path path;
    path = worker;
    struct bundle request = question();
    client = client_new(path.text);
    const enum outcome outcome = client_ask(&client, &request, answer);
    bundle_free(&request);
    return outcome;
}

static enum outcome ask_lines(const char *lines)
{
    struct bundle answer = {.frames = 0};
    const enum outcome outcome = ask(script("worker", lines), &answer);
    cr_assert(outcome == answered || outcome == todo || client.process.pid == 0,
              "the worker must be gone");
    return outcome;
}

Test(client, answered)
{
    struct bundle request = question(), wanted = bundle_as(&request, "answer"), answer;
    wanted.frame[0].data[1] = 7;
    cr_assert_eq(ask(answering("worker", &request, &wanted, 1), &answer), answered);
    cr_assert_eq(answer.frame[0].data[1], 7);
    bundle_free(&answer);
    bundle_free(&wanted);
    bundle_free(&request);
    client_end(&client);
}

Test(client, one_worker_answers_many_questions)
{
    struct bundle request = question(), answer;
    struct bundle wanted[] = {bundle_as(&request, "answer"), bundle_as(&request, "answer")};
    wanted[1].frame[0].data[1] = 8;
    cr_assert_eq(ask(answering("worker", &request, wanted, 2), &answer), answered);
    bundle_free(&answer);
    const pid_t pid = client.process.pid;
    cr_assert_eq(client_ask(&client, &request, &answer), answered);
    cr_assert_eq(answer.frame[0].data[1], 8);
    cr_assert_eq(client.process.pid, pid);
    client_end(&client);
    cr_assert_eq(client.process.pid, 0);
    bundle_free(&answer);
    bundle_free(&wanted[0]);
    bundle_free(&wanted[1]);
    bundle_free(&request);
}

Test(client, todo_tells_where)
{
    struct bundle answer;
    const struct path worker =
        script("worker", "echo 'descent 1 todo 1.1 0 0 linear.c:12' >&3; sleep 20");
    cr_assert_eq(ask(worker, &answer), todo);
    cr_assert_str_eq(answer.exercise, "1.1");
    cr_assert_str_eq(answer.note, "linear.c:12");
    client_end(&client);
}

Test(client, crashed)
{
    cr_assert_eq(ask_lines("kill -SEGV $$"), crashed);
    cr_assert_eq(WTERMSIG(client.status), SIGSEGV);
}

Test(client, quit)
{
    cr_assert_eq(ask_lines("exit 0"), quit);
    cr_assert_eq(WEXITSTATUS(client.status), 0);
    cr_assert_eq(ask_lines("exit 3"), quit);
    cr_assert_eq(WEXITSTATUS(client.status), 3);
}

/* No exit status of a student's looks like a fault of the grader's. */
Test(client, quit_with_any_status)
{
    cr_assert_eq(ask_lines("exit 125"), quit);
    cr_assert_eq(ask_lines("exit 126"), quit);
    cr_assert_eq(ask_lines("exit 127"), quit);
}

/* The limit on CPU sends SIGXCPU; the hard one, a second later, SIGKILL. */
Test(client, timed_out)
{
    cr_assert_eq(ask_lines("kill -XCPU $$"), timed_out);
    cr_assert_eq(ask_lines("kill -KILL $$"), timed_out);
}

Test(client, too_much)
{
    cr_assert_eq(ask_lines("exec yes"), too_much);
}

Test(client, malformed_bytes)
{
    cr_assert_eq(ask_lines("echo passed 6/6 >&3; sleep 20"), malformed);
    cr_assert_str_eq(client.why.text, "it does not start with 'descent 1'");
}

Test(client, an_answer_to_another_question_is_malformed)
{
    cr_assert_eq(ask_lines("echo 'descent 1 answer 1.5 0 0' >&3; sleep 20"), malformed);
    cr_assert_str_eq(client.why.text, "it answers 'answer 1.5'");
    cr_assert_eq(ask_lines("echo 'descent 1 passed 1.6 0 0' >&3; sleep 20"), malformed);
    cr_assert_str_eq(client.why.text, "it answers 'passed 1.6'");
}

/* A recording says so; its worker stays. */
Test(client, unknown)
{
    cr_assert_eq(ask(script("worker", "echo 'descent 1 unknown 1.6 0 0' >&3; sleep 20"),
                     &(struct bundle){.frames = 0}),
                 unknown);
    cr_assert_gt(client.process.pid, 0);
    client_end(&client);
}

Test(client, not_started)
{
    cr_assert_eq(ask(in_folder("none"), &(struct bundle){.frames = 0}), not_started);
    cr_assert_str_eq(without_folder(client.why.text),
                     "none cannot be started: No such file or directory");
    cr_assert_eq(client.process.pid, 0);
}

Test(client, keeps_what_the_worker_had_printed)
{
    cr_assert_eq(ask_lines("echo here; kill -ABRT $$"), crashed);
    cr_assert_str_eq(client.printed, "here\n");
    cr_assert_eq(ask_lines("echo there; echo garbage >&3; sleep 20"), malformed);
    cr_assert_str_eq(client.printed, "there\n");
}

/* The first run makes a folder and crashes; the second finds it and answers. */
Test(client, a_new_worker_is_started_behind_a_fault)
{
    struct bundle request = question(), answer;
    char lines[600];
    snprintf(lines, sizeof lines,
             "mkdir %s && kill -SEGV $$; echo 'descent 1 answer 1.6 0 0' >&3; sleep 20",
             in_folder("been-here").text);
    cr_assert_eq(ask_lines(lines), crashed);
    cr_assert_eq(client_ask(&client, &request, &answer), answered);
    client_end(&client);
    bundle_free(&request);
}

Test(client, end_without_a_worker_does_nothing)
{
    client = client_new("none");
    client_end(&client);
    cr_assert_eq(client.process.pid, 0);
}

/* --- a worker that is confined: by a launcher of straw --- */

static enum outcome ask_confined(const char *launcher, const char *lines)
{
    static struct path worker, confine;
    struct bundle request = question(), answer;
    strcpy(request.note, "the first");
    worker = script("worker", lines);
    confine = script("confine", launcher);
    client = client_new_confined(worker.text, (struct sandbox){.confine = confine.text});
    const enum outcome outcome = client_ask(&client, &request, &answer);
    bundle_free(&request);
    return outcome;
}

/* Says that all is set up, and becomes the program behind the "--". */
static const char good[] = "echo ready >&4; exec 4>&-\n"
                           "while [ \"$1\" != -- ]; do shift; done; shift; exec \"$@\"";

Test(client, denied)
{
    cr_assert_eq(ask_confined(good, "echo 'descent 1 denied 0 0 0 424242' >&3; sleep 20"), denied);
    cr_assert_str_eq(client.why.text, "made a system call that exercises have no need of "
                                      "(number 424242)");
    cr_assert_eq(client.process.pid, 0);
}

/* The launcher stays between, as bubblewrap does, and waits as well. */
Test(client, waiting)
{
    static const char stays[] = "echo ready >&4; exec 4>&-\n"
                                "while [ \"$1\" != -- ]; do shift; done; shift; \"$@\" 0<&0; exit";
    cr_assert_eq(ask_confined(stays, "exec cat"), waiting);
}

/* It cannot be told what a worker wanted that dies of the refusal. */
Test(client, denied_without_a_word)
{
    cr_assert_eq(ask_confined(good, "kill -SYS $$"), denied);
    cr_assert_eq(strncmp(client.why.text, "did something that is not allowed", 33), 0);
}

Test(client, denied_is_no_answer_of_a_worker_that_is_not_confined)
{
    cr_assert_eq(ask_lines("echo 'descent 1 denied 0 0 0 2' >&3; sleep 20"), malformed);
}

/* bubblewrap tells a signal as shells do. */
Test(client, a_status_above_128_is_a_signal)
{
    cr_assert_eq(ask_confined(good, "exit 139"), crashed);
    cr_assert_eq(client.signal, SIGSEGV);
    cr_assert_eq(ask_confined(good, "exit 152"), timed_out);
    cr_assert_eq(ask_confined(good, "exit 128"), quit);
    cr_assert_eq(ask_confined(good, "exit 255"), quit);
}

/* Whatever the worker does after that, it is not the launcher's failure. */
Test(client, nothing_that_a_confined_worker_does_is_the_graders_fault)
{
    cr_assert_eq(ask_confined(good, "exit 125"), quit);
    cr_assert_eq(ask_confined(good, "echo confine: broken >&2; exit 125"), quit);
    cr_assert_eq(ask_confined(good, "echo confine: broken >&4; exit 1"), quit);
}

Test(client, a_launcher_that_fails_is)
{
    cr_assert_eq(ask_confined("echo confine: no memory >&4; exit 125", ""), not_started);
    cr_assert_neq(strstr(client.why.text, "confine: no memory"), NULL);
    cr_assert_eq(ask_confined("exit 0", ""), not_started);
    cr_assert_eq(ask_confined("echo bwrap: no namespaces >&2; exit 1", ""), not_started);
    cr_assert_neq(strstr(client.why.text, "bwrap: no namespaces"), NULL);
    cr_assert_eq(ask_confined("echo ready >&4; echo confine: cannot be run >&4; exit 125", ""),
                 not_started);
}

Test(client, an_answer_to_another_question_of_the_exercise_is_malformed)
{
    cr_assert_eq(ask_confined(good, "echo 'descent 1 answer 1.6 0 0 the second' >&3; sleep 20"),
                 malformed);
    cr_assert_str_eq(client.why.text, "it answers 'answer 1.6' to the second");
    cr_assert_eq(ask_confined(good, "echo 'descent 1 answer 1.6 0 0 the first' >&3; sleep 20"),
                 answered);
    client_end(&client);
}
