/* Sections 1.3, 1.5 and 1.6: which way is down, found in two ways that must agree. */
#include "01-linear-sgd/given/lab.h"
#include "01-linear-sgd/given/path.h"
#include "01-linear-sgd/given/sections.h"

#include "autograd/rate_of_change.h"
#include "kernels/naive/mse.h"

#include <stdio.h>
#include <tgmath.h>

enum { measured_updates = 500, few_rows = 5 };

/* How far a measured gradient may lie from the true one: the loss is curved (the first part), and a
 * real holds only so many digits of it (the second). */
static real tolerance(real curvature, real loss, real epsilon)
{
    return epsilon * curvature + 16 * REAL_EPSILON * loss / epsilon;
}

struct verdict {
    char text[80];
};

static struct verdict verdict(real computed, real measured, real tolerated)
{
    const real apart = fabs(computed - measured);
    const real size = fmax(fabs(computed), fabs(measured));
    if (apart <= size / 100) {
        return (struct verdict){"they agree"};
    }
    if (apart > tolerated + size / 100) {
        return (struct verdict){"they DIFFER"};
    }
    if (tolerated <= size / 4) {
        return (struct verdict){"they agree as far as epsilon can tell"};
    }
    struct verdict open;
    snprintf(open.text, sizeof open.text, "cannot tell: this epsilon measures to +-%.*f",
             tolerated < 10 ? 2 : 0, (double)tolerated);
    return open;
}

/* --- 1.3 -------------------------------------------------------------------------------------- */

/* Gradient descent that needs no derivative: the step is written out, as 1.7 comes later. */
static struct path descend_by_measuring(struct lab *lab, const struct data_set *set, size_t *passes)
{
    struct line_context context = {&set->samples, &lab->scratch};
    const struct objective objective = line_objective(&context);
    struct path path = path_new(&lab->scratch, measured_updates, measured_updates);
    path_add(&path, 0, set->start, &set->samples, &lab->scratch);
    real c[2] = {set->start.slope, set->start.offset};
    for (size_t update = 1; update <= measured_updates && !path_is_lost(&path); update++) {
        real gradient[2] = {REAL_NAN, REAL_NAN};
        *passes += rate_of_change(&objective, 2, c, lab->options.epsilon, gradient);
        c[0] += -set->rate * gradient[0];
        c[1] += -set->rate * gradient[1];
        path_add(&path, update, (struct line){c[0], c[1]}, &set->samples, &lab->scratch);
    }
    return path;
}

static void train_by_measuring(struct lab *lab, struct data_set *set)
{
    struct line_context context = {&set->samples, &lab->scratch};
    const struct objective objective = line_objective(&context);
    real c[2] = {set->start.slope, set->start.offset};
    real gradient[2] = {REAL_NAN, REAL_NAN};
    const size_t once = rate_of_change(&objective, 2, c, lab->options.epsilon, gradient);
    lab_require_finite(gradient[0] + gradient[1], "the measured gradient");
    printf("     %s: at %s the gradient is %.4g by slope, %.4g by offset; %zu forward passes\n",
           set->name, line_to_text(set->start).text, (double)gradient[0], (double)gradient[1],
           once);

    size_t passes = 0;
    const struct path path = descend_by_measuring(lab, set, &passes);
    char outcome[96];
    printf("       descent with rate %.4g: %s, %zu passes\n", (double)set->rate,
           path_outcome(&path, outcome, sizeof outcome), passes);
    set->measured = path_end(&path)->line;
    set->measured_known = true;

    struct trace trace = lab_trace_begin(lab, "measured", set, "mark update slope offset loss");
    path_write(1, &path, (real[]){0}, &trace);
    lab_trace_finish(&trace);
}

void show_rate_of_change(void *context)
{
    struct lab *const lab = context;
    for (size_t i = 0; i < lab->sets; i++) {
        train_by_measuring(lab, &lab->set[i]);
    }
    puts("     How many passes would one gradient of a network of 235,146 parameters take?");
}

/* --- 1.5 -------------------------------------------------------------------------------------- */

static real loss_of_predictions(const real *yhat, void *context)
{
    const struct samples *const rows = context;
    return mse_forward(rows->count, yhat, rows->y);
}

