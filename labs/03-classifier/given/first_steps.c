/* An optimizer's first steps, in a table. The header says what for. */
#include "03-classifier/given/first_steps.h"

#include "common/lab_output.h"
#include "optim/adagrad.h"
#include "optim/adam.h"
#include "optim/adamw.h"
#include "optim/rmsprop.h"

#include <stdbool.h>
#include <stdio.h>
#include <tgmath.h>

enum { columns = 7 };

static const real rate = (real)0.1, decay_of_rmsprop = (real)0.9, start_of_adamw = 8;
static const struct adam_settings adam = {
    .rate = (real)0.1, .beta1 = (real)0.9, .beta2 = (real)0.999, .epsilon = (real)1e-8};

/* A row of a table: one coefficient, moved step by step. */
struct walk {
    const char *name;
    void (*step)(const struct parameter *parameter, size_t step, real *state /* (2) */);
    real (*gradient)(size_t step, real value);
    real start;
    bool shows_value; /* else how far each step goes */
};

/* The numbers in its columns. */
struct row {
    const char *name;
    real number[columns];
};

/* --- the methods ------------------------------------------------------------------------------ */

static void step_descent(const struct parameter *parameter, size_t step, real *state)
{
    (void)step;
    (void)state;
    *parameter->value -= rate * *parameter->gradient;
}

static void step_adagrad(const struct parameter *parameter, size_t step, real *state)
{
    (void)step;
    adagrad_step(parameter, rate, (real)1e-10, state);
}

static void step_rmsprop(const struct parameter *parameter, size_t step, real *state)
{
    (void)step;
    rmsprop_step(parameter, rate, decay_of_rmsprop, (real)1e-8, state);
}

static void step_adam(const struct parameter *parameter, size_t step, real *state)
{
    adam_step(parameter, &adam, step, &state[0], &state[1]);
}

static void step_adamw(const struct parameter *parameter, size_t step, real *state)
{
    adamw_step(parameter, &adam, (real)0.5, step, &state[0], &state[1]);
}

static void step_adamw_little(const struct parameter *parameter, size_t step, real *state)
{
    adamw_step(parameter, &adam, (real)1e-6, step, &state[0], &state[1]);
}

/* --- the gradients ---------------------------------------------------------------------------- */

static real large(size_t step, real value)
{
    (void)step;
    (void)value;
    return 10;
}

static real small(size_t step, real value)
{
    (void)step;
    (void)value;
    return (real)0.001;
}

static real large_then_small(size_t step, real value)
{
    (void)value;
    return step <= 100 ? 10 : (real)0.1;
}

static real to_and_fro(size_t step, real value)
{
    (void)value;
    return step % 2 == 1 ? 10 : -10;
}

static real none(size_t step, real value)
{
    (void)step;
    (void)value;
    return 0;
}

/* Weight decay added to a gradient of 0. */
static real pulled(size_t step, real value)
{
    (void)step;
    return (real)0.5 * value;
}

static real pulled_little(size_t step, real value)
{
    (void)step;
    return (real)1e-6 * value;
}

/* --- the table -------------------------------------------------------------------------------- */

static struct row take_steps(const struct walk *walk, const size_t *shown /* (columns), rising */)
{
    real value = walk->start, gradient = 0, state[2] = {0, 0};
    const struct parameter parameter = {1, &value, &gradient};
    struct row row = {.name = walk->name};
    size_t column = 0;
    for (size_t step = 1; column < columns; step++) {
        gradient = walk->gradient(step, value);
        walk->step(&parameter, step, state);
        lab_require_finite(value, "the coefficient behind a step");
        const real moved = walk->start - value;
        if (step == shown[column]) {
            row.number[column] = walk->shows_value ? value : moved;
            column++;
        }
        value = walk->shows_value ? value : walk->start; /* no digit is lost far away */
    }
    return row;
}

/* How far each step goes. */
static struct row lengths(const char *name, void (*step)(const struct parameter *, size_t, real *),
                          real (*gradient)(size_t, real), const size_t *shown)
{
    return take_steps(&(struct walk){name, step, gradient, 0, false}, shown);
}

/* Where the coefficient is behind each step. */
static struct row values(const char *name, void (*step)(const struct parameter *, size_t, real *),
                         real (*gradient)(size_t, real), const size_t *shown)
{
    return take_steps(&(struct walk){name, step, gradient, start_of_adamw, true}, shown);
}

/* How far Adam's steps would go with m and v as they are: of a gradient that is always the same, m has
 * seen a share of 1 - beta1^step so far, v of its square 1 - beta2^step. */
static struct row uncorrected(const char *name, const size_t *shown)
{
    struct row row = {.name = name};
    for (size_t i = 0; i < columns; i++) {
        const real step = (real)shown[i];
        row.number[i] = rate * (1 - pow(adam.beta1, step)) / sqrt(1 - pow(adam.beta2, step));
    }
    return row;
}

