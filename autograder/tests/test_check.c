/* Verdicts: what a check makes of answers, of their absence, and of lies. Scripts stand in for the
 * student's worker and for the reference's.
 */
#include "base/file.h"
#include "judge/case.h"
#include "judge/check.h"
#include "tests/stage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct exercise whole = {.id = "1.2",
                                      .points = 6,
                                      .functions = {1, {"mse_forward"}},
                                      .title = "mean squared error, forward"};
static const struct exercise in_parts = {.id = "1.6",
                                         .points = 14,
                                         .functions = {1, {"linear_backward"}},
                                         .title = "the linear layer, backward",
                                         .parts = {3, {"dx", "dw", "db"}},
                                         .part_points = {4, 6, 4}};

static struct check check;
static struct path student, reference; /* the workers */

static void begin(void)
{
    test_begin();
    check = (struct check){.exercise = &in_parts, .generator = pcg32_seed(1, 1)};
    check.student = client_new("");
    check.reference = client_new("");
}

TestSuite(check, .init = begin, .fini = stage_end, .timeout = 60);

/* --- the verdict, from what was recorded --- */

static void record(const char *subject, bool holds)
{
    struct bundle request = check_case(&check, "a case");
    check_that(&check, holds, subject, &request, "%s is not right.", subject);
}

static void assert_verdict(enum state state, unsigned points)
{
    check_finish(&check);
    cr_assert_str_eq(state_word(check.state), state_word(state));
    cr_assert_eq(check_points(&check), points, "%u points", check_points(&check));
}

Test(check, passed_without_faults)
{
    record("dx", true);
    record("dw", true);
    record("db", true);
    assert_verdict(state_passed, 14);
    cr_assert_eq(check_part_points(&check, 1), 6);
}

Test(check, partly_when_a_part_fails)
{
    record("dx", true);
    record("dw", false);
    record("db", true);
    assert_verdict(state_partly, 8);
    cr_assert_eq(check_part_points(&check, 0), 4);
    cr_assert_eq(check_part_points(&check, 1), 0);
}

Test(check, a_part_that_failed_once_stays_failed)
{
    record("dx", false);
    record("dx", true);
    record("dw", true);
    assert_verdict(state_partly, 6);
}

Test(check, a_part_that_was_not_seen_has_not_passed)
{
    record("dx", true);
    record("dw", false);
    assert_verdict(state_partly, 4);
}

Test(check, wrong_when_all_parts_fail)
{
    record("dx", false);
    record("dw", false);
    record("db", false);
    assert_verdict(state_wrong, 0);
}

Test(check, a_fault_outside_the_parts_costs_all)
{
    record("dx", true);
    record("dw", true);
    record("db", true);
    record("inputs", false);
    assert_verdict(state_wrong, 0);
    cr_assert_eq(check_part_points(&check, 0), 0);
}

Test(check, without_parts_any_fault_costs_all)
{
    check.exercise = &whole;
    record("loss", true);
    record("loss", false);
    assert_verdict(state_wrong, 0);
}

Test(check, without_parts_and_faults_all_points_are_given)
{
    check.exercise = &whole;
    record("loss", true);
    assert_verdict(state_passed, 6);
}

Test(check, keeps_the_first_fault_of_each_subject)
{
    for (int i = 0; i < 3; i++) {
        struct bundle request = check_case(&check, "case %d", i);
        check_that(&check, false, "dx", &request, "It is wrong in case %d.", i);
    }
    cr_assert_eq(check.faults, 1);
    cr_assert_str_eq(check.fault[0].text, "It is wrong in case 0.");
    cr_assert_str_eq(check.fault[0].case_name, "case 0");
}

Test(check, what_was_answered_up_to_the_first_fault_is_kept)
{
    check.fingerprint = 3;
    record("dx", false);
    check.fingerprint = 5;
    record("dw", false);
    cr_assert_eq(check.first_fingerprint, 3);
}

Test(check, what_only_follows_is_not_told)
{
    record("dx", false);
    record("dw", false);
    check_fault_follows(&check, "dx", "db"); /* nothing is wrong with db */
    cr_assert_eq(check.faults, 2);
    check_fault_follows(&check, "dx", "dw");
    cr_assert_eq(check.faults, 1);
    cr_assert_str_eq(check.fault[0].subject, "dw");
    record("db", true);
    assert_verdict(state_partly, 4);
}

