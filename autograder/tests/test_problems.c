/* Why a student's file could not be used: what student_object.sh and the compiler left, in words. */
#include "grade/problems.h"
#include "tests/stage.h"

#include <stdlib.h>
#include <string.h>

static const struct lab lab = {.folder = "01-linear-sgd", .number = "01"};
static const struct exercise exercise = {.id = "1.5",
                                         .points = 10,
                                         .file = "kernels/naive/mse.c",
                                         .functions = {2, {"mse", "mse_backward"}}};
static struct grading grading;
static struct path build, student;
static struct verdict verdict;

static void begin(void)
{
    test_begin();
    build = in_folder("build");
    student = in_folder("student");
    grading = (struct grading){.build = build.text, .student = student.text};
    verdict = (struct verdict){.exercise = &exercise, .faults = json_array()};
}

static void end(void)
{
    json_decref(verdict.faults);
    stage_end();
}

TestSuite(problems, .init = begin, .fini = end);

/* Leaves this .problem (and .log) behind and sees them. */
static void see(const char *problem, const char *log)
{
    put("build/double/01-linear-sgd/mse.o.problem", problem);
    if (log) {
        put("build/double/01-linear-sgd/mse.o.log", log);
    }
    see_problem(&grading, &lab, &verdict);
}

static void assert_fault(const char *text, int line)
{
    const json_t *const fault = json_array_get(verdict.faults, 0);
    cr_assert_eq(json_array_size(verdict.faults), 1);
    cr_assert_str_eq(verdict.state, "does not build");
    cr_assert(verdict.judged);
    cr_assert_str_eq(json_string_value(json_object_get(fault, "text")), text);
    cr_assert_str_eq(json_string_value(json_object_get(fault, "file")), "labs/01-linear-sgd/mse.c");
    cr_assert_eq(json_integer_value(json_object_get(fault, "line")), line);
}

static void assert_no_problem(void)
{
    cr_assert_eq(json_array_size(verdict.faults), 0);
    cr_assert_str_eq(verdict.state, "");
    cr_assert_not(verdict.judged);
}

Test(problems, no_problem_is_none)
{
    see_problem(&grading, &lab, &verdict);
    assert_no_problem();
}

/* The starter stands in, whose TODO then says that nothing was started. */
Test(problems, an_absent_file_is_none)
{
    see("absent\n", NULL);
    assert_no_problem();
}

Test(problems, the_compilers_first_error_is_told)
{
    see("compile\n", "labs/01-linear-sgd/mse.c: In function 'mse_backward':\n"
                     "labs/01-linear-sgd/mse.c:9:5: warning: unused variable 'i'\n"
                     "labs/01-linear-sgd/mse.c:12:5: error: expected ';' before '}' token\n"
                     "labs/01-linear-sgd/mse.c:20:1: error: expected declaration\n");
    assert_fault("The file does not compile: expected ';' before '}' token", 12);
}

Test(problems, a_fatal_error_is_told)
{
    see("compile\n",
        "labs/01-linear-sgd/mse.c:1:10: fatal error: x.h: No such file or directory\n");
    assert_fault("The file does not compile: x.h: No such file or directory", 1);
}

Test(problems, an_error_without_a_line_has_none)
{
    see("compile\n", "cc1: error: too many errors\n");
    assert_fault("The file does not compile: too many errors", 0);
}

Test(problems, a_compiler_that_was_killed_gave_no_reason)
{
    see("compile\n", "gcc: internal compiler trouble\n");
    assert_fault("The compiler gave no reason.", 0);
}

Test(problems, a_log_that_is_not_there_is_survived)
{
    see("compile\n", NULL);
    assert_fault("The file does not compile.", 0);
}

Test(problems, hostile_bytes_in_a_log_come_back_printable)
{
    see("compile\n", "labs/01-linear-sgd/mse.c:3:1: error: stray '\xff\x1b[2J' in\t\xc3\xbc\n");
    assert_fault("The file does not compile: stray '??[2J' in???", 3);
}

