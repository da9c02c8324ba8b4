/* The results as a terminal shows them. */
#include "grade/table.h"
#include "tests/stage.h"

#include <stdlib.h>
#include <string.h>

TestSuite(table, .init = test_begin, .fini = stage_end);

/* The table of a lab of these exercises, given as JSON with ' for ". */
static const char *styled(const char *exercises, struct table_style style)
{
    char text[8192];
    json_error_t error;
    snprintf(text, sizeof text,
             "{'lab': '01', 'title': 'linear-sgd', 'score': 6, 'max': 20, 'exercises': [%s]}",
             exercises);
    for (char *c = text; *c; c++) {
        *c = *c == '\'' ? '"' : *c;
    }
    json_t *const lab = json_loads(text, 0, &error);
    cr_assert_not_null(lab, "%s: %s", error.text, text);
    const struct path path = in_folder("table");
    FILE *const stream = fopen(path.text, "w");
    table_print(stream, lab, style);
    fclose(stream);
    json_decref(lab);
    return text_of_file(path.text);
}

static const char *table(const char *exercises)
{
    return styled(exercises, (struct table_style){.colour = false});
}

#define HEAD "\nLab 01, linear-sgd\n\n"
#define SUM  "\n  Lab 01: 6/20\n"

#define PASSED                                                                                     \
    "{'id': '1.1', 'title': 'forward', 'file': 'labs/linear.c', 'state': 'passed', 'points': 6, "  \
    "'max': 6, 'faults': []}"
#define NOT_STARTED                                                                                \
    "{'id': '1.10', 'title': 'the loop', 'file': 'labs/epoch.c', 'state': 'not started', "         \
    "'points': 0, 'max': 10, 'faults': []}"
#define GRADER_ERROR                                                                               \
    "{'id': '1.2', 'title': 'loss', 'file': 'labs/mse.c', 'state': 'grader error', 'points': "     \
    "null, 'max': 4, 'faults': []}"
#define WRONG_WITH(fault)                                                                          \
    "{'id': '1.2', 'title': 'loss', 'file': 'labs/mse.c', 'state': 'wrong', 'points': 0, 'max': "  \
    "4, 'faults': [" fault "]}"

#define PASSED_LINE      "  1.1      6/6  passed             forward\n"
#define NOT_STARTED_LINE "  1.10    0/10  not started        the loop\n"
#define WRONG_LINE       "  1.2      0/4  wrong              loss\n"
#define NEXT_LINE        "  Next: 1.2, loss, in labs/mse.c\n\n"

Test(table, a_line_an_exercise_and_what_is_next)
{
    cr_assert_str_eq(table(PASSED ", " NOT_STARTED), HEAD PASSED_LINE NOT_STARTED_LINE SUM
                     "  Next: 1.10, the loop, in labs/epoch.c\n\n");
}

#define WITH_BONUS(bonus)                                                                          \
    "{'id': '1.1', 'title': 'forward', 'file': 'labs/linear.c', 'state': 'passed', 'points': 6, "  \
    "'max': 6, 'faults': [], 'bonus': " bonus "}"

Test(table, a_bonus_stands_below_its_exercise)
{
    cr_assert_str_eq(table(WITH_BONUS("{'points': 3, 'max': 5, 'text': 'Few misses.'}")),
                     HEAD PASSED_LINE "        bonus 3/5: Few misses.\n" SUM
                                      "  Every exercise has passed.\n\n");
    cr_assert_str_eq(table(WITH_BONUS("{'points': null, 'max': 5, 'text': 'not counted.'}")),
                     HEAD PASSED_LINE "        bonus -/5: not counted.\n" SUM
                                      "  Every exercise has passed.\n\n");
}

Test(table, a_labs_bonus_stands_beside_the_sum)
{
    json_t *const lab = json_pack("{s:s, s:s, s:i, s:i, s:i, s:i, s:[]}", "lab", "04", "title", "t",
                                  "score", 1, "max", 2, "bonus", 3, "bonus_max", 5, "exercises");
    const struct path path = in_folder("table");
    FILE *const stream = fopen(path.text, "w");
    table_print(stream, lab, (struct table_style){.colour = false});
    fclose(stream);
    json_decref(lab);
    cr_assert_str_eq(text_of_file(path.text), "\nLab 04, t\n\n\n  Lab 04: 1/2, and a bonus of 3/5\n"
                                              "  Every exercise has passed.\n\n");
}

Test(table, all_passed)
{
    cr_assert_str_eq(table(PASSED), HEAD PASSED_LINE SUM "  Every exercise has passed.\n\n");
}

