/* Every option of every method, 200 steps long, beside PyTorch's optimizers, once with the methods' own
 * steps and once with the fast kernels'. optimizers.py states the problem and makes optimizers.txt, which
 * this test reads:
 *
 *     start NUMBERS                       the coefficients u (2), v (3), c (2)
 *     gradient NUMBERS                    there
 *     case METHOD OPTION VALUE ...        a run from the start
 *     step N NUMBERS                      the coefficients behind its step N
 */
#include "kernels/fast/fast.h"
#include "optim/clip.h"
#include "optim/methods.h"
#include "optim/schedule.h"
#include "tests/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tgmath.h>

#define RECORDED "reference/tests/optimizers.txt"

/* The largest seen are 2.5e-14 and, as float, 6.1e-6. */
#ifdef DESCENT_DOUBLE
#define RELATIVE_TOLERANCE 1e-10
#else
#define RELATIVE_TOLERANCE 2e-5
#endif

TestSuite(recorded, .init = test_begin, .fini = test_end);

enum { coefficients = 7 };

/* --- the problem ------------------------------------------------------------------------------ */

struct problem {
    real value[coefficients], gradient[coefficients];
    struct parameter parameter[3];
};

/* Adds d loss / d u, v and c to the gradients. */
static void problem_backward(const struct problem *problem)
{
    const real scale[] = {1, 10, 100}, wanted[] = {(real)0.9, (real)-1.4};
    const real *const u = problem->parameter[0].value, *const v = problem->parameter[1].value;
    const real *const c = problem->parameter[2].value;
    real *const du = problem->parameter[0].gradient, *const dv = problem->parameter[1].gradient;
    real *const dc = problem->parameter[2].gradient;
    for (size_t j = 0; j < 3; j++) {
        const real slope = scale[j] * (v[j] - u[j % 2] * u[j % 2]);
        dv[j] += slope;
        du[j % 2] -= 2 * u[j % 2] * slope;
    }
    for (size_t i = 0; i < 2; i++) {
        du[i] += u[i] - wanted[i];
    }
    const real slope = tanh(c[0] - v[2] * u[0]);
    dc[0] += slope;
    dv[2] -= slope * u[0];
    du[0] -= slope * v[2];
}

/* --- one recorded run ------------------------------------------------------------------------- */

struct run {
    char name[256];
    struct optimizer_settings settings;
    struct optimizer optimizer;
    struct schedule schedule;
    bool has_schedule;
    real clip; /* 0 for none */
};

/* Where the option's number belongs, NULL when there is no such option. */
static real *option_of(struct run *run, const char *name)
{
    const struct {
        const char *name;
        real *number;
    } options[] = {
        {"rate", &run->settings.rate},
        {"beta", &run->settings.beta},
        {"decay", &run->settings.decay},
        {"beta1", &run->settings.beta1},
        {"beta2", &run->settings.beta2},
        {"epsilon", &run->settings.epsilon},
        {"coupled_decay", &run->settings.coupled_decay},
        {"decoupled_decay", &run->settings.decoupled_decay},
        {"factor", &run->schedule.factor},
        {"last", &run->schedule.last},
        {"clip", &run->clip},
    };
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        if (strcmp(options[i].name, name) == 0) {
            return options[i].number;
        }
    }
    return NULL;
}

static void take_option(struct run *run, const char *name, const char *value)
{
    struct message why = {""};
    real *const number = option_of(run, name);
    cr_assert_not_null(value, "%s: no value behind %s", run->name, name);
    if (number) {
        *number = (real)strtod(value, NULL);
    } else if (strcmp(name, "warmup") == 0) {
        run->schedule.warmup = strtoul(value, NULL, 10);
    } else if (strcmp(name, "period") == 0) {
        run->schedule.period = strtoul(value, NULL, 10);
    } else {
        cr_assert_str_eq(name, "schedule");
        cr_assert_eq(schedule_find(value, &run->schedule.kind, &why), 0, "%s", why.text);
        run->has_schedule = true;
    }
}

/* Only the method is taken from the usual settings: a case names all others. */
static struct run run_new(const struct problem *problem, const struct backend *backend,
                          char *text /* METHOD OPTION VALUE ... */)
{
    struct run run = {0};
    struct message why = {""};
    struct optimizer_settings usual;
    snprintf(run.name, sizeof run.name, "%.*s", (int)strcspn(text, "\n"), text);
    cr_assert_eq(optimizer_find(strtok(text, " \n"), &usual, &why), 0, "%s", why.text);
    run.settings.method = usual.method;
    run.settings.backend = backend;
    for (const char *name; (name = strtok(NULL, " \n"));) {
        take_option(&run, name, strtok(NULL, " \n"));
    }
    run.schedule.rate = run.settings.rate;
    run.optimizer = optimizer_new(&scratch, problem->parameter, 3, run.settings);
    return run;
}