Test(check, keeps_four_faults_and_fails_every_part)
{
    record("a", false);
    record("b", false);
    record("c", false);
    record("d", false);
    record("dw", false);
    cr_assert_eq(check.faults, 4);
    cr_assert(check.part_failed[1]);
}

/* --- sections: an exercise of several functions --- */

static const struct exercise of_two = {.id = "2.1",
                                       .points = 7,
                                       .functions = {2, {"sigmoid_forward", "sigmoid_backward"}},
                                       .title = "the sigmoid",
                                       .parts = {2, {"forward", "backward"}},
                                       .part_points = {3, 4}};

/* A section whose array y is right or wrong. */
static void section(const char *part, const char *function, bool holds)
{
    check_section(&check, part, function);
    record("y", holds);
}

/* A section whose function still has its TODO. */
static void unwritten_section(const char *part, const char *function)
{
    struct bundle request = check_case(&check, "a case"), got;
    struct bundle answer = bundle_new("todo", "2.1");
    student = answering("student", &request, &answer, 1);
    check.student = client_new(student.text);
    check_section(&check, part, function);
    cr_assert_not(check_ask(&check, &request, &got));
    cr_assert_not(check.stopped);
    cr_assert(check_is_over(&check));
    client_end(&check.student);
    bundle_free(&request);
    bundle_free(&answer);
}

Test(check, what_a_section_finds_counts_for_its_part)
{
    check.exercise = &of_two;
    section("forward", "sigmoid_forward", false);
    section("backward", "sigmoid_backward", true);
    cr_assert_not(check_part_passed(&check, "forward"));
    cr_assert(check_part_passed(&check, "backward"));
    assert_verdict(state_partly, 4);
    cr_assert_str_eq(check.fault[0].subject, "y");
    cr_assert_str_eq(check.fault[0].function, "sigmoid_forward");
}

Test(check, one_function_is_written_and_another_is_not)
{
    check.exercise = &of_two;
    section("forward", "sigmoid_forward", true);
    unwritten_section("backward", "sigmoid_backward");
    assert_verdict(state_partly, 3);
    cr_assert_eq(check_part_points(&check, 0), 3);
    cr_assert_eq(check_part_points(&check, 1), 0);
    cr_assert_eq(check.faults, 1);
    cr_assert_str_eq(check.fault[0].text,
                     "sigmoid_backward is not written yet: its TODO still stands.");
    cr_assert_str_eq(check.fault[0].function, "sigmoid_backward");
}

Test(check, the_second_function_is_written_and_the_first_is_not)
{
    check.exercise = &of_two;
    unwritten_section("forward", "sigmoid_forward");
    section("backward", "sigmoid_backward", true);
    assert_verdict(state_partly, 4);
    cr_assert_str_eq(check.fault[0].function, "sigmoid_forward");
}

Test(check, one_function_is_wrong_and_another_is_not_written)
{
    check.exercise = &of_two;
    section("forward", "sigmoid_forward", false);
    unwritten_section("backward", "sigmoid_backward");
    assert_verdict(state_wrong, 0);
    cr_assert_eq(check.faults, 2);
    cr_assert_str_eq(check.fault[0].subject, "y");
}

Test(check, nothing_is_written)
{
    check.exercise = &of_two;
    unwritten_section("forward", "sigmoid_forward");
    unwritten_section("backward", "sigmoid_backward");
    assert_verdict(state_not_started, 0);
    cr_assert_eq(check.faults, 0);
}

/* Two functions that are one part: half of it is no part. */
Test(check, a_part_with_an_unwritten_function_has_not_passed)
{
    check.exercise = &of_two;
    section("forward", "sigmoid_forward", true);
    unwritten_section("forward", "sigmoid_backward");
    assert_verdict(state_not_started, 0);
}

Test(check, the_rest_of_an_unwritten_section_is_not_asked)
{
    check.exercise = &of_two;
    unwritten_section("forward", "sigmoid_forward");
    check.student = client_new("/nowhere/worker02");
    check.reference = client_new("/nowhere/worker02");
    struct bundle request = check_case(&check, "another case");
    check_values(&check, &request);
    cr_assert_eq(request.frames, 0);
    cr_assert_not(check.stopped);
}

