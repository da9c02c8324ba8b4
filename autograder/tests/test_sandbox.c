/* The parts of the sandbox that can be seen without one: sets of layers, commands, words, probing. What
 * it holds is tested by sandbox.sh. */
#include "sandbox/layers.h"
#include "sandbox/probe.h"
#include "sandbox/profiles.h"
#include "sandbox/sandbox.h"
#include "sandbox/words.h"
#include "tests/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

TestSuite(sandbox, .init = test_begin, .fini = stage_end, .timeout = 60);

static const char *written(const char *names)
{
    static char text[layers_max_text];
    struct layers layers;
    cr_assert(layers_read(names, &layers), "%s", names);
    return layers_write(layers, text);
}

Test(sandbox, layers_are_read_and_written)
{
    cr_assert_str_eq(written("seccomp landlock bubblewrap"), "bubblewrap,landlock,seccomp");
    cr_assert_str_eq(written("landlock,seccomp"), "landlock,seccomp");
    cr_assert_str_eq(written(" ,seccomp, "), "seccomp");
    cr_assert_str_eq(written("none"), "none");
    cr_assert_str_eq(written(""), "none");
    cr_assert_str_eq(written(NULL), "none");
}

Test(sandbox, an_unknown_layer_is_told)
{
    struct layers layers;
    cr_assert_not(layers_read("seccomp,seccom,apparmor", &layers));
    cr_assert(layers.seccomp && !layers.landlock && !layers.bubblewrap);
}

Test(sandbox, bubblewrap_or_both_others_suffice)
{
    cr_assert(layers_suffice((struct layers){.bubblewrap = true}));
    cr_assert(layers_suffice((struct layers){.landlock = true, .seccomp = true}));
    cr_assert_not(layers_suffice((struct layers){.landlock = true}));
    cr_assert_not(layers_suffice((struct layers){.seccomp = true}));
    cr_assert_not(layers_suffice((struct layers){.landlock = false}));
}

Test(sandbox, every_profile_is_found_by_its_name)
{
    for (const struct profile *profile = profiles; profile->name; profile++) {
        cr_assert_eq(profile_find(profile->name), profile);
    }
    cr_assert_null(profile_find("root"));
    cr_assert_null(profile_find(""));
}

Test(sandbox, a_worker_may_neither_open_nor_start_anything)
{
    const struct profile *const worker = profile_find("worker");
    cr_assert_eq(worker->calls, calls_compute);
    cr_assert(worker->traps);
    cr_assert_null(worker->readable[0]);
    cr_assert_eq(worker->file_bytes, 0);
}

/* The words of a command, with spaces between them. */
static const char *command(struct layers layers, const struct confined *what)
{
    static char text[8192];
    static struct command_words words;
    const struct sandbox sandbox = {"/kit/confine", layers};
    const char *const program[] = {"/here/worker", "--fast", NULL};
    words = (struct command_words){.count = 0};
    sandbox_command(&sandbox, what, program, &words);
    cr_assert_null(words.word[words.count]);
    *text = '\0';
    for (size_t i = 0; i < words.count; i++) {
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", i > 0 ? " " : "",
                 words.word[i]);
    }
    return text;
}

Test(sandbox, a_command_without_bubblewrap)
{
    const struct confined what = {.profile = "worker", .read = {"/a", "/b"}, .write = {"/c"}};
    cr_assert_str_eq(command((struct layers){.landlock = true, .seccomp = true}, &what),
                     "/kit/confine worker --reports --read /a --read /b --write /c -- "
                     "/here/worker --fast");
}

/* A layer is left out only by a word that says so. */
Test(sandbox, a_command_names_what_it_does_without)
{
    const struct confined what = {.profile = "worker"};
    cr_assert_str_eq(command((struct layers){.seccomp = true}, &what),
                     "/kit/confine worker --reports --without landlock -- /here/worker --fast");
    cr_assert_str_eq(command((struct layers){.landlock = true}, &what),
                     "/kit/confine worker --reports --without seccomp -- /here/worker --fast");
    cr_assert_str_eq(command((struct layers){.landlock = false}, &what),
                     "/kit/confine worker --reports --without landlock --without seccomp -- "
                     "/here/worker --fast");
}