static void run_until(struct run *run, struct problem *problem, size_t steps)
{
    struct optimizer *const optimizer = &run->optimizer;
    for (size_t taken = optimizer->steps; taken < steps; taken++) {
        optimizer_zero_gradients(optimizer);
        problem_backward(problem);
        if (run->clip > 0) {
            clip_gradients(problem->parameter, 3, run->clip);
        }
        if (run->has_schedule) {
            optimizer->settings.rate = schedule_rate(&run->schedule, optimizer->steps);
        }
        optimizer_step(optimizer);
    }
}

/* --- the file --------------------------------------------------------------------------------- */

/* Where the line goes on behind the word, NULL when it begins with another. */
static char *behind(char *line, const char *word)
{
    const size_t length = strlen(word);
    return strncmp(line, word, length) == 0 && line[length] == ' ' ? line + length + 1 : NULL;
}

static void read_numbers(char *text, double *number /* (coefficients) */)
{
    for (size_t i = 0; i < coefficients; i++) {
        char *end;
        number[i] = strtod(text, &end);
        cr_assert_neq(end, text, "a number is missing: %s", text);
        text = end;
    }
}

/* Reads the numbers of the first line that begins with the word. */
static void find_numbers(const char *word, double *number /* (coefficients) */)
{
    char line[512], *text = NULL;
    FILE *const file = fopen(RECORDED, "r");
    cr_assert_not_null(file);
    while (!text && fgets(line, sizeof line, file)) {
        text = behind(line, word);
    }
    fclose(file);
    cr_assert_not_null(text, "no line begins with %s", word);
    read_numbers(text, number);
}

static struct problem *problem_new(void)
{
    struct problem *const problem = arena_take(&scratch, sizeof *problem);
    double start[coefficients];
    find_numbers("start", start);
    for (size_t i = 0; i < coefficients; i++) {
        problem->value[i] = (real)start[i];
    }
    problem->parameter[0] = (struct parameter){2, &problem->value[0], &problem->gradient[0]};
    problem->parameter[1] = (struct parameter){3, &problem->value[2], &problem->gradient[2]};
    problem->parameter[2] = (struct parameter){2, &problem->value[5], &problem->gradient[5]};
    return problem;
}

/* Goes on to the step that the line tells and compares. */
static void compare_step(struct run *run, struct problem *problem, char *line /* N NUMBERS */)
{
    char *numbers;
    double expected[coefficients];
    const size_t step = strtoul(line, &numbers, 10);
    read_numbers(numbers, expected);
    run_until(run, problem, step);
    for (size_t i = 0; i < coefficients; i++) {
        const double got = (double)problem->value[i];
        const double difference = fabs(got - expected[i]) / fabs(expected[i]);
        cr_expect(difference <= RELATIVE_TOLERANCE,
                  "%s, step %zu, coefficient %zu: %.17g, off by %g", run->name, step, i, got,
                  difference);
    }
}

/* All runs of the method, `count` of them, each to its end at step 200, with the backend's steps. */
static void compare_runs_with(const struct backend *backend, const char *method, size_t count)
{
    char line[512], *text;
    struct run run = {0};
    struct problem *problem = NULL;
    size_t ended = 0;
    FILE *const file = fopen(RECORDED, "r");
    cr_assert_not_null(file);
    while (fgets(line, sizeof line, file)) {
        if ((text = behind(line, "case"))) {
            problem = behind(text, method) ? problem_new() : NULL;
            run = problem ? run_new(problem, backend, text) : run;
        } else if (problem && (text = behind(line, "step"))) {
            compare_step(&run, problem, text);
            ended += run.optimizer.steps == 200;
        }
    }
    fclose(file);
    cr_assert_eq(ended, count);
}

static void compare_runs(const char *method, size_t count)
{
    const struct backend fast = fast_backend();
    compare_runs_with(NULL, method, count);
    compare_runs_with(&fast, method, count);
}

/* --- the tests -------------------------------------------------------------------------------- */

Test(recorded, gradient)
{
    struct problem *const problem = problem_new();
    double expected[coefficients];
    find_numbers("gradient", expected);
    memset(problem->gradient, 0, sizeof problem->gradient);
    problem_backward(problem);
    for (size_t i = 0; i < coefficients; i++) {
        assert_near(problem->gradient[i], (real)expected[i], 100 * REAL_EPSILON);
    }
}

Test(recorded, sgd)
{
    compare_runs("sgd", 7);
}

Test(recorded, momentum)
{
    compare_runs("momentum", 5);
}

Test(recorded, nesterov)
{
    compare_runs("nesterov", 5);
}

Test(recorded, adagrad)
{
    compare_runs("adagrad", 4);
}

Test(recorded, rmsprop)
{
    compare_runs("rmsprop", 4);
}

Test(recorded, adam)
{
    compare_runs("adam", 7);
}

Test(recorded, adamw)
{
    compare_runs("adamw", 5);
}
