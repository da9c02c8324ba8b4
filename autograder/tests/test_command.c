/* Other programs, run to their end: their status, their output, their time. */
#include "grade/command.h"
#include "tests/stage.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

TestSuite(command, .init = test_begin, .fini = stage_end, .timeout = 60);

static struct message why;

static int run(const char *lines, double seconds)
{
    const struct path program = script("program", lines);
    const char *const argv[] = {program.text, NULL};
    why.text[0] = '\0';
    return command_run(argv, in_folder("log").text, seconds, NULL, NULL, &why);
}

static const char *logged(void)
{
    return text_of_file(in_folder("log").text);
}

Test(command, gives_the_exit_status)
{
    cr_assert_eq(run("exit 0", 20), 0);
    cr_assert_eq(run("exit 3", 20), 3);
}

Test(command, output_is_appended_to_the_log)
{
    put("log", "before\n");
    run("echo out; echo err >&2", 20);
    cr_assert_str_eq(logged(), "before\nout\nerr\n");
}

Test(command, is_looked_for_on_path_and_gets_its_arguments)
{
    const char *const argv[] = {"printf", "%s-%s", "a b", "c", NULL};
    cr_assert_eq(command_run(argv, in_folder("log").text, 20, NULL, NULL, &why), 0);
    cr_assert_str_eq(logged(), "a b-c");
}

Test(command, reads_nothing)
{
    cr_assert_eq(run("read -r word", 20), 1);
}

Test(command, a_signal_is_told)
{
    cr_assert_eq(run("kill -SEGV $$", 20), -1);
    cr_assert_str_eq(without_folder(why.text), "program was ended by: Segmentation fault");
}

Test(command, over_time_is_told)
{
    cr_assert_eq(run("sleep 100", 0.2), -1);
    cr_assert_str_eq(without_folder(why.text), "program did not end within 0.2 seconds");
}

Test(command, a_program_that_is_not_there_is_told)
{
    const char *const argv[] = {"/nowhere/make", NULL};
    const struct path log = in_folder("log");
    cr_assert_eq(command_run(argv, log.text, 20, NULL, NULL, &why), -1);
    cr_assert_eq(strncmp(why.text, "/nowhere/make could not be run", 30), 0, "%s", why.text);
}

Test(command, a_log_that_cannot_be_written_is_told)
{
    const char *const argv[] = {"true", NULL};
    const struct path log = in_folder("none/log");
    cr_assert_eq(command_run(argv, log.text, 20, NULL, NULL, &why), -1);
    cr_assert_eq(strncmp(why.text, "true could not be run; its output was to go to /tmp/", 52), 0,
                 "%s", why.text);
}

/* The log holds the number of a process that must not run any more. */
static void assert_logged_is_gone(void)
{
    assert_gone(strtol(logged(), NULL, 10));
}

Test(command, children_are_killed_when_it_ends)
{
    cr_assert_eq(run("sleep 100 & echo $!", 20), 0);
    assert_logged_is_gone();
}

Test(command, children_are_killed_over_time)
{
    cr_assert_eq(run("sleep 100 & echo $!; wait", 1), -1);
    assert_logged_is_gone();
}

static void count_up(void *context)
{
    *(int *)context += 1;
}

Test(command, ticks_meanwhile)
{
    const char *const argv[] = {"sleep", "0.2", NULL};
    int ticks = 0;
    cr_assert_eq(command_run(argv, in_folder("log").text, 20, count_up, &ticks, &why), 0);
    cr_assert_gt(ticks, 0);
}

Test(command, has_no_other_descriptor)
{
    cr_assert_gt(dup2(1, 37), 0);
    cr_assert_eq(run("ls /proc/self/fd", 20), 0);
    cr_assert_null(strstr(logged(), "37"), "%s", logged());
}
