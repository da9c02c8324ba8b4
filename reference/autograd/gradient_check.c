#include "autograd/gradient_check.h"

#include "autograd/backward.h"
#include "autograd/rate_of_change.h"
#include "base/pcg32.h"

#include <stdio.h>
#include <string.h>
#include <tgmath.h>

enum { room = 256 };

#ifdef DESCENT_DOUBLE
static const real epsilon = (real)0x1p-17, tolerance = (real)1e-6, smallest_scale = (real)1e-3;
#else
static const real epsilon = (real)0x1p-7, tolerance = (real)1e-2, smallest_scale = (real)1e-2;
#endif

struct measurement {
    const struct gradient_check *check;
    struct tape tape;
    size_t mark;             /* behind it the arena is free for a run of the operation */
    struct variable **input; /* (inputs): variables of our own with the values to check at */
    struct variable *moved;  /* the one whose elements are being moved */
    size_t outputs;          /* elements of the output */
    real *start, *above;     /* (outputs): the output at the inputs; what arrives from above */
    real scale_of_rounding;  /* below it a gradient cannot be measured */
    struct gradient_finding worst;
};

static struct variable *run_operation(struct measurement *m, bool recording)
{
    m->tape.recording = recording;
    m->tape.count = 0;
    arena_reset(m->tape.arena, m->mark);
    return m->check->operation(&m->tape, m->input, m->check->context);
}

static void copy_inputs(struct measurement *m)
{
    const struct gradient_check *const check = m->check;
    m->input = arena_take(check->arena, check->inputs * sizeof(struct variable *));
    for (size_t i = 0; i < check->inputs; i++) {
        m->input[i] = arena_take(check->arena, sizeof(struct variable));
        *m->input[i] = variable_parameter(check->arena, check->input[i].shape);
        memcpy(m->input[i]->value.data, check->input[i].data,
               variable_count(m->input[i]) * sizeof(real));
    }
}

/* From 1/2 to 3/2 or its negative: no output counts little. */
static real draw_above(struct pcg32 *generator)
{
    const real size = pcg32_uniform(generator, (real)0.5, (real)1.5);
    return pcg32_below(generator, 2) == 0 ? size : -size;
}

static void note_output(struct measurement *m)
{
    struct arena *const arena = m->check->arena;
    m->mark = arena->used;
    const struct variable *const out = run_operation(m, false);
    m->outputs = variable_count(out);
    m->start = arena_reals(arena, m->outputs);
    m->above = arena_reals(arena, m->outputs);
    struct pcg32 generator = pcg32_seed(m->check->seed, 1);
    real size = 0;
    for (size_t i = 0; i < m->outputs; i++) {
        m->start[i] = out->value.data[i];
        m->above[i] = draw_above(&generator);
        size += fabs(m->above[i] * m->start[i]);
    }
    m->scale_of_rounding = REAL_EPSILON * size / epsilon / tolerance;
    m->mark = arena->used;
}

/* L less what it was at the start: a large sum does not swallow a small change. */
static real change_of_output(const real *coefficients, void *context)
{
    struct measurement *const m = context;
    memcpy(m->moved->value.data, coefficients, variable_count(m->moved) * sizeof *coefficients);
    const struct variable *const out = run_operation(m, false);
    real sum = 0;
    for (size_t i = 0; i < m->outputs; i++) {
        sum += m->above[i] * (out->value.data[i] - m->start[i]);
    }
    return sum;
}

static void measure(struct measurement *m, size_t input, real *measured)
{
    const struct tensor at = m->check->input[input];
    const size_t count = shape_count(at.shape);
    real *const coefficients = arena_reals(m->check->arena, count);
    real *const backwards = arena_reals(m->check->arena, count);
    const struct objective objective = {change_of_output, m};
    m->mark = m->check->arena->used;
    m->moved = m->input[input];
    memcpy(coefficients, at.data, count * sizeof *coefficients);
    rate_of_change(&objective, count, coefficients, epsilon, measured);
    rate_of_change(&objective, count, coefficients, -epsilon, backwards);
    for (size_t i = 0; i < count; i++) {
        measured[i] = (measured[i] + backwards[i]) / 2;
    }
    memcpy(m->moved->value.data, at.data, count * sizeof *at.data);
}

