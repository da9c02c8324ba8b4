/* Sections 2.4 and 2.5: sums and products on the tape, and their gradients: led back by hand from
 * record to record, and then by the walk.
 */
#include "02-mlp-xor/given/lab.h"
#include "02-mlp-xor/given/sections.h"

#include "autograd/arithmetic.h"
#include "autograd/backward.h"
#include "common/measured.h"
#include "common/section.h"

#include <stdio.h>
#include <string.h>

enum { most_inputs = 3, most_records = 8 };

static const char *const input_name[most_inputs] = {"x", "y", "z"};

struct graph {
    const char *formula;
    size_t inputs, operations;
    real at[most_inputs];
    const char *name[most_records]; /* of what each operation computes */
    struct variable *(*build)(struct tape *tape, struct variable *input /* (inputs) */);
};

static struct variable *sum_by_z(struct tape *tape, struct variable *input)
{
    return multiply(tape, add(tape, &input[0], &input[1]), &input[2]);
}

static struct variable *square(struct tape *tape, struct variable *input)
{
    return multiply(tape, &input[0], &input[0]);
}

static struct variable *double_square(struct tape *tape, struct variable *input)
{
    struct variable *const twice = add(tape, &input[0], &input[0]);
    return multiply(tape, twice, twice);
}

static const struct graph sum_and_product = {"(x + y) z", 3, 2, {1, 2, -4}, {"s", "out"}, sum_by_z};
static const struct graph x_by_x = {"x x", 1, 1, {3}, {"out"}, square};
static const struct graph twice_twice = {"(x + x) (x + x)", 1, 2, {3}, {"u", "out"}, double_square};

/* --- forward ---------------------------------------------------------------------------------- */

struct run {
    const struct graph *graph;
    struct tape tape;
    struct variable input[most_inputs];
    struct variable *output;
};

/* "?" for what is on no tape. */
static const char *name_of(const struct run *run, const struct variable *variable)
{
    for (size_t i = 0; i < run->graph->inputs; i++) {
        if (variable == &run->input[i]) {
            return input_name[i];
        }
    }
    for (size_t i = 0; i < run->tape.count; i++) {
        if (variable == run->tape.record[i].output) {
            return run->graph->name[i];
        }
    }
    return "?";
}

static const char *operation_of(const struct record *record)
{
    return record->backward == add_backward        ? "add"
           : record->backward == multiply_backward ? "multiply"
                                                   : "something else";
}

static void say_records(const struct run *run)
{
    for (size_t i = 0; i < run->tape.count; i++) {
        const struct record *const record = &run->tape.record[i];
        printf("       record %zu  %-8s  %s = %s %s %s = %.4g\n", i + 1, operation_of(record),
               run->graph->name[i], name_of(run, record->input[0]),
               record->backward == add_backward ? "+" : "*", name_of(run, record->input[1]),
               (double)record->output->value.data[0]);
    }
}

static void require_records(const struct run *run)
{
    if (!run->output) {
        section_stop("%s came out as NULL; does each function return its output?",
                     run->graph->formula);
    }
    if (run->tape.count != run->graph->operations) {
        section_stop("%s left %zu of %zu records on the tape; does each function call tape_record "
                     "once?",
                     run->graph->formula, run->tape.count, run->graph->operations);
    }
    if (run->output != run->tape.record[run->tape.count - 1].output) {
        section_stop("%s did not come out as what tape_record made last; does each function return "
                     "its output?",
                     run->graph->formula);
    }
    for (size_t i = 0; i < run->tape.count; i++) {
        lab_require_finite(run->tape.record[i].output->value.data[0], "what a record computed");
    }
}

static void go_forward(struct lab *lab, const struct graph *graph, struct run *run)
{
    *run = (struct run){.graph = graph, .tape = lab_tape(lab, most_records)};
    printf("     %s with", graph->formula);
    for (size_t i = 0; i < graph->inputs; i++) {
        run->input[i] = variable_parameter(&lab->model, shape_1d(1));
        run->input[i].value.data[0] = graph->at[i];
        printf("%s %s = %.4g", i > 0 ? "," : "", input_name[i], (double)graph->at[i]);
    }
    puts("");
    run->output = graph->build(&run->tape, run->input);
    require_records(run);
    say_records(run);
}

/* --- measured --------------------------------------------------------------------------------- */

struct measuring {
    const struct graph *graph;
    struct tape tape; /* does not record */
};