Test(check, a_request_that_met_a_todo_is_not_kept)
{
    check.exercise = &of_two;
    check.requests = fopen(in_folder("requests").text, "wb");
    unwritten_section("forward", "sigmoid_forward");
    cr_assert_eq(fseek(check.requests, 0, SEEK_END), 0);
    cr_assert_eq(ftell(check.requests), 0);
    fclose(check.requests);
}

/* One function of an exercise may call another: which TODO was reached, the answer says. */
static void unwritten_inside(const char *part, const char *function, const char *note)
{
    struct bundle request = check_case(&check, "a case"), got;
    struct bundle answer = bundle_new("todo", "2.1");
    snprintf(answer.note, sizeof answer.note, "%s", note);
    student = answering("student", &request, &answer, 1);
    check.student = client_new(student.text);
    check_section(&check, part, function);
    cr_assert_not(check_ask(&check, &request, &got));
    client_end(&check.student);
    bundle_free(&request);
    bundle_free(&answer);
}

Test(check, the_unwritten_function_is_the_one_whose_todo_was_reached)
{
    check.exercise = &of_two;
    section("forward", "sigmoid_forward", true);
    unwritten_inside("backward", "sigmoid_backward", "labs/sigmoid.c:7 sigmoid_forward");
    assert_verdict(state_partly, 3);
    cr_assert_eq(check.unwritten.count, 1);
    cr_assert_str_eq(check.unwritten.name[0], "sigmoid_forward");
    cr_assert_str_eq(check.unasked.name[0], "sigmoid_backward");
}

Test(check, a_todo_that_names_no_function_of_the_exercise_is_the_sections)
{
    check.exercise = &of_two;
    section("forward", "sigmoid_forward", true);
    unwritten_inside("backward", "sigmoid_backward", "labs/sigmoid.c:7 system");
    cr_assert_eq(check.unwritten.count, 1);
    cr_assert_str_eq(check.unwritten.name[0], "sigmoid_backward");
}

/* So a known mistake, in which all is written, can be compared with what a student has written. */
Test(check, a_section_can_be_left_out)
{
    check.exercise = &of_two;
    check.left_out = (struct names){1, {"sigmoid_backward"}};
    check_section(&check, "forward", "sigmoid_forward");
    cr_assert_not(check_is_over(&check));
    check_section(&check, "backward", "sigmoid_backward");
    cr_assert(check_is_over(&check));
}

/* --- values, against the reference's --- */

/* x -> y, and g, to which the function may add. */
static struct bundle question(void)
{
    struct bundle request = check_case(&check, "the handout's numbers");
    give(&request, "x", shape_2d(1, 2), (const real[]){0, 3});
    give_number(&request, "rate", (real)0.5);
    give(&request, "dw", shape_1d(2), (const real[]){10, 20});
    may_change(&request, "dw");
    return request;
}

/* The right answer to it. */
static struct bundle right_answer(const struct bundle *request)
{
    struct bundle answer = bundle_as(request, "answer");
    give(&answer, "y", shape_1d(2), (const real[]){5, 6});
    bundle_find(&answer, "dw")->data[1] = 25;
    return answer;
}

/* Asks one question: the reference gives the right answer, the student this one; 0 stands for the usual
 * tolerance. */
static void judge_within(const struct bundle *answer, real tolerance)
{
    struct bundle request = question(), right = right_answer(&request);
    reference = answering("reference", &request, &right, 1);
    student = answering("student", &request, answer, 1);
    check.reference = client_new(reference.text);
    check.student = client_new(student.text);
    if (tolerance > 0) {
        check_values_within(&check, &request, tolerance);
    } else {
        check_values(&check, &request);
    }
    bundle_free(&right);
    check_finish(&check);
}

static void judge(const struct bundle *answer)
{
    judge_within(answer, 0);
}

/* The student's answer, to be changed before it is judged. */
static struct bundle students_answer(void)
{
    struct bundle request = question();
    struct bundle answer = right_answer(&request);
    bundle_free(&request);
    return answer;
}

Test(check, the_right_answer_passes)
{
    struct bundle answer = students_answer();
    judge(&answer);
    bundle_free(&answer);
    cr_assert_str_eq(state_word(check.state), "passed");
    cr_assert(check.part_seen[1]);
}