Test(problems, a_long_error_is_cut)
{
    char *const log = arena_take(&scratch, 20000);
    strcpy(log, "mse.c:99999999999999999999:1: error: ");
    memset(log + strlen(log), 'x', 10000);
    log[10000] = '\0';
    see("compile\n", log);
    cr_assert_eq(
        strlen(json_string_value(json_object_get(json_array_get(verdict.faults, 0), "text"))),
        strlen("The file does not compile: ") + 300);
}

#define CALLS(names)                                                                               \
    "The file calls " names ": an exercise may use the C library and what the handout names, and " \
    "must not call another implementation of the answer."

Test(problems, forbidden_calls_are_named)
{
    see("calls cblas_dgemm linear_forward \n", NULL);
    assert_fault(CALLS("cblas_dgemm linear_forward"), 0);
}

/* An assembler's name may be any bytes. */
Test(problems, hostile_names_of_calls_come_back_printable)
{
    see("calls \xff\x07_x \n", NULL);
    assert_fault(CALLS("??_x"), 0);
}

Test(problems, a_missing_function_is_named)
{
    see("missing mse_backward \n", NULL);
    assert_fault("The file does not define mse_backward: is the name misspelled, or the function "
                 "static?",
                 0);
}

/* The file holds two exercises; the other one's function is missing. */
Test(problems, another_exercises_missing_function_is_none)
{
    see("missing mse_forward \n", NULL);
    assert_no_problem();
}

Test(problems, a_missing_name_is_a_whole_word)
{
    see("missing mse_forward my_mse mse \n", NULL);
    assert_fault("The file does not define mse: is the name misspelled, or the function static?",
                 0);
}

Test(problems, a_problem_without_a_newline_is_read)
{
    see("missing mse_backward", NULL);
    assert_fault("The file does not define mse_backward: is the name misspelled, or the function "
                 "static?",
                 0);
}

Test(problems, unknown_problems_are_none)
{
    see("", NULL);
    assert_no_problem();
    see("\n\n", NULL);
    assert_no_problem();
    see("       ", NULL);
    assert_no_problem();
    see("mse_backward", NULL);
    assert_no_problem();
}

/* --- where a function starts --- */

static int line_in(const char *text)
{
    const struct exercise of_mse = {.file = "kernels/naive/mse.c",
                                    .functions = {1, {"mse_backward"}}};
    put("student/01-linear-sgd/mse.c", text);
    return line_of_function(&grading, &lab, &of_mse, of_mse.functions.name[0]);
}

Test(problems, the_line_of_a_definition)
{
    cr_assert_eq(line_in("void mse_backward(int a)\n{\n}\n"), 1);
    cr_assert_eq(line_in("#include <x.h>\n\nvoid mse_backward(int a,\n    int b) {\n}\n"), 3);
    cr_assert_eq(line_in("\nstatic void mse_backward (int a)\n{\n}"), 2);
}

Test(problems, declarations_and_calls_have_no_line)
{
    cr_assert_eq(line_in("void mse_backward(int a);\n"), 0);
    cr_assert_eq(line_in("void f(void)\n{\n    mse_backward(1);\n}\n"), 0);
    cr_assert_eq(line_in("/* mse_backward(1) {} */\n"), 0);
    cr_assert_eq(line_in(""), 0);
    cr_assert_eq(line_in("void mse_backward("), 0);
}

Test(problems, the_line_of_a_whole_name)
{
    cr_assert_eq(line_in("void my_mse_backward(int a)\n{\n}\nvoid mse_backward_all(int a)\n{\n}\n"
                         "void mse_backward(int a)\n{\n}\n"),
                 7);
}

Test(problems, a_file_that_is_not_there_has_no_line)
{
    cr_assert_eq(line_of_function(&grading, &lab, &exercise, exercise.functions.name[0]), 0);
}

/* --- faults --- */

Test(problems, a_fault_has_a_place_when_it_is_known)
{
    const json_t *const fault = add_fault(&verdict, "It is wrong.", "", 0);
    cr_assert_null(json_object_get(fault, "file"));
    cr_assert_null(json_object_get(fault, "line"));
    cr_assert_eq(json_object_size(fault), 1);
}
