/* The reports of a class: results read and checked, statistics, gradebook, pages. */

#include "base/file.h"
#include "report/chart.h"
#include "report/class_results.h"
#include "report/convergence.h"
#include "report/exercise_state.h"
#include "report/gradebook.h"
#include "report/graded.h"
#include "report/report.h"
#include "report/statistics.h"
#include "report/student_page.h"
#include "submissions/folder.h"
#include "submissions/run_summary.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A lab of two exercises of 6 and 14 points; null for a check that could not be run. */
static json_t *lab(const char *first, const char *points, const char *second, const char *more)
{
    json_error_t error;
    char text[1024];
    snprintf(text, sizeof text,
             "{\"lab\": \"01\", \"title\": \"lines\", \"score\": 0, \"max\": 20, \"exercises\": ["
             "{\"id\": \"1.1\", \"title\": \"one\", \"state\": \"%s\", \"points\": %s,"
             " \"max\": 6, \"faults\": []},"
             "{\"id\": \"1.2\", \"title\": \"two\", \"state\": \"%s\", \"points\": %s,"
             " \"max\": 14, \"faults\": [], \"waits_for\": [\"1.1\"]}]}",
             first, points, second, more);
    json_t *const made = json_loads(text, 0, &error);
    cr_assert_not_null(made, "%s", error.text);
    double score = 0;
    for (size_t i = 0; i < 2; i++) {
        const double part =
            graded_number(json_array_get(json_object_get(made, "exercises"), i), "points");
        score += isnan(part) ? 0 : part;
    }
    json_object_set_new(made, "score", json_real(score));
    return made;
}

static json_t *student(const char *name, const char *error, json_t *result)
{
    return class_entry(name, name, error, result ? json_pack("[o]", result) : NULL, NULL);
}

/* Six students: full marks, a half, nothing, incomplete, does not build, not graded. */
static json_t *made_class(void)
{
    json_t *const entry[] = {
        student("Ada", NULL, lab("passed", "6", "passed", "14")),
        student("Bob", NULL, lab("passed", "6", "wrong", "0")),
        student("Cyd", NULL, lab("not started", "0", "not started", "0")),
        student("Dan", NULL, lab("passed", "6", "grader error", "null")),
        student("Eve", NULL, lab("does not build", "0", "waits", "0")),
        student("Fay", "grader error: not graded", NULL),
    };
    json_t *const times[6] = {NULL};
    return class_results(6, entry, times, 1.5, 0);
}

static char *folder_for_test(void)
{
    char *const path = strdup("/tmp/descent-report-XXXXXX");
    cr_assert_not_null(mkdtemp(path));
    return path;
}

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *const file = fopen(path, "wb");
    cr_assert_not_null(file);
    fputs(text, file);
    fclose(file);
}

/* The file's text; the caller frees it. */
static char *read_file(const char *folder, const char *name)
{
    char path[256];
    unsigned char *bytes;
    size_t length;
    struct message why;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    cr_assert_eq(file_read(path, 1 << 24, &bytes, &length, &why), 0, "%s", why.text);
    return (char *)bytes;
}

static void expect_refused(const char *text, const char *part_of_message)
{
    char *const folder = folder_for_test();
    char path[256];
    struct message why = {""};
    write_file(folder, "results.json", text);
    snprintf(path, sizeof path, "%s/results.json", folder);
    cr_expect_null(graded_read(path, &why), "taken: %s", text);
    cr_expect(strstr(why.text, part_of_message), "said: %s", why.text);
    folder_remove(folder);
    free(folder);
}

Test(report, results_of_another_form_are_refused)
{
    expect_refused("{", "no valid JSON");
    expect_refused("", "no valid JSON");
    expect_refused("{\"schema\": 2, \"labs\": []}", "schema 1");
    expect_refused("{\"labs\": []}", "schema 1");
    expect_refused("{\"schema\": 1}", "array of labs");
    expect_refused("{\"schema\": 1, \"labs\": []}", "holds no lab");
    expect_refused("{\"schema\": 1, \"labs\": [{\"lab\": \"01\"}]}", "a lab");
    expect_refused("{\"schema\": 1, \"labs\": [{\"lab\": \"01\", \"title\": \"t\", \"score\": 0, "
                   "\"max\": 1, \"exercises\": {}}]}",
                   "no array");
    expect_refused("{\"schema\": 1, \"labs\": [{\"lab\": \"01\", \"title\": \"t\", \"score\": 0, "
                   "\"max\": 1, \"exercises\": [{\"id\": \"1.1\", \"title\": \"t\", \"state\": "
                   "\"passed\", \"points\": \"6\", \"max\": 6, \"faults\": []}]}]}",
                   "exercise 1");
    expect_refused("{\"schema\": 1, \"labs\": [{\"lab\": \"01\", \"title\": \"t\", \"score\": 0, "
                   "\"max\": 1, \"exercises\": [{\"id\": \"1.1\", \"title\": \"t\", \"state\": "
                   "\"wrong\", \"points\": 0, \"max\": 6, \"faults\": [{}]}]}]}",
                   "text");
    expect_refused("{\"schema\": 1, \"labs\": [{\"lab\": \"01\", \"title\": \"t\", \"score\": 0, "
                   "\"max\": 1, \"exercises\": [{\"id\": \"1.1\", \"title\": \"t\", \"state\": "
                   "\"passed\", \"points\": 6, \"max\": 6, \"faults\": [], \"bonus\": {}}]}]}",
                   "a bonus lacks");
}