Test(check, a_wrong_number_is_told_with_its_place_and_case)
{
    struct bundle answer = students_answer();
    bundle_find(&answer, "dw")->data[1] = 26;
    judge(&answer);
    bundle_free(&answer);
    cr_assert_eq(check.faults, 1);
    cr_assert_str_eq(check.fault[0].subject, "dw");
    cr_assert_str_eq(check.fault[0].text, "dw is wrong in 1 of 2 elements.");
    cr_assert_str_eq(check.fault[0].where, "dw[1]");
    cr_assert_str_eq(check.fault[0].expected, "25");
    cr_assert_str_eq(check.fault[0].got, "26");
    cr_assert_str_eq(check.fault[0].case_name,
                     "the handout's numbers: x (1,2), rate = 0.5, dw (2)");
}

/* 25.00001: away by 4e-7 of the largest. */
Test(check, a_number_may_be_away_by_the_tolerance_that_is_given)
{
    struct bundle answer = students_answer();
    bundle_find(&answer, "dw")->data[1] += (real)1e-5;
    judge_within(&answer, (real)1e-6);
    cr_assert_eq(check.faults, 0);
    judge_within(&answer, (real)1e-7);
    cr_assert_eq(check.faults, 1);
    bundle_free(&answer);
}

Test(check, outputs_that_the_request_lacks_are_compared)
{
    struct bundle answer = students_answer();
    bundle_find(&answer, "y")->data[0] = -5;
    bundle_find(&answer, "y")->data[1] = -6;
    judge(&answer);
    bundle_free(&answer);
    cr_assert_str_eq(check.fault[0].text, "y has the wrong sign in every element.");
}

Test(check, a_changed_input_is_a_fault)
{
    struct bundle answer = students_answer();
    bundle_find(&answer, "x")->data[1] = 4;
    judge(&answer);
    bundle_free(&answer);
    cr_assert_str_eq(check.fault[0].text, "x was changed: it is an input, to be read only.");
    cr_assert_str_eq(check.fault[0].where, "x[0,1]");
    cr_assert_str_eq(check.fault[0].got, "4");
    cr_assert_eq(check_points(&check), 0);
}

/* All other elements are equal: the search for the place must stop at this one. */
Test(check, an_input_of_0_that_became_minus_0_is_found)
{
    struct bundle answer = students_answer();
    bundle_find(&answer, "x")->data[0] = (real)-0.0;
    judge(&answer);
    bundle_free(&answer);
    cr_assert_str_eq(check.fault[0].where, "x[0,0]");
    cr_assert_str_eq(check.fault[0].expected, "0");
    cr_assert_str_eq(check.fault[0].got, "-0");
}

/* What is written to the results must be a number there. */
Test(check, the_fingerprint_is_finite)
{
    struct bundle answer = students_answer();
    bundle_find(&answer, "y")->data[0] = (real)1.7e308;
    bundle_find(&answer, "y")->data[1] = (real)1.7e308;
    bundle_find(&answer, "dw")->data[1] = REAL_NAN;
    judge(&answer);
    bundle_free(&answer);
    cr_assert(isfinite(check.fingerprint));
}

Test(check, different_answers_have_different_fingerprints)
{
    struct bundle answer = students_answer();
    judge(&answer);
    const double first = check.fingerprint;
    bundle_find(&answer, "y")->data[0] = 6;
    bundle_find(&answer, "y")->data[1] = 5;
    check.fingerprint = 0;
    judge(&answer);
    bundle_free(&answer);
    cr_assert_neq(check.fingerprint, first);
}

/* --- gradients, against measured ones --- */

/* The reference measures (2, 3); 10 and 20 stood there. */
static void judge_gradient(const real dw[2])
{
    static const struct derivative by_w = {"dw", "w"};
    struct bundle request = question(), measured = bundle_new("answer", "1.1");
    give(&measured, "gradient", shape_1d(2), (const real[]){2, 3});
    struct bundle asked = bundle_as(&request, "gradient"), answer = bundle_as(&request, "answer");
    strcpy(asked.exercise, "1.1");
    strcpy(asked.note, "y dy w");
    memcpy(bundle_find(&answer, "dw")->data, dw, 2 * sizeof *dw);
    reference = answering("reference", &asked, &measured, 1);
    student = answering("student", &request, &answer, 1);
    check.reference = client_new(reference.text);
    check.student = client_new(student.text);
    check_gradients(&check, &request, "1.1", "y", "dy", &by_w, 1);
    check_finish(&check);
    bundle_free(&asked);
    bundle_free(&answer);
    bundle_free(&measured);
}

