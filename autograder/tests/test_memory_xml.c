/* What is read from Valgrind's XML: faults, whose they are, and where; and XML that is hostile. */
#include "judge/memory.h"
#include "tests/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

TestSuite(memory, .init = test_begin, .fini = stage_end, .timeout = 60);

#define HEAD                                                                                       \
    "<?xml version=\"1.0\"?>\n\n<valgrindoutput>\n\n<protocolversion>4</protocolversion>\n"        \
    "<protocoltool>memcheck</protocoltool>\n\n"
#define FRAME(function, directory, file, line)                                                     \
    "    <frame>\n      <ip>0x10A5F0</ip>\n      <obj>/x/worker01</obj>\n      <fn>" function      \
    "</fn>\n      <dir>" directory "</dir>\n      <file>" file "</file>\n      <line>" line        \
    "</line>\n    </frame>\n"
#define MSE       FRAME("mse_forward", "labs/01-linear-sgd", "mse.c", "12")
#define DRIVER    FRAME("exercise_1_2", "autograder/worker", "lab01.c", "40")
#define STACK(of) "  <stack>\n" of "  </stack>\n"
#define ERROR(kind, rest)                                                                          \
    "<error>\n  <unique>0x0</unique>\n  <tid>1</tid>\n  <kind>" kind "</kind>\n" rest "</"         \
    "error>\n\n"
#define INVALID_READ                                                                               \
    ERROR("InvalidRead", "  <what>Invalid read of size 8</what>\n" STACK(MSE DRIVER))
#define END "</valgrindoutput>\n"

static struct memory_faults faults;

static void read_xml(const char *xml)
{
    struct message why;
    cr_assert_eq(memory_read(put("valgrind.xml", xml).text, &faults, &why), 0, "%s", why.text);
}

static void assert_fault(size_t number, const char *exercise, const char *text, const char *file,
                         int line)
{
    const struct memory_fault *const fault = &faults.fault[number];
    cr_assert_gt(faults.count, number);
    cr_assert_str_eq(fault->exercise, exercise);
    cr_assert_str_eq(fault->text, text);
    cr_assert_str_eq(fault->file, file);
    cr_assert_eq(fault->line, line);
}

Test(memory, no_error_is_no_fault)
{
    read_xml(HEAD END);
    cr_assert_eq(faults.count, 0);
}

Test(memory, an_invalid_read_belongs_to_the_drivers_exercise_and_the_students_line)
{
    read_xml(HEAD INVALID_READ END);
    cr_assert_eq(faults.count, 1);
    assert_fault(0, "1.2", "It reads outside of its arrays.", "labs/01-linear-sgd/mse.c", 12);
}

Test(memory, tells_the_students_function)
{
    read_xml(HEAD INVALID_READ ERROR("InvalidWrite", STACK(DRIVER)) END);
    cr_assert_str_eq(faults.fault[0].function, "mse_forward");
    cr_assert_str_eq(faults.fault[1].function, "");
}

/* The block's own stack stands behind: where it was allocated is not where the fault is. */
Test(memory, the_blocks_stack_is_passed_over)
{
    read_xml(HEAD ERROR("InvalidWrite",
                        STACK(FRAME("memset", "/build/glibc", "memset.S", "3")
                                  MSE DRIVER) "  <auxwhat>0 bytes after a block of "
                                              "size 24 alloc'd</auxwhat>\n" STACK(
                                                  FRAME("setup", "labs/01-linear-sgd", "z.c", "9")
                                                      FRAME("exercise_9_9", "a", "b.c", "1"))) END);
    cr_assert_eq(faults.count, 1);
    assert_fault(0, "1.2", "It writes outside of its arrays.", "labs/01-linear-sgd/mse.c", 12);
}

Test(memory, a_leak_tells_its_bytes)
{
    read_xml(HEAD ERROR("Leak_DefinitelyLost",
                        "  <xwhat>\n    <text>8 bytes in 1 blocks are definitely lost</text>\n"
                        "    <leakedbytes>8</leakedbytes>\n    <leakedblocks>1</leakedblocks>\n"
                        "  </xwhat>\n" STACK(FRAME("malloc", "/v", "vg.c", "2") MSE DRIVER)) END);
    assert_fault(0, "1.2", "It allocates memory and never frees it: 8 bytes.",
                 "labs/01-linear-sgd/mse.c", 12);
}

