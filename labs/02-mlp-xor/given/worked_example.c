/* Section 2.12: one step of training with all its numbers, to be followed on paper.
 *
 * What stands between the layers is read from the tape, where mlp_forward and the loss left it.
 */
#include "02-mlp-xor/given/lab.h"
#include "02-mlp-xor/given/sections.h"

#include "autograd/backward.h"
#include "common/section.h"
#include "losses/loss.h"
#include "models/worked_example.h"
#include "optim/optimizer.h"

#include <stdio.h>
#include <tgmath.h>

enum { points = 2, hidden = 8, parameters = 4, records = 4 };

/* The step, as it lies on the tape until that is reset. */
struct step {
    struct worked_example example;
    struct tape tape;
    const struct variable *sum, *h; /* (points,hidden): before and behind the sigmoid */
    const struct variable *logit;   /* (points,1) */
    struct variable *loss;
};

/* --- computing -------------------------------------------------------------------------------- */

static void require_shape(const char *what, struct shape found, size_t columns)
{
    const struct shape expected = shape_2d(points, columns);
    if (!shape_equal(found, expected)) {
        section_stop("%s is %s; expected %s", what, shape_to_text(found).text,
                     shape_to_text(expected).text);
    }
}

static struct variable *forward(struct step *step)
{
    struct worked_example *const example = &step->example;
    struct tape *const tape = &step->tape;
    struct variable *const logits =
        mlp_forward(tape, &example->mlp, tape_constant(tape, example->x));
    require_shape("what mlp_forward returns", logits->value.shape, 1);
    return binary_cross_entropy_loss(tape, logits, tape_constant(tape, example->y));
}

static void compute(struct step *step)
{
    const struct tape *const tape = &step->tape;
    step->loss = forward(step);
    lab_require_finite(step->loss->value.data[0], "the loss");
    if (tape->count != records) {
        section_stop("mlp_forward and the loss left %zu records on the tape; expected %d: linear "
                     "layer, sigmoid, linear layer, loss",
                     tape->count, records);
    }
    step->sum = tape->record[0].output;
    step->h = tape->record[1].output;
    step->logit = tape->record[2].output;
    require_shape("the first record's output", step->sum->value.shape, hidden);
    require_shape("the second record's output", step->h->value.shape, hidden);
    require_shape("the third record's output", step->logit->value.shape, 1);
    tape_backward(tape, step->loss);
}

/* Moves all parameters by one step and returns the loss behind it. */
static real descend(struct lab *lab, struct step *step)
{
    struct parameter parameter[parameters];
    mlp_parameters(&step->example.mlp, parameter);
    struct optimizer optimizer =
        optimizer_new(&lab->model, parameter, parameters,
                      (struct optimizer_settings){.rate = step->example.rate});
    optimizer_step(&optimizer);
    tape_reset(&step->tape);
    step->tape.recording = false;
    return forward(step)->value.data[0];
}

/* --- the tables ------------------------------------------------------------------------------- */

static double at(const real *array, size_t i)
{
    return (double)(isnan(array[i]) ? REAL_NAN : array[i]); /* never "-nan" */
}

static void say_points(const struct step *step)
{
    const real *const x = step->example.x.data, *const y = step->example.y.data;
    puts("     Two points, and a 2-8-1 network with sigmoid.");
    puts("       point     x0     x1    y");
    for (size_t i = 0; i < points; i++) {
        printf("       %5zu %6.2f %6.2f %4.0f\n", i, at(x, 2 * i), at(x, 2 * i + 1), at(y, i));
    }
}

static void say_hidden(const struct step *step)
{
    const struct mlp *const mlp = &step->example.mlp;
    const real *const w = mlp->layer[0].w.value.data, *const b = mlp->layer[0].b.value.data;
    const real *const sum = step->sum->value.data, *const h = step->h->value.data;
    puts("\n     Forward. Each hidden unit: sum = w0 x0 + w1 x1 + b, h = sigmoid(sum).");
    puts("                                 point 0             point 1");
    puts("       unit    w0    w1     b       sum        h       sum        h");
    for (size_t k = 0; k < hidden; k++) {
        printf("       %4zu %5.1f %5.1f %5.1f %9.5f %8.5f %9.5f %8.5f\n", k, at(w, 2 * k),
               at(w, 2 * k + 1), at(b, k), at(sum, k), at(h, k), at(sum, hidden + k),
               at(h, hidden + k));
    }
}