static void compare_loss_gradient(struct lab *lab, const struct data_set *set)
{
    const size_t count = set->samples.count < few_rows ? set->samples.count : few_rows;
    struct samples rows = samples_part(&set->samples, 0, count);
    real yhat[few_rows] = {0}, computed[few_rows] = {0}, measured[few_rows] = {0};
    line_predict(set->start, count, rows.x, yhat);
    const struct objective objective = {loss_of_predictions, &rows};
    mse_backward(count, yhat, rows.y, 1, computed);
    rate_of_change(&objective, count, yhat, lab->options.epsilon, measured);

    for (size_t i = 0; i < count; i++) {
        lab_require_finite(computed[i], "an element of the computed gradient");
        lab_require_finite(measured[i], "an element of the measured gradient");
    }
    const real tolerated = tolerance(2, mse_forward(count, yhat, rows.y), lab->options.epsilon);
    printf("     %s, %zu rows:\n", set->name, count);
    printf("       row        y     yhat   computed   measured\n");
    for (size_t i = 0; i < count; i++) {
        printf("       %3zu %8.4g %8.4g %10.4g %10.4g   %s\n", i, (double)rows.y[i],
               (double)yhat[i], (double)computed[i], (double)measured[i],
               verdict(computed[i], measured[i], tolerated).text);
    }
}

void show_loss_gradient(void *context)
{
    struct lab *const lab = context;
    for (size_t i = 0; i < lab->sets; i++) {
        compare_loss_gradient(lab, &lab->set[i]);
    }
}

/* --- 1.6 -------------------------------------------------------------------------------------- */

static void compare_line_gradient(struct lab *lab, const struct data_set *set)
{
    const struct samples *const rows = &set->samples;
    const struct line computed = line_gradient(set->start, rows, &lab->scratch);
    struct line_context context = {rows, &lab->scratch};
    const struct objective objective = line_objective(&context);
    real c[2] = {set->start.slope, set->start.offset};
    real measured[2] = {REAL_NAN, REAL_NAN};
    rate_of_change(&objective, 2, c, lab->options.epsilon, measured);

    lab_require_finite(computed.slope + computed.offset, "the computed gradient");
    lab_require_finite(measured[0] + measured[1], "the measured gradient");
    const real loss = line_loss(set->start, rows, &lab->scratch);
    const real tolerated = tolerance(2 / set->largest_rate, loss, lab->options.epsilon);
    printf("     %s: by slope   %9.4g computed, %9.4g measured: %s\n", set->name,
           (double)computed.slope, (double)measured[0],
           verdict(computed.slope, measured[0], tolerated).text);
    printf("     %s: by offset  %9.4g computed, %9.4g measured: %s\n", set->name,
           (double)computed.offset, (double)measured[1],
           verdict(computed.offset, measured[1], tolerated).text);
}

void show_line_gradient(void *context)
{
    struct lab *const lab = context;
    for (size_t i = 0; i < lab->sets; i++) {
        compare_line_gradient(lab, &lab->set[i]);
    }
    puts("     Computed: one pass forward and one back, however many parameters there are.");
}

static void say_gradient(const char *what, size_t rows, struct line gradient)
{
    printf("       %-22s %5zu rows   by slope %9.5g   by offset %9.5g\n", what, rows,
           (double)gradient.slope, (double)gradient.offset);
}

static void average_two_halves(struct lab *lab, const struct data_set *set)
{
    const size_t rows = set->samples.count, left = rows / 2, right = rows - left;
    const struct samples first = samples_part(&set->samples, 0, left);
    const struct samples second = samples_part(&set->samples, left, right);
    const struct line a = line_gradient(set->start, &first, &lab->scratch);
    const struct line b = line_gradient(set->start, &second, &lab->scratch);
    lab_require_finite(a.slope + a.offset + b.slope + b.offset, "the gradient");
    const real share = (real)left / (real)rows;
    const struct line mean = {share * a.slope + (1 - share) * b.slope,
                              share * a.offset + (1 - share) * b.offset};
    printf("     %s:\n", set->name);
    say_gradient("the first half", left, a);
    say_gradient("the second half", right, b);
    say_gradient("mean, weighted by rows", rows, mean);
    say_gradient("all at once", rows, line_gradient(set->start, &set->samples, &lab->scratch));
}

void show_half_batches(void *context)
{
    struct lab *const lab = context;
    for (size_t i = 0; i < lab->sets; i++) {
        average_two_halves(lab, &lab->set[i]);
    }
    puts("     So two computers can share the rows and send each other only gradients.");
}
