/* The results of one submission: read, merged with an earlier grading's, written. */
#include "grade/results.h"
#include "report/lookup.h"
#include "tests/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

TestSuite(results, .init = test_begin, .fini = stage_end);

static const struct lab lab = {
    .folder = "01-linear-sgd",
    .number = "01",
    .title = "linear-sgd",
    .exercises = 3,
    .exercise = {{.id = "1.1", .points = 6, .file = "linear.c", .functions = {1, {"forward"}}},
                 {.id = "1.2", .points = 4, .file = "mse.c", .functions = {2, {"a", "b"}}},
                 {.id = "1.10", .points = 10, .file = "epoch.c", .functions = {1, {"epoch"}}}},
};

static struct lab_verdicts verdicts;

static void give_verdict(size_t number, const char *state, unsigned points)
{
    struct verdict *const verdict = &verdicts.verdict[verdicts.count++];
    *verdict = (struct verdict){.exercise = &lab.exercise[number], .wanted = true};
    strcpy(verdict->state, state);
    verdict->points = points;
    verdict->faults = json_array();
    verdict->parts = json_array();
    verdict->convergence = json_array();
}

/* Merges the verdicts that were given and forgets them. */
static void merge(json_t *results)
{
    verdicts.lab = &lab;
    results_merge(results, &verdicts);
    for (size_t i = 0; i < verdicts.count; i++) {
        json_decref(verdicts.verdict[i].faults);
        json_decref(verdicts.verdict[i].parts);
        json_decref(verdicts.verdict[i].convergence);
    }
    verdicts.count = 0;
}

static json_t *empty(void)
{
    return results_read(in_folder("none").text);
}

static const json_t *exercise_of(const json_t *results, size_t number)
{
    return json_array_get(json_object_get(results_lab(results, "01"), "exercises"), number);
}

/* "1.1 passed 6, 1.2 grader error null" */
static const char *summary(const json_t *results)
{
    static char text[512];
    size_t number;
    json_t *exercise;
    text[0] = '\0';
    json_array_foreach(json_object_get(results_lab(results, "01"), "exercises"), number, exercise)
    {
        char *const points = json_dumps(json_object_get(exercise, "points"), JSON_ENCODE_ANY);
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s %s %s",
                 number > 0 ? ", " : "", json_string_value(json_object_get(exercise, "id")),
                 json_string_value(json_object_get(exercise, "state")), points);
        free(points);
    }
    return text;
}

static json_int_t sum(const json_t *results, const char *key)
{
    return json_integer_value(json_object_get(results_lab(results, "01"), key));
}

static bool is_incomplete(const json_t *results)
{
    return json_object_get(results_lab(results, "01"), "incomplete") != NULL;
}

/* --- merged --- */

Test(results, a_first_grading_makes_its_lab)
{
    json_t *const results = empty();
    give_verdict(0, "passed", 6);
    give_verdict(1, "wrong", 0);
    merge(results);
    const json_t *const of_lab = results_lab(results, "01");
    cr_assert_str_eq(summary(results), "1.1 passed 6, 1.2 wrong 0");
    cr_assert_str_eq(json_string_value(json_object_get(of_lab, "title")), "linear-sgd");
    cr_assert_eq(sum(results, "score"), 6);
    cr_assert_eq(sum(results, "max"), 20);
    cr_assert_not(is_incomplete(results));
    json_decref(results);
}

Test(results, an_exercise_tells_its_file_and_functions)
{
    json_t *const results = empty();
    give_verdict(1, "passed", 4);
    merge(results);
    const json_t *const exercise = exercise_of(results, 0);
    cr_assert_str_eq(json_string_value(json_object_get(exercise, "file")),
                     "labs/01-linear-sgd/mse.c");
    cr_assert_str_eq(json_string_value(json_object_get(exercise, "function")), "a, b");
    cr_assert_eq(json_integer_value(json_object_get(exercise, "max")), 4);
    json_decref(results);
}

Test(results, what_it_waits_for_is_listed)
{
    json_t *const results = empty();
    give_verdict(2, "waits", 0);
    strcpy(verdicts.verdict[0].waits_for[0], "1.1");
    strcpy(verdicts.verdict[0].waits_for[1], "1.2");
    verdicts.verdict[0].waits = 2;
    merge(results);
    const json_t *const waits_for = json_object_get(exercise_of(results, 0), "waits_for");
    cr_assert_eq(json_array_size(waits_for), 2);
    cr_assert_str_eq(json_string_value(json_array_get(waits_for, 1)), "1.2");
    json_decref(results);
}