Test(check, a_gradient_is_added_to_what_stood_there)
{
    judge_gradient((const real[]){12, 23});
    cr_assert_eq(check.faults, 0);
}

Test(check, an_overwritten_gradient_is_told)
{
    judge_gradient((const real[]){2, 3});
    cr_assert_str_eq(check.fault[0].text,
                     "dw is overwritten: the function must add to what stands there. (The expected "
                     "gradient is measured: the loss's rate of change, by central differences.)");
}

/* --- no answer --- */

/* One question to a student's worker of these lines. */
static void judge_lines(const char *lines)
{
    struct bundle request = question(), right = right_answer(&request);
    reference = answering("reference", &request, &right, 1);
    student = script("student", lines);
    check.reference = client_new(reference.text);
    check.student = client_new(student.text);
    check_values(&check, &request);
    bundle_free(&right);
    check_finish(&check);
    cr_assert(check.stopped);
    cr_assert_eq(check_points(&check), 0);
}

static void assert_stopped(enum state state, const char *text)
{
    cr_assert_str_eq(state_word(check.state), state_word(state));
    cr_assert_str_eq(check.fault[0].text, text);
    cr_assert_str_eq(check.fault[0].case_name,
                     "the handout's numbers: x (1,2), rate = 0.5, dw (2)");
}

Test(check, a_crash)
{
    judge_lines("echo at row 3; kill -SEGV $$");
    assert_stopped(
        state_crashed,
        "linear_backward crashed: it read or wrote where there is no array, or a function "
        "calls itself without end (segmentation fault). It had printed: at row 3");
}

Test(check, an_exit)
{
    judge_lines("exit 125");
    assert_stopped(state_crashed, "The program ended inside linear_backward (exit, status 125) and "
                                  "never answered.");
}

Test(check, an_endless_loop)
{
    judge_lines("kill -XCPU $$");
    assert_stopped(state_timed_out, "linear_backward did not come back within 5 seconds of "
                                    "computing: is there a loop that never ends?");
}

Test(check, reading_what_nobody_sends)
{
    judge_lines("exec cat >/dev/null");
    assert_stopped(
        state_timed_out,
        "linear_backward waits for what never comes: does it read input (scanf, getchar) "
        "or sleep? All that an exercise needs stands in its arguments.");
}

Test(check, endless_printing)
{
    judge_lines("exec yes");
    assert_stopped(state_wrong,
                   "linear_backward printed or answered more than is allowed (1 MiB).");
}

Test(check, something_that_is_no_answer)
{
    judge_lines("echo 'passed 14/14' >&3; sleep 20");
    assert_stopped(state_wrong, "No answer came from linear_backward, but something else: it does "
                                "not start with 'descent 1'.");
}

/* What the grader's recordings may say is no answer of a student's. */
Test(check, a_student_that_claims_to_be_a_recording)
{
    judge_lines("echo 'descent 1 unknown 1.6 0 0' >&3; sleep 20");
    assert_stopped(state_wrong, "No answer came from linear_backward, but something else: it "
                                "answers 'unknown 1.6'.");
}

Test(check, an_answer_without_its_arrays)
{
    judge_lines("echo 'descent 1 answer 1.6 0 0' >&3; sleep 20");
    assert_stopped(state_wrong,
                   "No answer came from linear_backward, but something else: an answer "
                   "without all of its arrays.");
}

Test(check, an_answer_without_an_array)
{
    struct bundle answer = students_answer();
    bundle_remove(&answer, "y");
    judge(&answer);
    assert_stopped(state_wrong,
                   "No answer came from linear_backward, but something else: an answer without y.");
    bundle_free(&answer);
}