Test(report, numbers_may_stand_as_texts)
{
    json_t *const values = json_pack("[s, f, s, s]", "inf", 2.5, "2x", "");
    cr_expect_eq(graded_value(json_array_get(values, 0)), (double)INFINITY);
    cr_expect_eq(graded_value(json_array_get(values, 1)), 2.5);
    cr_expect(isnan(graded_value(json_array_get(values, 2))));
    cr_expect(isnan(graded_value(json_array_get(values, 3))));
    cr_expect(isnan(graded_value(NULL)));
    json_decref(values);
}

Test(report, statistics_count_only_what_was_judged)
{
    json_t *const class = made_class();
    struct lab_statistics of_lab;
    struct message why;
    cr_assert_eq(statistics_of_lab(class, "01", &of_lab, &why), 0);
    cr_expect_eq(of_lab.graded, 4);
    cr_expect_eq(of_lab.incomplete, 1);
    cr_expect_eq(of_lab.not_graded, 1);
    cr_expect_eq(of_lab.not_started, 1);
    cr_expect_eq(of_lab.not_built, 1);
    cr_expect_eq(of_lab.mean, 6.5); /* (20 + 6 + 0 + 0) / 4 */
    cr_expect_eq(of_lab.median, 3); /* (0 + 6) / 2 */
    const struct exercise_statistics second = statistics_of_exercise(class, "01", "1.2");
    cr_expect_eq(second.judged, 4);
    cr_expect_eq(second.passed, 1);
    cr_expect_eq(second.lost, 10.5); /* (0 + 14 + 14 + 14) / 4 */
    cr_expect_eq(class_ungraded(class), 2);
    json_decref(class);
}

Test(report, statistics_of_nobody_are_no_numbers)
{
    json_t *const entry[] = {student("Fay", "grader error: not graded", NULL)};
    json_t *const times[1] = {NULL};
    json_t *const class = class_results(1, entry, times, 0, 0);
    struct lab_statistics of_lab;
    struct message why;
    cr_assert_eq(statistics_of_lab(class, "01", &of_lab, &why), 0);
    cr_expect(isnan(of_lab.mean) && isnan(of_lab.median));
    cr_expect(isnan(statistics_of_exercise(class, "01", "1.1").lost));
    json_decref(class);
}

/* A class of one lab with a bonus: had, not counted, and incomplete. */
static json_t *class_with_bonus(void)
{
    json_t *const had = lab("passed", "6", "passed", "14");
    json_t *const not_counted = lab("passed", "6", "passed", "14");
    json_t *const incomplete = lab("passed", "6", "grader error", "null");
    json_t *const labs[] = {had, not_counted, incomplete};
    for (size_t i = 0; i < 3; i++) {
        json_object_set_new(labs[i], "bonus", json_integer(i == 0 ? 3 : 0));
        json_object_set_new(labs[i], "bonus_max", json_integer(5));
    }
    json_object_set_new(
        json_array_get(json_object_get(had, "exercises"), 1), "bonus",
        json_pack("{s:i, s:i, s:s}", "points", 3, "max", 5, "text", "Few <misses>."));
    json_object_set_new(json_array_get(json_object_get(not_counted, "exercises"), 1), "bonus",
                        json_pack("{s:n, s:i, s:s}", "points", "max", 5, "text", "not counted."));
    json_t *const entry[] = {student("Ada", NULL, had), student("Bob", NULL, not_counted),
                             student("Cyd", NULL, incomplete)};
    json_t *const times[3] = {NULL};
    return class_results(3, entry, times, 1.5, 0);
}