Test(results, other_exercises_keep_their_verdicts_in_the_tables_order)
{
    json_t *const results = empty();
    give_verdict(2, "passed", 10);
    give_verdict(0, "wrong", 0);
    merge(results);
    give_verdict(1, "passed", 4);
    merge(results);
    give_verdict(0, "passed", 6);
    merge(results);
    cr_assert_str_eq(summary(results), "1.1 passed 6, 1.2 passed 4, 1.10 passed 10");
    cr_assert_eq(sum(results, "score"), 20);
    json_decref(results);
}

Test(results, verdicts_that_were_not_wanted_are_left_out)
{
    json_t *const results = empty();
    give_verdict(0, "passed", 6);
    give_verdict(1, "passed", 4);
    verdicts.verdict[0].wanted = false;
    merge(results);
    cr_assert_str_eq(summary(results), "1.2 passed 4");
    json_decref(results);
}

/* The points stand, and the lab is complete. */
Test(results, memory_that_was_not_checked_is_told)
{
    json_t *const results = empty();
    give_verdict(0, "passed", 6);
    verdicts.verdict[0].memory_unchecked = "Valgrind is away";
    give_verdict(1, "passed", 4);
    merge(results);
    cr_assert_str_eq(graded_text(exercise_of(results, 0), "memory_unchecked"), "Valgrind is away");
    cr_assert_null(json_object_get(exercise_of(results, 1), "memory_unchecked"));
    cr_assert_str_eq(summary(results), "1.1 passed 6, 1.2 passed 4");
    cr_assert_not(is_incomplete(results));
    give_verdict(0, "passed", 6);
    merge(results);
    cr_assert_null(json_object_get(exercise_of(results, 0), "memory_unchecked"));
    json_decref(results);
}

Test(results, a_grader_error_is_not_0_points)
{
    json_t *const results = empty();
    give_verdict(0, "passed", 6);
    give_verdict(1, "grader error", 0);
    merge(results);
    cr_assert_str_eq(summary(results), "1.1 passed 6, 1.2 grader error null");
    cr_assert_eq(sum(results, "score"), 6);
    cr_assert(is_incomplete(results));
    json_decref(results);
}

Test(results, a_grader_error_does_not_take_the_place_of_a_verdict)
{
    json_t *const results = empty();
    give_verdict(0, "partly", 3);
    merge(results);
    give_verdict(0, "grader error", 0);
    merge(results);
    cr_assert_str_eq(summary(results), "1.1 partly 3");
    cr_assert_not(is_incomplete(results));
    json_decref(results);
}

Test(results, a_verdict_takes_the_place_of_a_grader_error)
{
    json_t *const results = empty();
    give_verdict(0, "grader error", 0);
    merge(results);
    give_verdict(0, "wrong", 0);
    merge(results);
    cr_assert_str_eq(summary(results), "1.1 wrong 0");
    cr_assert_not(is_incomplete(results));
    json_decref(results);
}

Test(results, labs_stand_by_number)
{
    json_t *const results =
        json_pack("{s:i, s:[{s:s}, {s:s}]}", "schema", 1, "labs", "lab", "00", "lab", "02");
    give_verdict(0, "passed", 6);
    merge(results);
    const json_t *const labs = json_object_get(results, "labs");
    cr_assert_eq(json_array_size(labs), 3);
    cr_assert_str_eq(json_string_value(json_object_get(json_array_get(labs, 1), "lab")), "01");
    cr_assert_null(results_lab(results, "03"));
    json_decref(results);
}

/* The handout's points may have changed since. */
Test(results, sums_are_those_of_todays_table)
{
    json_t *const results = json_pack("{s:i, s:[{s:s, s:i, s:i}]}", "schema", 1, "labs", "lab",
                                      "01", "score", 70, "max", 90);
    give_verdict(0, "passed", 6);
    merge(results);
    cr_assert_eq(sum(results, "score"), 6);
    cr_assert_eq(sum(results, "max"), 20);
    json_decref(results);
}

Test(results, exercises_that_left_the_table_are_dropped)
{
    json_t *const results =
        json_pack("{s:i, s:[{s:s, s:[{s:s, s:s, s:i}]}]}", "schema", 1, "labs", "lab", "01",
                  "exercises", "id", "1.9", "state", "passed", "points", 50);
    give_verdict(0, "passed", 6);
    merge(results);
    cr_assert_str_eq(summary(results), "1.1 passed 6");
    json_decref(results);
}

/* --- read and written --- */

/* The results after these bytes were read and a verdict was merged. */
static const char *merged_into(const char *text)
{
    json_t *const results = results_read(put("results.json", text).text);
    give_verdict(0, "passed", 6);
    merge(results);
    const char *const words = summary(results);
    json_decref(results);
    return words;
}