Test(check, an_array_of_another_shape)
{
    struct bundle answer = students_answer();
    bundle_find(&answer, "y")->count = 1;
    bundle_find(&answer, "y")->shape = shape_2d(1, 1);
    judge(&answer);
    cr_assert_str_eq(state_word(check.state), "wrong");
    cr_assert_str_eq(check.fault[0].text, "y has the shape (1,1), and should have (2).");
    bundle_free(&answer);
}

/* The results are UTF-8. */
Test(check, hostile_bytes_come_back_printable)
{
    judge_lines("printf 'descent 1 \\377\\033[2J \\200 0 0 \\n' >&3; sleep 20");
    assert_stopped(state_wrong, "No answer came from linear_backward, but something else: it "
                                "answers '??[2J ?'.");
    check = (struct check){.exercise = &in_parts};
    judge_lines("printf '\\377\\376\\007'; kill -SEGV $$");
    cr_assert(strstr(check.fault[0].text, "It had printed: ???"), "%s", check.fault[0].text);
}

Test(check, its_own_todo_is_not_started)
{
    judge_lines("echo 'descent 1 todo 1.6 0 0 linear.c:9' >&3; sleep 20");
    cr_assert_str_eq(state_word(check.state), "not started");
    cr_assert_eq(check.faults, 0);
}

Test(check, another_todo_is_waited_for)
{
    judge_lines("echo 'descent 1 todo 1.1 0 0 linear.c:9' >&3; sleep 20");
    cr_assert_str_eq(state_word(check.state), "waits");
    cr_assert_str_eq(check.waits_for, "1.1");
}

Test(check, a_hostile_todo_is_printable)
{
    judge_lines("printf 'descent 1 todo \\377\\200 0 0 \\n' >&3; sleep 20");
    cr_assert_str_eq(check.waits_for, "??");
}

Test(check, a_fault_stops_it_whatever_had_passed)
{
    record("dx", true);
    record("dw", true);
    judge_lines("exit 0");
    assert_verdict(state_crashed, 0);
    cr_assert_eq(check_part_points(&check, 0), 0);
}

Test(check, the_stop_is_told_behind_four_faults)
{
    record("a", false);
    record("b", false);
    record("c", false);
    record("d", false);
    judge_lines("exit 0");
    cr_assert_eq(check.faults, 4);
    cr_assert_str_eq(check.fault[3].subject, "stopped");
}

/* --- the grader's own faults --- */

Test(check, a_student_that_cannot_be_started_is_a_grader_error)
{
    struct bundle request = question(), got;
    check.student = client_new("/nowhere/worker01");
    cr_assert_not(check_ask(&check, &request, &got));
    assert_stopped(state_grader_error, "The grader could not run your code: /nowhere/worker01 "
                                       "cannot be started: No such file or directory.");
    bundle_free(&request);
}

Test(check, a_reference_that_fails_is_a_grader_error)
{
    struct bundle request = question();
    check.reference = client_new("/nowhere/worker01");
    check_values(&check, &request);
    cr_assert_str_eq(state_word(check.state), "grader error");
}

/* A recording knows not what the student's training gave: the student's own worker tells. */
Test(check, what_a_recording_does_not_know_the_students_worker_is_asked)
{
    struct bundle request = question(), right = right_answer(&request), answer;
    reference = script("reference", "echo 'descent 1 unknown 1.6 0 0' >&3; sleep 20");
    student = answering("student", &request, &right, 1);
    check.reference = client_new(reference.text);
    check.student = client_new(student.text);
    cr_assert(check_ask_reference(&check, &request, &answer));
    cr_assert_eq(bundle_find(&answer, "y")->data[1], 6);
    check_finish(&check);
    bundle_free(&request);
    bundle_free(&right);
    bundle_free(&answer);
}

Test(check, a_stopped_check_asks_no_more)
{
    judge_lines("exit 0");
    check.reference = client_new("/nowhere/worker01");
    struct bundle request = question();
    check_values(&check, &request);
    request = question();
    check_gradients(&check, &request, "1.1", "y", "dy", &(struct derivative){"dw", "w"}, 1);
    cr_assert_eq(request.frames, 0);
    cr_assert_str_eq(state_word(check.state), "crashed");
}

/* --- what is kept for show, debug and Valgrind --- */