Test(report, gradebook_has_the_bonus_beside_the_score)
{
    json_t *const class = class_with_bonus(), *const labs = class_labs(class);
    char *text = NULL;
    size_t size;
    FILE *const out = open_memstream(&text, &size);
    gradebook_write(class, labs, out);
    fclose(out);
    cr_expect(strstr(text, "name,folder,lab 01 score,lab 01 max,lab 01 bonus,1.1,1.2,state\r\n"),
              "%s", text);
    cr_expect(strstr(text, "Ada,Ada,20,20,3,6,14,"), "%s", text);
    cr_expect(strstr(text, "Bob,Bob,20,20,0,6,14,"), "%s", text);
    cr_expect(strstr(text, "Cyd,Cyd,,20,,6,,"), "%s", text);
    free(text);
    json_decref(labs);
    json_decref(class);
}

/* The page of the student with this number; the caller frees it. */
static char *page_of(const json_t *class, size_t number)
{
    char *text = NULL;
    size_t size;
    FILE *const out = open_memstream(&text, &size);
    student_page_write(class, number, &(struct chart_tools){.gnuplot = NULL}, out);
    fclose(out);
    return text;
}

Test(report, a_students_page_tells_the_bonus)
{
    json_t *const class = class_with_bonus();
    char *const had = page_of(class, 1), *const not_counted = page_of(class, 2);
    cr_expect(strstr(had, "<b>20</b> of 20, and a bonus of 3 of 5"), "%s", had);
    cr_expect(strstr(had, "<p>Bonus of 1.2: 3 of 5. Few &lt;misses&gt;.</p>"), "%s", had);
    cr_expect(strstr(not_counted, "<p>Bonus of 1.2: – of 5, not counted.</p>"), "%s", not_counted);
    free(had);
    free(not_counted);
    json_decref(class);
}

Test(report, gradebook_leaves_unknown_marks_empty)
{
    json_t *const class = made_class();
    json_t *const labs = class_labs(class);
    char *table = NULL;
    size_t size = 0;
    FILE *const out = open_memstream(&table, &size);
    gradebook_write(class, labs, out);
    fclose(out);
    cr_expect_str_eq(table,
                     "name,folder,lab 01 score,lab 01 max,1.1,1.2,state\r\n"
                     "Ada,Ada,20,20,6,14,all passed\r\n"
                     "Bob,Bob,6,20,6,0,1 passed; wrong: 1.2\r\n"
                     "Cyd,Cyd,0,20,0,0,not started\r\n"
                     "Dan,Dan,,20,6,,1 passed; grader error: 1.2 (incomplete: 6 points so far)\r\n"
                     "Eve,Eve,0,20,0,0,0 passed; does not build: 1.1; waits: 1.2\r\n"
                     "Fay,Fay,,20,,,grader error: not graded\r\n");
    free(table);
    json_decref(labs);
    json_decref(class);
}

Test(report, waiting_exercises_say_for_what)
{
    json_t *const result = lab("wrong", "0", "waits", "0");
    char words[64];
    exercise_state_words(graded_exercise(result, "1.2"), words, sizeof words);
    cr_expect_str_eq(words, "waits for 1.1");
    exercise_state_words(graded_exercise(result, "1.1"), words, sizeof words);
    cr_expect_str_eq(words, "wrong");
    json_decref(result);
}

Test(report, a_failure_of_the_grader_costs_no_earlier_result)
{
    json_t *const before[] = {student("Ada", NULL, lab("passed", "6", "passed", "14")),
                              student("Bob", NULL, lab("passed", "6", "passed", "14")),
                              student("Cyd", NULL, lab("passed", "6", "passed", "14"))};
    json_t *const now[] = {student("Ada", "grader error: not graded", NULL),
                           student("Bob", NULL, lab("wrong", "0", "wrong", "0")),
                           student("Cyd", NULL, lab("passed", "6", "grader error", "null")),
                           student("Dan", "grader error: not graded", NULL)};
    json_t *const times[4] = {NULL};
    json_t *const earlier = class_results(3, before, times, 0, 0);
    json_t *const class = class_results(4, now, times, 0, 0);
    const json_t *const submissions = json_object_get(class, "submissions");
    cr_expect_eq(class_keep_earlier(class, earlier), 2);
    cr_expect_eq(graded_number(graded_lab(json_array_get(submissions, 0), "01"), "score"), 20);
    cr_expect_eq(graded_number(graded_lab(json_array_get(submissions, 1), "01"), "score"), 0);
    cr_expect_eq(graded_number(graded_lab(json_array_get(submissions, 2), "01"), "score"), 20);
    cr_expect_null(graded_lab(json_array_get(submissions, 3), "01"));
    cr_expect_eq(class_ungraded(class), 3);
    json_decref(class);
    json_decref(earlier);
}