Test(sandbox, a_worker_in_a_bubble_sees_two_files)
{
    const struct confined what = {.profile = "worker"};
    cr_assert_str_eq(command((struct layers){true, true, true}, &what),
                     "/usr/bin/bwrap --unshare-all --die-with-parent --new-session "
                     "--ro-bind /kit/confine /kit/confine --ro-bind /here/worker /here/worker "
                     "--remount-ro / --chdir / -- "
                     "/kit/confine worker --reports -- /here/worker --fast");
}

Test(sandbox, what_a_compiler_writes_comes_out_of_the_bubble)
{
    const struct confined what = {
        .profile = "compiler", .read = {"/in.c"}, .write = {"/out"}, .folder = "/kit"};
    const char *const text = command((struct layers){true, true, true}, &what);
    cr_assert(strstr(text, "--bind /out /out"));
    cr_assert(strstr(text, "--ro-bind /in.c /in.c"));
    cr_assert(strstr(text, "--ro-bind-try /usr/include /usr/include"));
    cr_assert(strstr(text, "--dir /kit --remount-ro / --chdir /kit --"));
    cr_assert_null(strstr(text, "--proc"));
}

Test(sandbox, what_valgrind_writes_does_not)
{
    const struct confined what = {.profile = "checked-worker", .write = {"/scratch"}};
    const char *const text = command((struct layers){true, true, true}, &what);
    cr_assert(strstr(text, "--size 16777216 --tmpfs /scratch"));
    cr_assert_null(strstr(text, "--bind /scratch"));
    cr_assert(strstr(text, "--proc /proc"));
}

static const char *tried(long number)
{
    static char text[words_max_text];
    return words_of_call(number, text);
}

Test(sandbox, words)
{
    cr_assert_str_eq(tried(SYS_openat), "tried to open a file");
    cr_assert_str_eq(tried(SYS_clone), "tried to start another process");
    cr_assert_str_eq(tried(SYS_execve), "tried to run another program");
    cr_assert_str_eq(tried(SYS_socket), "tried to use the network");
    cr_assert_str_eq(tried(SYS_kill), "tried to send a signal");
    cr_assert_str_eq(tried(SYS_prlimit64), "tried to change its limits");
    cr_assert_str_eq(tried(SYS_nanosleep), "tried to wait for a time or an event");
}

Test(sandbox, an_unknown_call_has_its_number)
{
    cr_assert_str_eq(tried(424242), "made a system call that exercises have no need of "
                                    "(number 424242)");
    cr_assert_str_eq(tried(-1), "made a system call that exercises have no need of (number -1)");
}

/* What probing says of a machine whose `confine --probe` prints these lines, bubblewrap left out. */
static const char *probed(const char *lines, const char *without)
{
    static struct message text;
    struct probe probe;
    setenv("DESCENT_WITHOUT", without, 1);
    cr_assert_eq(probe_machine(script("confine", lines).text, &probe, &text), 0, "%s", text.text);
    return probe_line(&probe, &text);
}

Test(sandbox, a_probe_is_said_in_a_line)
{
    cr_assert_str_eq(probed("echo landlock 4; echo seccomp", "bubblewrap"),
                     "sandbox: Landlock 4 (bubblewrap: left out; seccomp: this C library needs "
                     "more than the filter allows)");
    cr_assert_str_eq(probed("echo landlock 4; echo seccomp; echo hello", "bubblewrap"),
                     "sandbox: Landlock 4 (bubblewrap: left out; seccomp: this C library needs "
                     "more than the filter allows)");
    cr_assert_str_eq(
        probed("[ $1 = worker ] && echo hello || echo landlock 4; echo seccomp", "bubblewrap"),
        "sandbox: Landlock 4, seccomp (bubblewrap: left out)");
    cr_assert_str_eq(probed("[ $1 = worker ] && echo hello; echo seccomp", "bubblewrap"),
                     "sandbox: seccomp (bubblewrap: left out; Landlock: not in this kernel)");
    cr_assert_str_eq(probed("echo landlock 4; echo seccomp", "bubblewrap landlock seccomp"),
                     "sandbox: limits only (bubblewrap: left out; Landlock: left out; seccomp: "
                     "left out)");
}

Test(sandbox, a_probe_that_cannot_be_made_is_told)
{
    struct probe probe;
    struct message why;
    cr_assert_eq(probe_machine(in_folder("none").text, &probe, &why), -1);
    cr_assert_str_eq(without_folder(why.text), "none cannot be run");
    cr_assert_eq(probe_machine(script("confine", "exit 1").text, &probe, &why), -1);
}