Test(memory, a_leaks_bytes_do_not_stay_for_the_next_error)
{
    read_xml(HEAD ERROR("Leak_DefinitelyLost", "<xwhat><leakedbytes>8</leakedbytes></xwhat>" STACK(
                                                   MSE DRIVER)) INVALID_READ END);
    assert_fault(1, "1.2", "It reads outside of its arrays.", "labs/01-linear-sgd/mse.c", 12);
}

Test(memory, a_fatal_signal_is_a_crash)
{
    read_xml(HEAD "<fatal_signal>\n  <tid>1</tid>\n  <signo>11</signo>\n"
                  "  <signame>SIGSEGV</signame>\n" STACK(MSE DRIVER) "</fatal_signal>\n" END);
    assert_fault(0, "1.2", "It crashes.", "labs/01-linear-sgd/mse.c", 12);
}

Test(memory, a_kind_without_words_is_told_as_it_is)
{
    read_xml(HEAD ERROR("FishyValue", STACK(MSE DRIVER)) END);
    assert_fault(0, "1.2", "FishyValue.", "labs/01-linear-sgd/mse.c", 12);
}

Test(memory, each_kind_is_told_once_an_exercise)
{
    read_xml(HEAD INVALID_READ INVALID_READ ERROR("InvalidWrite", STACK(MSE DRIVER))
                 ERROR("InvalidRead", STACK(FRAME("exercise_1_10", "a", "b.c", "1"))) END);
    cr_assert_eq(faults.count, 3);
    cr_assert_str_eq(faults.fault[2].exercise, "1.10");
}

Test(memory, a_fault_outside_of_every_driver_belongs_to_nobody)
{
    read_xml(HEAD ERROR("InvalidRead", STACK(FRAME("main", "autograder/worker", "main.c", "9")))
                 END);
    cr_assert_eq(faults.count, 0);
}

Test(memory, a_fault_without_a_students_frame_has_no_place)
{
    read_xml(HEAD ERROR("InvalidRead", STACK(FRAME("memcpy", "/build/mylabs/x", "y.c", "1") DRIVER))
                 END);
    assert_fault(0, "1.2", "It reads outside of its arrays.", "", 0);
}

Test(memory, a_place_starts_at_labs)
{
    read_xml(HEAD ERROR("InvalidRead", STACK(FRAME("f", "/home/mylabs/kit/labs/01-linear-sgd",
                                                   "mse.c", "12") DRIVER)) END);
    assert_fault(0, "1.2", "It reads outside of its arrays.", "labs/01-linear-sgd/mse.c", 12);
}

/* A student may call a function of theirs like another exercise's driver. */
Test(memory, the_outermost_driver_counts)
{
    read_xml(HEAD ERROR("InvalidRead",
                        STACK(FRAME("exercise_9_9", "labs/01-a", "mse.c", "3") DRIVER)) END);
    assert_fault(0, "1.2", "It reads outside of its arrays.", "labs/01-a/mse.c", 3);
}

Test(memory, frames_beyond_twelve_are_passed_over)
{
    read_xml(HEAD ERROR("InvalidRead", STACK(DRIVER MSE MSE MSE MSE MSE MSE MSE MSE MSE MSE MSE MSE
                                                 FRAME("g", "labs/x", "x.c", "1"))) END);
    assert_fault(0, "1.2", "It reads outside of its arrays.", "labs/01-linear-sgd/mse.c", 12);
}

Test(memory, more_faults_than_there_is_room_for_are_left_out)
{
    char *const xml = arena_take(&scratch, 65536);
    char *at = xml + sprintf(xml, HEAD);
    for (int i = 0; i < max_memory_faults + 6; i++) {
        at += sprintf(at, ERROR("Kind%d", STACK(DRIVER)), i);
    }
    read_xml(strcat(xml, END));
    cr_assert_eq(faults.count, max_memory_faults);
}

/* --- files that are not what they should be --- */