static json_t *made_convergence(void)
{
    return json_pack("{s:s, s:s, s:s, s:f, s:[{s:i, s:[s,s,s], s:[s,s,f]}]}", "name", "quiz", "x",
                     "epoch", "y", "it's <y> `touch x`", "limit", 20.4, "runs", "seed", 1,
                     "student", "347.2", "1e9", "nan", "reference", "347.2", "30", 19.5);
}

Test(report, a_chart_spans_the_reference_and_cuts_what_diverges)
{
    json_t *const convergence = made_convergence();
    struct convergence_range range;
    cr_assert(convergence_range(convergence, &range));
    cr_expect_float_eq(range.low, 10, 1e-9);
    cr_expect_float_eq(range.high, 500e3, 1e-3); /* above 1000 * 347.2, far below 1e9 */
    cr_expect_eq(range.points, 3);
    json_decref(convergence);
}

Test(report, a_chart_needs_a_positive_number)
{
    json_t *const convergence =
        json_pack("{s:[{s:[s,i], s:[s]}]}", "runs", "student", "nan", 0, "reference", "-inf");
    struct convergence_range range;
    cr_expect_not(convergence_range(convergence, &range));
    json_decref(convergence);
}

Test(report, a_chart_script_quotes_its_texts)
{
    json_t *const convergence = made_convergence();
    struct convergence_range range;
    char *script = NULL;
    size_t size = 0;
    cr_assert(convergence_range(convergence, &range));
    FILE *const out = open_memstream(&script, &size);
    convergence_script(convergence, &range, out);
    fclose(out);
    cr_expect(strstr(script, "set ylabel 'it''s <y> `touch x`'\n"), "%s", script);
    cr_expect(strstr(script, "\n1 347.2\n2 1e+09\n3 NaN\n"));
    free(script);
    json_decref(convergence);
}

Test(report, a_page_shows_the_chart_or_says_why_not)
{
    char *const folder = folder_for_test();
    json_t *const convergence = made_convergence();
    const bool can_draw = chart_can_draw("gnuplot");
    for (int with = 0; with <= can_draw; with++) {
        const struct chart_tools tools = {with ? "gnuplot" : NULL, folder};
        char *html = NULL;
        size_t size = 0;
        FILE *const page = open_memstream(&html, &size);
        chart_write(&tools, convergence, page);
        fclose(page);
        cr_expect_eq(strstr(html, "<svg") != NULL, with);
        cr_expect_eq(strstr(html, "gnuplot is not installed") != NULL, !with);
        cr_expect(strstr(html, "<td>347.2</td>"));
        cr_expect(strstr(html, "not a finite number from epoch 3 on"));
        cr_expect_null(strstr(html, "<y>"));
        free(html);
    }
    json_decref(convergence);
    folder_remove(folder);
    free(folder);
}

Test(report, a_picture_is_put_in_without_its_head)
{
    char *html = NULL;
    size_t size = 0;
    FILE *const page = open_memstream(&html, &size);
    cr_expect_eq(chart_inline("<?xml?><svg><defs>a</defs>b</svg>", page), 0);
    cr_expect_eq(chart_inline("an error message", page), -1);
    fclose(page);
    cr_expect_str_eq(html, "<svg>b</svg>");
    free(html);
}

/* A class of one, whose every text is mark-up. */
static json_t *hostile_class(void)
{
    const char *const bad = "<script>alert(1)</script>";
    json_t *const fault =
        json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:[s]}", "text", bad, "means",
                  bad, "says", bad, "case", bad, "where", bad, "expected", bad, "got", bad, "file",
                  bad, "question", bad, "line", 3, "commands", bad);
    json_t *const exercise = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:i, s:i, s:[o], s:[s], s:[{s:s, s:i, s:i}]}", "id",
        "\" onclick=\"x", "title", bad, "file", bad, "function", bad, "state", bad, "points", 1,
        "max", 6, "faults", fault, "waits_for", bad, "parts", "name", bad, "points", 1, "max", 6);
    json_t *const result = json_pack("{s:s, s:s, s:i, s:i, s:[o]}", "lab", "\"><u>", "title", bad,
                                     "score", 1, "max", 6, "exercises", exercise);
    json_t *const entry[] = {
        class_entry(bad, bad, bad, json_pack("[o]", result), json_pack("[s]", bad))};
    json_t *const times[1] = {NULL};
    return class_results(1, entry, times, 0, 0);
}