static real value_at(const real *at, void *context)
{
    struct measuring *const m = context;
    const size_t mark = m->tape.arena->used;
    real copy[most_inputs];
    struct variable input[most_inputs];
    memcpy(copy, at, m->graph->inputs * sizeof *copy);
    for (size_t i = 0; i < m->graph->inputs; i++) {
        input[i] = (struct variable){tensor_view(shape_1d(1), &copy[i]), NULL};
    }
    const real value = m->graph->build(&m->tape, input)->value.data[0];
    arena_reset(m->tape.arena, mark);
    return value;
}

/* The gradients by the inputs, beside the measured ones. */
static void say_gradients(struct lab *lab, const struct run *run)
{
    const size_t count = run->graph->inputs;
    struct measuring measuring = {run->graph, lab_tape(lab, most_records)};
    measuring.tape.recording = false;
    const struct objective objective = {value_at, &measuring};
    real at[most_inputs], computed[most_inputs], measured[most_inputs];
    memcpy(at, run->graph->at, sizeof at);
    measured_gradient(&objective, count, at, measured);
    for (size_t i = 0; i < count; i++) {
        computed[i] = run->input[i].gradient[0];
        lab_require_finite(computed[i], "a gradient");
        printf("       d%s: %8.4g computed, %8.4g measured\n", input_name[i], (double)computed[i],
               (double)measured[i]);
    }
    printf("       %s\n", measured_verdict(count, computed, measured).text);
}

/* --- 2.4, by hand ----------------------------------------------------------------------------- */

/* From the last record to the first, as tape_backward will do. */
static void lead_back(struct run *run)
{
    run->output->gradient[0] = 1;
    puts("     back, by hand, from the last record to the first:");
    for (size_t left = run->tape.count; left > 0; left--) {
        const struct record *const record = &run->tape.record[left - 1];
        const struct variable *const x = record->input[0], *const y = record->input[1];
        record->backward(record);
        printf("       record %zu  %-8s  d%s = %.4g gives", left, operation_of(record),
               run->graph->name[left - 1], (double)record->output->gradient[0]);
        if (x && x->gradient) {
            printf(" d%s = %.4g", name_of(run, x), (double)x->gradient[0]);
        }
        if (y && y->gradient && y != x) {
            printf(", d%s = %.4g", name_of(run, y), (double)y->gradient[0]);
        }
        puts("");
    }
}

void show_graph(void *context)
{
    struct lab *const lab = context;
    const struct graph *const graph[] = {&sum_and_product, &x_by_x};
    for (size_t i = 0; i < 2; i++) {
        struct run run;
        go_forward(lab, graph[i], &run);
        lead_back(&run);
        say_gradients(lab, &run);
    }
    puts("     In x x one variable stands on both sides: its gradient comes from both.");
}

/* --- 2.5, by the walk ------------------------------------------------------------------------- */

/* Which records were visited, in their order. */
struct journal {
    size_t count, room;
    size_t number[most_records];
};

/* Stands in a record's context while the walk is watched. */
struct watch {
    struct journal *journal;
    size_t number;
    struct record watched;
};

static void note_visit(const struct record *record)
{
    const struct watch *const watch = record->context;
    struct journal *const journal = watch->journal;
    if (journal->count == journal->room) {
        section_stop("tape_backward visits more records than the %zu that there are",
                     journal->room);
    }
    journal->number[journal->count++] = watch->number;
    watch->watched.backward(&watch->watched);
}

static void walk_back(struct lab *lab, const struct graph *graph)
{
    struct run run;
    struct watch watch[most_records];
    go_forward(lab, graph, &run);
    struct journal journal = {.room = run.tape.count};
    for (size_t i = 0; i < run.tape.count; i++) {
        struct record *const record = &run.tape.record[i];
        watch[i] = (struct watch){&journal, i + 1, *record};
        record->backward = note_visit;
        record->context = &watch[i];
    }
    tape_backward(&run.tape, run.output);
    printf("       visited:");
    for (size_t i = 0; i < journal.count; i++) {
        printf("%s record %zu", i > 0 ? "," : "", journal.number[i]);
    }
    printf("%s\n", journal.count > 0 ? "" : " nothing");
    say_gradients(lab, &run);
}

void show_walk_back(void *context)
{
    struct lab *const lab = context;
    walk_back(lab, &sum_and_product);
    walk_back(lab, &twice_twice);
    puts("     Four ways lead from x to the loss, two through each u: what they bring adds up.");
}