static void say_output(const struct lab *lab, const struct step *step)
{
    const struct linear_layer *const output = &step->example.mlp.layer[1];
    const real *const logit = step->logit->value.data, *const y = step->example.y.data;
    puts("\n     The output: logit = the sum of v h over all units, and c; p = sigmoid(logit).");
    printf("       v = (");
    for (size_t k = 0; k < hidden; k++) {
        printf("%s%.1f", k > 0 ? ", " : "", at(output->w.value.data, k));
    }
    printf("), c = %.1f\n", at(output->b.value.data, 0));
    puts("       point     logit        p    y      loss");
    for (size_t i = 0; i < points; i++) {
        real p;
        lab->backend.sigmoid_forward(1, logit + i, &p);
        const real loss = lab->backend.binary_cross_entropy_forward(1, logit + i, y + i);
        printf("       %5zu %9.5f %8.5f %4.0f %9.5f\n", i, at(logit, i), (double)p, at(y, i),
               (double)loss);
    }
    printf("       their mean, the loss:      %9.5f\n", at(step->loss->value.data, 0));
}

static void say_gradients(const struct step *step)
{
    const struct mlp *const mlp = &step->example.mlp;
    const real *const dw = mlp->layer[0].w.gradient, *const db = mlp->layer[0].b.gradient;
    const real *const dv = mlp->layer[1].w.gradient, *const dc = mlp->layer[1].b.gradient;
    const real *const dh = step->h->gradient, *const dsum = step->sum->gradient;
    const real *const dlogit = step->logit->gradient;
    printf("\n     Backward. d loss / d logit: %.5f for point 0, %.5f for point 1; dc = %.5f\n",
           at(dlogit, 0), at(dlogit, 1), at(dc, 0));
    puts("                           point 0             point 1");
    puts("       unit       dv        dh     dsum        dh     dsum       dw0      dw1       db");
    for (size_t k = 0; k < hidden; k++) {
        printf("       %4zu %8.5f  %8.5f %8.5f  %8.5f %8.5f  %8.5f %8.5f %8.5f\n", k, at(dv, k),
               at(dh, k), at(dsum, k), at(dh, hidden + k), at(dsum, hidden + k), at(dw, 2 * k),
               at(dw, 2 * k + 1), at(db, k));
    }
}

static void say_moved(const struct step *step, real before, real after)
{
    const struct mlp *const mlp = &step->example.mlp;
    const real *const w = mlp->layer[0].w.value.data, *const b = mlp->layer[0].b.value.data;
    const real *const v = mlp->layer[1].w.value.data;
    printf("\n     The step: each number moves by -%g times its gradient.\n",
           (double)step->example.rate);
    puts("       unit        w0        w1         b         v");
    for (size_t k = 0; k < hidden; k++) {
        printf("       %4zu %9.6f %9.6f %9.6f %9.6f\n", k, at(w, 2 * k), at(w, 2 * k + 1), at(b, k),
               at(v, k));
    }
    printf("       c = %.6f; the loss was %.6f and is %.6f\n", at(mlp->layer[1].b.value.data, 0),
           (double)before, (double)after);
}

void show_worked_example(void *context)
{
    struct lab *const lab = context;
    struct step step = {.example = worked_example_new(&lab->model), .tape = lab_tape(lab, 16)};
    compute(&step);
    const real before = step.loss->value.data[0];
    say_points(&step);
    say_hidden(&step);
    say_output(lab, &step);
    say_gradients(&step);
    const real after = descend(lab, &step);
    lab_require_finite(after, "the loss behind the step");
    say_moved(&step, before, after);
}