/* Valgrind that was killed leaves an unfinished file. */
Test(memory, what_stands_before_a_cut_counts)
{
    read_xml(HEAD INVALID_READ "<error>\n  <kind>InvalidWri");
    cr_assert_eq(faults.count, 1);
}

Test(memory, a_cut_at_any_byte_is_survived)
{
    static const char xml[] = HEAD INVALID_READ END;
    for (size_t length = 0; length < sizeof xml; length++) {
        struct message why = {""};
        const struct path path = in_folder("valgrind.xml");
        write_file(path.text, xml, length);
        const int status = memory_read(path.text, &faults, &why);
        cr_assert_eq(status, length < 64 ? -1 : 0, "%zu bytes: %s", length, why.text);
        cr_assert_leq(faults.count, 1);
    }
}

Test(memory, a_file_that_is_not_there_is_told)
{
    struct message why;
    cr_assert_eq(memory_read(in_folder("none").text, &faults, &why), -1);
    cr_assert_str_eq(without_folder(why.text), "none: No such file or directory");
}

Test(memory, an_empty_file_is_told)
{
    struct message why;
    cr_assert_eq(memory_read(put("valgrind.xml", "").text, &faults, &why), -1);
    cr_assert_str_eq(without_folder(why.text), "valgrind.xml: no element found");
}

/* Names come from the student's object, in whatever bytes. */
Test(memory, names_of_any_bytes_come_back_printable)
{
    read_xml(HEAD ERROR("InvalidRead", STACK(FRAME("f\xff", "labs/\xffx", "\x80y.c", "7") DRIVER))
                 INVALID_READ END);
    assert_fault(0, "1.2", "It reads outside of its arrays.", "labs/??x/??y.c", 7);
}

Test(memory, long_names_are_cut)
{
    char *const name = arena_take(&scratch, 4001), *const xml = arena_take(&scratch, 32768);
    memset(name, 'n', 4000);
    name[4000] = '\0';
    sprintf(xml, HEAD ERROR("%s", STACK(FRAME("%s", "labs/%s", "%s", "%s") DRIVER)) END, name, name,
            name, name, "99999999999999999999");
    read_xml(xml);
    cr_assert_eq(strlen(faults.fault[0].text), 41);
    cr_assert_eq(strlen(faults.fault[0].file), 121);
}

Test(memory, deep_nesting_is_survived)
{
    enum { depth = 200000 };
    char *const xml = malloc(sizeof HEAD + 3 * depth);
    strcpy(xml, HEAD);
    for (size_t i = 0; i < depth; i++) {
        memcpy(xml + sizeof HEAD - 1 + 3 * i, "<a>", 3);
    }
    const struct path path = in_folder("valgrind.xml");
    struct message why;
    write_file(path.text, xml, sizeof HEAD - 1 + 3 * depth);
    cr_assert_eq(memory_read(path.text, &faults, &why), 0);
    cr_assert_eq(faults.count, 0);
    free(xml);
}

/* 10^9 times "lol": expat stops what grows out of proportion. */
Test(memory, a_billion_laughs_are_not_laughed)
{
    char xml[4096] = "<?xml version=\"1.0\"?>\n<!DOCTYPE valgrindoutput [\n<!ENTITY l0 \"lol\">\n";
    for (int i = 1; i <= 9; i++) {
        char *const at = xml + strlen(xml);
        sprintf(at, "<!ENTITY l%d \"&l%d;&l%d;&l%d;&l%d;&l%d;&l%d;&l%d;&l%d;&l%d;&l%d;\">\n", i,
                i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    }
    strcat(xml, "]>\n<valgrindoutput>\n<error><kind>&l9;</kind></error>\n" INVALID_READ END);
    read_xml(xml);
    cr_assert_eq(faults.count, 0);
}

Test(memory, no_other_file_is_read)
{
    char xml[2048];
    sprintf(xml,
            "<?xml version=\"1.0\"?>\n<!DOCTYPE v [<!ENTITY e SYSTEM \"file://%s\">]>\n"
            "<v>" ERROR("Kind&e;", STACK(MSE DRIVER)) "</v>\n",
            put("secret", "secret").text);
    read_xml(xml);
    for (size_t i = 0; i < faults.count; i++) {
        cr_assert_null(strstr(faults.fault[i].text, "secret"));
    }
}