static void print_row(const struct row *row)
{
    printf("       %-28s", row->name);
    for (size_t i = 0; i < columns; i++) {
        const double number = (double)row->number[i];
        if (fabs(number) < 5e-5) {
            printf(" %7g", 0.0); /* never "-0.0000" */
        } else {
            printf(fabs(number) < 100 ? " %7.4f" : " %7.1e", number);
        }
    }
    puts("");
}

static void print_table(const char *first, const size_t *shown, const struct row *row, size_t rows)
{
    printf("       %-28s", first);
    for (size_t i = 0; i < columns; i++) {
        printf(" %7zu", shown[i]);
    }
    puts("");
    for (size_t i = 0; i < rows; i++) {
        print_row(&row[i]);
    }
}

static bool is_near(real value, real expected)
{
    return fabs(value - expected) <= (real)1e-3 * fabs(expected);
}

/* Says what the table shows, or, where it does not, that something is wrong. */
static void conclude(bool as_expected, const char *text, const char *exercise)
{
    if (as_expected) {
        printf("     %s\n", text);
    } else {
        printf("     That is not how it should be: make grade CHECK=%s tells more.\n", exercise);
    }
}

/* --- the sections' ---------------------------------------------------------------------------- */

void first_steps_of_adagrad(void)
{
    static const size_t shown[columns] = {1, 2, 3, 4, 10, 100, 1000};
    const struct row row[] = {lengths("10      gradient descent", step_descent, large, shown),
                              lengths("0.001   gradient descent", step_descent, small, shown),
                              lengths("10      Adagrad", step_adagrad, large, shown),
                              lengths("0.001   Adagrad", step_adagrad, small, shown),
                              lengths("0       Adagrad", step_adagrad, none, shown)};
    puts("     One coefficient at rate 0.1, its gradient always the same. How far goes step");
    print_table("gradient", shown, row, 5);
    conclude(
        is_near(row[2].number[0], rate) && is_near(row[3].number[0], rate) &&
            is_near(row[2].number[5], rate / 10) && is_near(row[3].number[5], rate / 10),
        "Ten thousand times the gradient, and equally long steps: only a gradient's course\n"
        "     counts, not its size. As nothing is forgotten, each step is shorter than the last.",
        "3.7");
}

void first_steps_of_rmsprop(void)
{
    static const size_t shown[columns] = {1, 2, 10, 100, 101, 150, 200};
    const struct row row[] = {
        lengths("10", step_rmsprop, large, shown), lengths("0.001", step_rmsprop, small, shown),
        lengths("0", step_rmsprop, none, shown),
        lengths("10; 0.1 from step 101 on", step_rmsprop, large_then_small, shown)};
    puts("     One coefficient at rate 0.1, decay 0.9. How far goes step");
    print_table("gradient", shown, row, 4);
    conclude(is_near(row[0].number[0], row[1].number[0]) && is_near(row[0].number[3], rate) &&
                 is_near(row[1].number[3], rate) && row[3].number[4] < rate / 50 &&
                 row[3].number[6] > rate / 2,
             "In the end each step is as long as the rate: they do not shrink for ever. When the\n"
             "     gradient falls, that takes a while to be believed: then what was is forgotten.",
             "3.8");
}

void first_steps_of_adam(void)
{
    static const size_t shown[columns] = {1, 2, 3, 10, 100, 1000, 10000};
    const struct row row[] = {lengths("10", step_adam, large, shown),
                              lengths("0.001", step_adam, small, shown),
                              lengths("0", step_adam, none, shown),
                              lengths("10 and -10 in turns", step_adam, to_and_fro, shown),
                              uncorrected("10, m and v not corrected", shown)};
    const real beta1 = adam.beta1, in_turns = -rate * (1 - beta1) / (1 + beta1);
    puts("     One coefficient at rate 0.1. How far goes step");
    print_table("gradient", shown, row, 5);
    conclude(
        is_near(row[0].number[0], rate) && is_near(row[1].number[0], rate) &&
            is_near(row[0].number[5], rate) && is_near(row[3].number[5], in_turns),
        "The first step is as long as the rate, whatever the gradient, and so are all others\n"
        "     while it stays. Where it only changes its sign, m comes to little: hardly a step.",
        "3.9");
}

void first_steps_of_adamw(void)
{
    static const size_t shown[columns] = {1, 2, 3, 10, 30, 100, 300};
    const struct row row[] = {
        values("0.5, AdamW's", step_adamw, none, shown),
        values("0.000001, AdamW's", step_adamw_little, none, shown),
        values("0.5, in Adam's gradient", step_adam, pulled, shown),
        values("0.000001, in Adam's gradient", step_adam, pulled_little, shown)};
    puts("     A coefficient of 8, its gradient 0, rate 0.1. Where is it behind step");
    print_table("decay", shown, row, 4);
    conclude(
        is_near(row[0].number[0], (real)7.6) && is_near(row[0].number[1], (real)7.22) &&
            is_near(row[1].number[3], start_of_adamw),
        "As a part of the gradient, a pull is divided by its own size: a decay of a millionth\n"
        "     moves the coefficient just as far as one of a half, by the rate in each step.",
        "3.10");
}
