/* What becomes of a grading in which Valgrind cannot be asked. */
#include "grade/memory_faults.h"
#include "tests/stage.h"

#include <string.h>
#include <unistd.h>

static const struct lab lab = {
    .folder = "01-linear-sgd",
    .number = "01",
    .exercises = 4,
    .exercise = {{.id = "1.1", .points = 6},
                 {.id = "1.2", .points = 4},
                 {.id = "1.3", .points = 4},
                 {.id = "1.4", .points = 4}},
};

static struct lab_verdicts all;

/* In an empty folder there is no judge to be run. */
static void begin(void)
{
    static const char *const states[] = {"passed", "wrong", "crashed", "not started"};
    test_begin();
    cr_assert_eq(chdir(in_folder("").text), 0);
    all = (struct lab_verdicts){.lab = &lab, .count = 4};
    for (size_t i = 0; i < all.count; i++) {
        struct verdict *const verdict = &all.verdict[i];
        *verdict = (struct verdict){.exercise = &lab.exercise[i], .wanted = true, .judged = true};
        strcpy(verdict->state, states[i]);
        verdict->faults = json_array();
        verdict->parts = json_array();
        verdict->convergence = json_array();
    }
    all.verdict[0].points = 6;
}

static void end(void)
{
    lab_verdicts_free(&all);
    stage_end();
}

TestSuite(memory_faults, .init = begin, .fini = end);

static void look(bool has_valgrind)
{
    const struct grading grading = {
        .student = ".", .build = ".", .work = ".", .valgrind = true, .has_valgrind = has_valgrind};
    memory_faults_add(&grading, &all);
}

/* What was to be asked about is marked, and nothing else changes. */
static void assert_unchecked(const char *why)
{
    for (size_t i = 0; i < 3; i++) {
        cr_assert_not_null(all.verdict[i].memory_unchecked, "%s", all.verdict[i].exercise->id);
        cr_assert_str_eq(all.verdict[i].memory_unchecked, why);
        cr_assert_eq(json_array_size(all.verdict[i].faults), 0);
    }
    cr_assert_null(all.verdict[3].memory_unchecked);
    cr_assert_str_eq(all.verdict[0].state, "passed");
    cr_assert_eq(all.verdict[0].points, 6);
}

Test(memory_faults, a_judge_that_fails_leaves_memory_unchecked)
{
    look(true);
    assert_unchecked("Valgrind could not be run; see judge.log");
}

Test(memory_faults, without_valgrind_memory_is_unchecked)
{
    look(false);
    assert_unchecked("Valgrind is not installed; make setup installs it");
}

Test(memory_faults, what_was_not_wanted_is_not_marked)
{
    all.verdict[1].wanted = false;
    look(false);
    cr_assert_null(all.verdict[1].memory_unchecked);
    cr_assert_not_null(all.verdict[0].memory_unchecked);
}