/* It has not been shown that everything has passed. */
Test(table, a_grader_error_has_no_points_and_nothing_is_next)
{
    cr_assert_str_eq(table(PASSED ", " GRADER_ERROR),
                     HEAD PASSED_LINE "  1.2      -/4  grader error       loss\n" SUM "\n");
}

Test(table, an_incomplete_sum_says_so)
{
    json_t *const lab = json_pack("{s:s, s:s, s:i, s:i, s:b, s:[]}", "lab", "01", "title", "t",
                                  "score", 1, "max", 2, "incomplete", true, "exercises");
    const struct path path = in_folder("table");
    FILE *const stream = fopen(path.text, "w");
    table_print(stream, lab, (struct table_style){.colour = false});
    fclose(stream);
    json_decref(lab);
    cr_assert_str_eq(text_of_file(path.text),
                     "\nLab 01, t\n\n\n  Lab 01: 1/2 (incomplete: a check could not be run)\n"
                     "  Every exercise has passed.\n\n");
}

/* The line of an exercise that waits for these. */
static const char *waiting(const char *others)
{
    char exercise[512];
    snprintf(exercise, sizeof exercise,
             "{'id': '1.10', 'title': 't', 'state': 'waits', 'points': 0, 'max': 9, 'faults': [], "
             "'waits_for': %s}",
             others);
    return table(exercise);
}

Test(table, waits_names_what_for)
{
    cr_assert_str_eq(waiting("['1.1']"), HEAD "  1.10     0/9  waits for 1.1      t\n" SUM "\n");
    cr_assert_str_eq(waiting("['1.1', '1.2']"),
                     HEAD "  1.10     0/9  waits for 1.1 ...  t\n" SUM "\n");
    cr_assert_str_eq(waiting("[]"), HEAD "  1.10     0/9  waits for ?        t\n" SUM "\n");
}

Test(table, parts_are_told_of_partly)
{
    cr_assert_str_eq(
        table("{'id': '1.6', 'title': 't', 'file': 'f.c', 'state': 'partly', 'points': "
              "4, 'max': 10, 'faults': [], 'parts': [{'name': 'dx', 'points': 4, "
              "'max': 4}, {'name': 'dw', 'points': 0, 'max': 6}]}"),
        HEAD "  1.6     4/10  partly             t\n        parts: dx 4/4, dw 0/6\n" SUM
             "  Next: 1.6, t, in f.c\n\n");
}

Test(table, a_name_and_its_value_share_a_line)
{
    const char *const said = table(
        WRONG_WITH("{'text': 'y is wrong.', 'case': 'the numbers of the handout: x (1,1,3,3), w "
                   "(1,1,2,2), b = 1, stride = 2, padding = 0', 'file': 'f.c'}"));
    cr_assert_not_null(strstr(said, "b = 1,\n        stride = 2, padding = 0\n"), "%s", said);
}

Test(table, a_fault_is_told_in_lines)
{
    cr_assert_str_eq(
        table(WRONG_WITH(
            "{'text': 'loss is wrong.', 'where': 'loss', 'expected': '3', 'got': '9', "
            "'case': 'hand: y (3)', 'file': 'labs/mse.c', 'line': 7, 'says': 'No mean.', "
            "'question': 'Double?', 'commands': ['make show', 'make debug']}")),
        HEAD WRONG_LINE "        loss is wrong.\n"
                        "        loss: expected 3, got 9\n"
                        "        in the case: hand: y (3)\n"
                        "        labs/mse.c:7\n"
                        "        No mean.\n"
                        "        Double?\n"
                        "        see it: make show   step through it: make debug\n"
                        "\n" SUM NEXT_LINE);
}

Test(table, what_a_fault_means_stands_below_it)
{
    cr_assert_str_eq(table(WRONG_WITH("{'text': 'a', 'means': 'b', 'file': 'f.c'}")),
                     HEAD WRONG_LINE "        a\n        b\n        f.c\n\n" SUM NEXT_LINE);
}

Test(table, what_a_fault_lacks_is_left_out)
{
    cr_assert_str_eq(table(WRONG_WITH("{'text': 'a'}, {'text': 'b', 'file': 'f.c'}")),
                     HEAD WRONG_LINE "        a\n\n        b\n        f.c\n\n" SUM NEXT_LINE);
}

#define UNCHECKED                                                                                  \
    "{'id': '1.1', 'title': 'forward', 'file': 'labs/linear.c', 'state': 'passed', 'points': 6, "  \
    "'max': 6, 'faults': [], 'memory_unchecked': 'Valgrind is not installed; make setup "          \
    "installs it'}"