static struct bundle kept(const char *name)
{
    struct message why;
    struct bundle bundle;
    unsigned char *bytes;
    size_t length;
    cr_assert_eq(file_read(in_folder(name).text, 1 << 20, &bytes, &length, &why), 0, "%s",
                 why.text);
    cr_assert_eq(bundle_decode(bytes, length, &bundle, &why), (long)length, "%s", why.text);
    free(bytes);
    return bundle;
}

Test(check, the_first_failing_case_is_kept)
{
    const struct path folder = in_folder("");
    struct bundle answer = students_answer();
    check.work = folder.text;
    bundle_find(&answer, "y")->data[0] = 7;
    judge(&answer);
    struct bundle request = kept("failing.request"), expected = kept("failing.expected");
    struct bundle got = kept("failing.got");
    cr_assert_eq(bundle_find(&request, "x")->data[1], 3);
    cr_assert_eq(bundle_find(&expected, "y")->data[0], 5);
    cr_assert_eq(bundle_find(&got, "y")->data[0], 7);
    bundle_free(&answer);
    bundle_free(&request);
    bundle_free(&expected);
    bundle_free(&got);
}

Test(check, a_later_failing_case_is_not_kept)
{
    const struct path folder = in_folder("");
    check.work = folder.text;
    record("dx", false);
    remove(in_folder("failing.request").text);
    record("dw", false);
    cr_assert_neq(access(in_folder("failing.request").text, F_OK), 0);
}

/* A property was wrong, so nothing is expected; the answer can be looked at all the same. */
Test(check, the_answer_is_kept_beside_a_wrong_property)
{
    const struct path folder = in_folder("");
    struct bundle request = question(), answer = students_answer();
    check.work = folder.text;
    case_add_answer(&check, &request, &answer);
    cr_assert_neq(access(in_folder("failing.got").text, F_OK), 0, "nothing has failed yet");
    check_that(&check, false, "dx", &request, "It is not right.");
    case_add_answer(&check, &request, &answer);
    struct bundle got = kept("failing.got");
    cr_assert_eq(bundle_find(&got, "y")->data[0], 5);
    cr_assert_neq(access(in_folder("failing.expected").text, F_OK), 0);
    bundle_free(&request);
    bundle_free(&answer);
    bundle_free(&got);
}

/* Valgrind replays the small ones: not those of 16 KiB and more. */
Test(check, small_requests_are_kept)
{
    struct bundle small_one = question(), large = question(), got;
    bundle_add(&large, "data", shape_1d(2048));
    size_t length;
    free(bundle_encode(&small_one, &length));
    check.requests = fopen(in_folder("requests").text, "wb");
    check.student = client_new("/nowhere/worker01");
    check_ask(&check, &small_one, &got);
    check_ask(&check, &large, &got);
    cr_assert_eq((size_t)ftell(check.requests), length);
    fclose(check.requests);
    bundle_free(&small_one);
    bundle_free(&large);
}

/* A case that repeats what others have shown, a thousand times, would take Valgrind long. */
Test(check, what_is_asked_unwatched_is_not_kept)
{
    struct bundle request = question(), got;
    check.requests = fopen(in_folder("requests").text, "wb");
    check.student = client_new("/nowhere/worker01");
    check.unwatched = true;
    check_ask(&check, &request, &got);
    cr_assert_eq(ftell(check.requests), 0);
    fclose(check.requests);
    bundle_free(&request);
}

/* --- the cases' data --- */

Test(check, zeros_are_given)
{
    struct bundle request = check_case(&check, "a");
    give_zeros(&request, "dx", shape_2d(2, 3));
    cr_assert_eq(request.frame[0].count, 6);
    for (size_t i = 0; i < 6; i++) {
        cr_assert_eq(request.frame[0].data[i], 0);
    }
    bundle_free(&request);
}

Test(check, random_inputs_are_the_same_for_every_run)
{
    struct check other = check;
    struct bundle a = check_case(&check, "a"), b = check_case(&other, "b");
    give_random(&check, &a, "x", shape_2d(3, 4));
    give_random(&other, &b, "x", shape_2d(3, 4));
    cr_assert_arr_eq(a.frame[0].data, b.frame[0].data, 12 * sizeof(real));
    for (size_t i = 0; i < 12; i++) {
        cr_assert(a.frame[0].data[i] >= -2 && a.frame[0].data[i] < 2);
    }
    bundle_free(&a);
    bundle_free(&b);
}