static void lead_above_back(const struct record *record)
{
    const struct variable *const out = record->input[0];
    const real *const above = record->context;
    for (size_t i = 0; i < variable_count(out); i++) {
        out->gradient[i] += record->output->gradient[0] * above[i];
    }
}

/* Adds the tape's gradient of L to what stands in the inputs' gradients. */
static void walk_back(struct measurement *m)
{
    struct variable *const out = run_operation(m, true);
    struct variable *const sum =
        tape_record_with(&m->tape, shape_1d(1), lead_above_back, out, NULL, NULL, m->above);
    sum->value.data[0] = 0; /* never read */
    if (sum->gradient) {    /* else nothing was recorded, and nothing comes back */
        tape_backward(&m->tape, sum);
    }
}

static real largest(size_t count, const real *numbers, real floor)
{
    for (size_t i = 0; i < count; i++) {
        floor = fmax(floor, fabs(numbers[i]));
    }
    return floor;
}

/* Keeps the worst element of this input when none before it was worse. */
static void compare(struct measurement *m, size_t input, const real *got, const real *expected,
                    bool second_walk)
{
    const struct shape shape = m->check->input[input].shape;
    const size_t count = shape_count(shape);
    const real scale = largest(count, expected, fmax(smallest_scale, m->scale_of_rounding));
    for (size_t i = 0; i < count; i++) {
        real error = fabs(got[i] - expected[i]) / scale;
        if (isnan(error)) {
            error = (real)INFINITY;
        }
        if (error > m->worst.error) {
            m->worst =
                (struct gradient_finding){input, i, shape, got[i], expected[i], error, second_walk};
        }
    }
}

static void compare_with_measured(struct measurement *m)
{
    for (size_t i = 0; i < m->check->inputs; i++) {
        const size_t mark = m->mark;
        real *const measured = arena_reals(m->check->arena, variable_count(m->input[i]));
        measure(m, i, measured);
        compare(m, i, m->input[i]->gradient, measured, false);
        m->mark = mark;
        arena_reset(m->check->arena, mark);
    }
}

static void compare_with_twice(struct measurement *m)
{
    const struct gradient_check *const check = m->check;
    real **const twice = arena_take(check->arena, check->inputs * sizeof *twice);
    for (size_t i = 0; i < check->inputs; i++) {
        const size_t count = variable_count(m->input[i]);
        twice[i] = arena_reals(check->arena, count);
        for (size_t j = 0; j < count; j++) {
            twice[i][j] = 2 * m->input[i]->gradient[j];
        }
    }
    m->mark = check->arena->used;
    walk_back(m);
    for (size_t i = 0; i < check->inputs; i++) {
        compare(m, i, m->input[i]->gradient, twice[i], true);
    }
}

struct gradient_finding gradient_check_run(const struct gradient_check *check)
{
    const size_t before = check->arena->used;
    struct measurement m = {.check = check, .worst = {.error = -1}};
    m.tape = tape_new(check->arena, check->arena, check->backend, room);
    copy_inputs(&m);
    note_output(&m);
    walk_back(&m);
    arena_reset(check->arena, m.mark);
    compare_with_measured(&m);
    if (gradient_check_passed(&m.worst)) {
        compare_with_twice(&m);
    }
    arena_reset(check->arena, before);
    return m.worst;
}

bool gradient_check_passed(const struct gradient_finding *worst)
{
    return worst->error <= tolerance;
}

/* "(2,0)": the element's index along each axis. */
static struct shape_text index_text(size_t element, struct shape shape)
{
    struct shape index = {.rank = shape.rank};
    for (size_t axis = shape.rank; axis > 0; axis--) {
        index.size[axis - 1] = element % shape.size[axis - 1];
        element /= shape.size[axis - 1];
    }
    return shape_to_text(index);
}

struct gradient_text gradient_check_text(const struct gradient_finding *worst)
{
    const struct shape_text index = index_text(worst->element, worst->shape);
    const double got = (double)worst->got, expected = (double)worst->expected;
    struct gradient_text out;
    if (worst->overwritten) {
        snprintf(out.text, sizeof out.text,
                 "input %zu, element %s: after a second walk back the tape says %.8g, not %.8g: "
                 "what stood there was overwritten, not added to",
                 worst->input, index.text, got, expected);
    } else {
        snprintf(out.text, sizeof out.text,
                 "input %zu, element %s: the tape says %.8g, the central difference %.8g",
                 worst->input, index.text, got, expected);
    }
    return out;
}