Test(report, pages_escape_every_text)
{
    char *const folder = folder_for_test();
    json_t *const class = hostile_class();
    const struct report_options options = {"gnuplot", -1};
    struct message why = {""};
    cr_assert_eq(report_write(class, folder, &options, &why), 0, "%s", why.text);
    const char *const page[] = {"index.html", "student-0001.html"};
    for (size_t i = 0; i < 2; i++) {
        char *const html = read_file(folder, page[i]);
        cr_expect_null(strstr(html, "<script>alert"), "%s", page[i]);
        cr_expect_null(strstr(html, "<u>"), "%s", page[i]);
        cr_expect_null(strstr(html, "\" onclick=\""), "%s", page[i]);
        cr_expect_not_null(strstr(html, "&lt;script&gt;alert(1)"), "%s", page[i]);
        free(html);
    }
    json_decref(class);
    folder_remove(folder);
    free(folder);
}

/* Two students; of the second's memory nothing is known. */
static json_t *class_with_unchecked_memory(void)
{
    json_t *const unchecked = lab("passed", "6", "passed", "14");
    json_object_set_new(json_array_get(json_object_get(unchecked, "exercises"), 1),
                        "memory_unchecked", json_string("Valgrind is <away>"));
    json_t *const entry[] = {student("Ada", NULL, lab("passed", "6", "passed", "14")),
                             student("Bob", NULL, unchecked)};
    json_t *const times[2] = {NULL};
    return class_results(2, entry, times, 0, 0);
}

Test(report, a_page_tells_that_memory_was_not_checked)
{
    char *const folder = folder_for_test();
    json_t *const class = class_with_unchecked_memory();
    const struct report_options options = {"gnuplot", -1};
    struct message why = {""};
    cr_assert_eq(report_write(class, folder, &options, &why), 0, "%s", why.text);
    char *const ada = read_file(folder, "student-0001.html");
    char *const bob = read_file(folder, "student-0002.html");
    cr_expect_null(strstr(ada, "Memory was not checked"));
    cr_expect_not_null(
        strstr(bob, "Memory was not checked, points stand: Valgrind is &lt;away&gt;."));
    cr_expect_eq(class_ungraded(class), 0);
    free(ada);
    free(bob);
    json_decref(class);
    folder_remove(folder);
    free(folder);
}

Test(report, the_summary_tells_whose_memory_was_not_checked)
{
    json_t *const class = class_with_unchecked_memory();
    char *text = NULL;
    size_t length;
    struct message why;
    FILE *const stream = open_memstream(&text, &length);
    cr_assert_eq(run_summary_print(class, 0, "reports", stream, &why), 0);
    fclose(stream);
    cr_expect(strstr(text, "\nmemory was not checked in 1 submission, points stand: Valgrind is "
                           "<away>\n"),
              "%s", text);
    free(text);
    json_decref(class);
}

Test(report, reports_appear_whole_and_old_pages_go)
{
    char *const folder = folder_for_test();
    json_t *const class = made_class();
    const struct report_options options = {"gnuplot", -1};
    struct message why = {""};
    write_file(folder, "student-0006.html", "old");
    write_file(folder, "student-0007.html", "of an earlier, larger class");
    write_file(folder, "student-7.html", "somebody's own");
    cr_assert_eq(report_write(class, folder, &options, &why), 0, "%s", why.text);
    char path[256];
    snprintf(path, sizeof path, "%s/student-0007.html", folder);
    cr_expect_eq(access(path, F_OK), -1);
    snprintf(path, sizeof path, "%s/student-7.html", folder);
    cr_expect_eq(access(path, F_OK), 0);
    char *const html = read_file(folder, "student-0006.html");
    cr_expect(strstr(html, "Fay") && strstr(html, "grader error: not graded"));
    free(html);
    json_decref(class);
    folder_remove(folder);
    free(folder);
}

Test(report, reports_that_are_broken_off_leave_nothing)
{
    char *const folder = folder_for_test();
    json_t *const class = made_class();
    int stop[2];
    cr_assert_eq(pipe(stop), 0);
    cr_assert_eq(write(stop[1], "x", 1), 1);
    const struct report_options options = {"gnuplot", stop[0]};
    struct message why = {""};
    cr_expect_eq(report_write(class, folder, &options, &why), -1);
    cr_expect_eq(rmdir(folder), 0, "the folder is not empty");
    json_decref(class);
    free(folder);
}