#define UNCHECKED_LINE                                                                             \
    "  Memory was not checked, points stand: Valgrind is not installed; make setup "               \
    "installs it.\n"

Test(table, memory_that_was_not_checked_is_told_once)
{
    cr_assert_str_eq(table(UNCHECKED ", " UNCHECKED),
                     HEAD PASSED_LINE PASSED_LINE SUM UNCHECKED_LINE
                     "  Every exercise has passed.\n\n");
    cr_assert_str_eq(table(PASSED ", " UNCHECKED), HEAD PASSED_LINE PASSED_LINE SUM UNCHECKED_LINE
                     "  Every exercise has passed.\n\n");
}

Test(table, memory_of_one_exercise_alone)
{
    cr_assert_str_eq(styled(UNCHECKED ", " NOT_STARTED, (struct table_style){.only = "1.1"}),
                     HEAD PASSED_LINE "\n" UNCHECKED_LINE "\n");
    cr_assert_str_eq(styled(UNCHECKED ", " NOT_STARTED, (struct table_style){.only = "1.10"}),
                     HEAD NOT_STARTED_LINE "\n");
}

#define ON_GPU(gpu)                                                                                \
    "{'id': '1.1', 'title': 'forward', 'file': 'labs/linear.c', 'state': 'passed', 'points': 6, "  \
    "'max': 6, 'faults': [], 'gpu': " gpu "}"

Test(table, a_missing_gpu_is_told_once)
{
    cr_assert_str_eq(
        table(ON_GPU("{'ran': false, 'text': 'w'}") ", " ON_GPU("{'ran': false, 'text': 'w'}")),
        HEAD PASSED_LINE PASSED_LINE SUM "  No GPU here (costs no points): w.\n"
                                         "  Every exercise has passed.\n\n");
}

Test(table, what_a_gpu_answers_stands_with_its_exercise)
{
    cr_assert_str_eq(table(ON_GPU("{'ran': true, 'same': true, 'text': 't'}") ", " PASSED),
                     HEAD PASSED_LINE "        on a GPU: t\n" PASSED_LINE SUM
                                      "  Every exercise has passed.\n\n");
}

/* And no sum: the others may have been judged some time ago. */
Test(table, only_one_exercise_is_shown_when_asked)
{
    const struct table_style style = {.only = "1.10"};
    cr_assert_str_eq(styled(PASSED ", " NOT_STARTED, style), HEAD NOT_STARTED_LINE "\n");
}

Test(table, colours_go_round_the_words)
{
    const struct table_style style = {.colour = true};
    cr_assert_str_eq(styled(WRONG_WITH("{'text': 't', 'says': 's', 'question': 'q'}"), style),
                     HEAD "  1.2      0/4  \033[31mwrong\033[0m              loss\n"
                          "        t\n        s\n\033[1m        q\n\033[0m\n" SUM NEXT_LINE);
    cr_assert_str_eq(styled("{'id': '1.1', 'state': 'odd', 'points': 0, 'max': 1, 'title': 't', "
                            "'file': 'f'}",
                            style),
                     HEAD "  1.1      0/1  \033[0modd\033[0m                t\n" SUM
                          "  Next: 1.1, t, in f\n\n");
}

/* Whether a word of so many letters and "four" stand on one line. */
static bool one_line(size_t letters)
{
    char word[100] = "", fault[400], line[200];
    memset(word, 'w', letters);
    snprintf(fault, sizeof fault, WRONG_WITH("{'text': '%s four'}"), word);
    snprintf(line, sizeof line, "\n        %s four\n", word);
    return strstr(table(fault), line) != NULL;
}

/* 84 columns, behind the 8 that they are indented. */
Test(table, long_texts_are_broken_at_spaces)
{
    cr_assert(one_line(79));
    cr_assert_not(one_line(80));
}

Test(table, a_word_of_any_length_stands_on_a_line)
{
    char word[300], fault[800], lines[700];
    memset(word, 'w', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    snprintf(fault, sizeof fault, WRONG_WITH("{'text': 'a %s b'}"), word);
    snprintf(lines, sizeof lines, "\n        a\n        %s\n        b\n", word);
    cr_assert(strstr(table(fault), lines), "%s", table(fault));
}

Test(table, results_without_their_fields_are_survived)
{
    cr_assert_str_eq(table("{}, 7"),
                     HEAD "           0/0                     \n"
                          "           0/0                     \n" SUM "  Next: , , in \n\n");
    table_print(fopen("/dev/null", "w"), NULL, (struct table_style){.colour = false});
}
