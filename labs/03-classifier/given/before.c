/* Section 3.3: what an answer costs, by its logits, and what a network that has learnt nothing pays.
 *
 * All comes from softmax_cross_entropy_forward alone: the loss of a row with truth c is -log p[c], so
 * exp(-loss) is the probability of c.
 */
#include "03-classifier/given/learner.h"
#include "03-classifier/given/sections.h"

#include "common/measured.h"
#include "common/section.h"
#include "kernels/naive/softmax_cross_entropy.h"

#include <stdio.h>
#include <tgmath.h>

enum { stream_of_untrained = 2, answers = 6, classes = 3, curve_points = 201, curve_classes = 10 };

/* --- a few answers ---------------------------------------------------------------------------- */

/* The truth is class 0 in all. */
static const real logits[answers][classes] = {{0, 0, 0},  {3, 0, 0},         {0, 3, 0},
                                              {2, 1, -1}, {1002, 1001, 999}, {-1000, 1000, 0}};

static real loss_of(const real *row, size_t count, size_t truth)
{
    const real y = (real)truth;
    return softmax_cross_entropy_forward(1, count, row, &y, NULL);
}

static void require_loss(const real *loss, const real *row)
{
    real sum = 0;
    for (size_t c = 0; c < classes; c++) {
        sum += exp(-loss[c]);
    }
    if (!isfinite(loss[0])) {
        section_stop("the loss of the logits %g %g %g is %s; can an exp overflow, can a logarithm "
                     "be of 0?",
                     (double)row[0], (double)row[1], (double)row[2],
                     isnan(loss[0]) ? "not a number" : "infinite");
    }
    if (!(fabs(sum - 1) < (real)1e-3)) {
        section_stop("the probabilities of the logits %g %g %g sum to %.4g, not to 1; is the loss "
                     "-log p of the truth, and of nothing else?",
                     (double)row[0], (double)row[1], (double)row[2], lab_printed(sum));
    }
}

static void print_answers(void)
{
    real loss[answers][classes]; /* were that class the truth */
    for (size_t i = 0; i < answers; i++) {
        for (size_t c = 0; c < classes; c++) {
            loss[i][c] = loss_of(logits[i], classes, c);
        }
    }
    puts("     three logits, of which the first is the truth's; what the loss makes of them");
    printf("     %24s   %26s %9s\n", "logits", "probabilities: e^(-loss)", "loss");
    for (size_t i = 0; i < answers; i++) {
        const real *const row = logits[i], *const of = loss[i];
        printf("     %8g%8g%8g    %8.4f %8.4f %8.4f %9.4f\n", (double)row[0], (double)row[1],
               (double)row[2], lab_printed(exp(-of[0])), lab_printed(exp(-of[1])),
               lab_printed(exp(-of[2])), lab_printed(of[0]));
    }
    for (size_t i = 0; i < answers; i++) {
        require_loss(loss[i], logits[i]);
    }
}

/* Two rows that are the same, but that all logits of one are 1000 higher. */
static void print_two_rows(void)
{
    static const real z[2 * curve_classes] = {
        [curve_classes] = 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000};
    static const real y[2] = {3, 3};
    const real one = softmax_cross_entropy_forward(1, curve_classes, z, y, NULL);
    const real two = softmax_cross_entropy_forward(2, curve_classes, z, y, NULL);
    printf("     Ten equal logits: %.4f, and ln 10 = %.4f. With a second row, all of it 1000\n"
           "     higher: %.4f.\n",
           lab_printed(one), (double)log((real)10), lab_printed(two));
    if (!isfinite(one) || !isfinite(two)) {
        section_stop("beside a row that is 1000 higher the loss is %s; what is subtracted from the "
                     "logits of each row?",
                     isfinite(two) ? "a number, alone it is none"
                     : isnan(two)  ? "not a number"
                                   : "infinite");
    }
}

/* --- the curves ------------------------------------------------------------------------------- */

/* Ten logits, of which one is `*logit` and the others 0. */
struct moved {
    size_t which, truth;
};

static real loss_of_moved(const real *logit, void *context)
{
    const struct moved *const moved = context;
    real row[curve_classes] = {0};
    row[moved->which] = *logit;
    return loss_of(row, curve_classes, moved->truth);
}

/* The loss at one logit, and how steep it is there. */
struct point {
    real loss, slope;
};

static struct point point_at(real logit, struct moved moved)
{
    const struct objective objective = {loss_of_moved, &moved};
    struct point point = {.loss = loss_at(&objective, &logit)};
    measured_gradient(&objective, 1, &logit, &point.slope);
    return point;
}

static void write_curves(struct lab *lab)
{
    struct point *const truth = arena_take(&lab->model, curve_points * sizeof *truth);
    struct point *const other = arena_take(&lab->model, curve_points * sizeof *other);
    real *const logit = arena_reals(&lab->model, curve_points);
    for (size_t i = 0; i < curve_points; i++) {
        logit[i] = 10 * (2 * (real)i / (curve_points - 1) - 1);
        truth[i] = point_at(logit[i], (struct moved){.which = 0, .truth = 0});
        other[i] = point_at(logit[i], (struct moved){.which = 1, .truth = 0});
    }
    struct trace trace =
        lab_trace_begin(lab, "softmax", "logit loss_truth slope_truth loss_other slope_other");
    for (size_t i = 0; i < curve_points; i++) {
        trace_row(&trace,
                  (real[]){logit[i], truth[i].loss, truth[i].slope, other[i].loss, other[i].slope});
    }
    lab_trace_finish(&trace);
}

/* --- a network -------------------------------------------------------------------------------- */

static void print_untrained(struct lab *lab)
{
    const struct recipe recipe = recipe_with(&lab->options, recipe_usual());
    images_measure(&lab->images);
    struct learner *const learner = learner_new(lab, &recipe, lab->images.training,
                                                lab->images.validation, stream_of_untrained);
    const struct evaluation validation = learner_moment(learner).validation;
    const size_t classes_of_set = lab->images.set.classes;
    lab_require_finite(validation.loss, "the loss before any training");
    printf(
        "     An untrained %s, on the %s images that validate:\n"
        "     loss %.4f, accuracy %.2f %%. ln %zu = %.4f, and one in %zu is %.2f %%.\n",
        recipe_network_text(&recipe, lab->images.set.rows * lab->images.set.columns, classes_of_set)
            .text,
        count_to_text(validation.count).text, (double)validation.loss,
        100 * (double)evaluation_accuracy(&validation), classes_of_set,
        (double)log((real)classes_of_set), classes_of_set, 100 / (double)classes_of_set);
}

void show_before(void *context)
{
    struct lab *const lab = context;
    print_answers();
    print_two_rows();
    write_curves(lab);
    print_untrained(lab);
}