Test(results, earlier_verdicts_are_read)
{
    cr_assert_str_eq(merged_into("{\"schema\": 1, \"labs\": [{\"lab\": \"01\", \"exercises\": "
                                 "[{\"id\": \"1.2\", \"state\": \"wrong\", \"points\": 0}]}]}"),
                     "1.1 passed 6, 1.2 wrong 0");
}

Test(results, a_file_that_is_no_results_is_empty)
{
    static const char *const texts[] = {
        "",
        "{",
        "[]",
        "{\"labs\": []}",
        "{\"schema\": 2, \"labs\": []}",
        "{\"schema\": \"1\", \"labs\": []}",
        "{\"schema\": 1}",
        "{\"schema\": 1, \"labs\": {}}",
        "{\"schema\": 1, \"labs\": [\"\xff\"]}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        cr_assert_str_eq(merged_into(texts[i]), "1.1 passed 6", "%s", texts[i]);
    }
}

Test(results, entries_without_a_name_are_passed_over)
{
    static const char *const texts[] = {
        "{\"schema\": 1, \"labs\": [null]}",
        "{\"schema\": 1, \"labs\": [{}, {\"lab\": 1}]}",
        "{\"schema\": 1, \"labs\": [{\"lab\": \"01\"}]}",
        "{\"schema\": 1, \"labs\": [{\"lab\": \"01\", \"exercises\": 7}]}",
        "{\"schema\": 1, \"labs\": [{\"lab\": \"01\", \"exercises\": [1, {}, {\"id\": null}]}]}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        cr_assert_str_eq(merged_into(texts[i]), "1.1 passed 6", "%s", texts[i]);
    }
}

Test(results, are_read_as_they_were_written)
{
    const struct path path = in_folder("results.json");
    struct message why;
    json_t *const results = empty();
    give_verdict(0, "passed", 6);
    merge(results);
    cr_assert_eq(results_write(results, path.text, &why), 0, "%s", why.text);
    json_t *const again = results_read(path.text);
    cr_assert(json_equal(results, again));
    cr_assert_eq(files_in_folder(), 1);
    json_decref(again);
    json_decref(results);
}

Test(results, a_place_that_cannot_be_written_is_told)
{
    struct message why;
    json_t *const results = empty();
    cr_assert_eq(results_write(results, in_folder("none/results.json").text, &why), -1);
    cr_assert_str_eq(without_folder(why.text),
                     "none/results.json: cannot be written: No such file or directory");
    json_decref(results);
}

/* Beside the points, and no part of them. */
Test(results, a_bonus_is_summed_beside_the_score)
{
    const struct lab with_bonus = {
        .folder = "04-cnn",
        .number = "04",
        .title = "cnn",
        .exercises = 2,
        .exercise = {{.id = "4.1", .points = 60, .bonus = 5, .file = "a.c"},
                     {.id = "4.2", .points = 40, .bonus = 2, .file = "b.c"}}};
    json_t *const results = empty();
    give_verdict(0, "passed", 60);
    give_verdict(1, "wrong", 0);
    verdicts.verdict[0].exercise = &with_bonus.exercise[0];
    verdicts.verdict[1].exercise = &with_bonus.exercise[1];
    json_t *const bonus = json_pack("{s:i, s:i, s:s}", "points", 3, "max", 5, "text", "few");
    verdicts.verdict[0].bonus = bonus;
    verdicts.lab = &with_bonus;
    results_merge(results, &verdicts);
    const json_t *const lab_now = results_lab(results, "04");
    const json_t *const exercises = json_object_get(lab_now, "exercises");
    cr_assert_eq(json_integer_value(json_object_get(lab_now, "score")), 60);
    cr_assert_eq(json_integer_value(json_object_get(lab_now, "max")), 100);
    cr_assert_eq(json_integer_value(json_object_get(lab_now, "bonus")), 3);
    cr_assert_eq(json_integer_value(json_object_get(lab_now, "bonus_max")), 7);
    cr_assert(json_equal(json_object_get(json_array_get(exercises, 0), "bonus"), bonus));
    cr_assert_null(json_object_get(json_array_get(exercises, 1), "bonus"));
    lab_verdicts_free(&verdicts);
    verdicts.count = 0;
    json_decref(results);
}

Test(results, a_lab_without_a_bonus_says_nothing_of_one)
{
    json_t *const results = empty();
    give_verdict(0, "passed", 6);
    merge(results);
    cr_assert_null(json_object_get(results_lab(results, "01"), "bonus"));
    cr_assert_null(json_object_get(results_lab(results, "01"), "bonus_max"));
    json_decref(results);
}
