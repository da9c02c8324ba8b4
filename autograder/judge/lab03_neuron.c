#include "judge/lab03_neuron.h"

#include "data/glyphs.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { images = 60, cells = 4, inputs = cells * cells, side = glyphs_side / cells };
enum { seeds = 3, steps = 200, every = 4, points = steps / every };

/* The loss must end below it. A neuron that always says the same has 1; of 1000 seeds, the reference's
 * ends at 0.45 at most (autograder/README.md). */
static const double learnt = 0.6;

/* From the reference's loss, as a share of it. Steps off by 4e-10 of their length, which pass elsewhere, lead
 * 3e-5 away at most in 1000 starts; a known mistake leads 0.08 away at least, but for where an epsilon of
 * 1e-8 stands. */
static const double most_apart = 0.01;

/* The ink in each of 4 x 4 cells of a glyph, about 1 where there is much. In the outer cells there is
 * little: the inputs differ in size, and a rate of its own for each weight pays. */
static void ink_of(const unsigned char *pixels, real *x /* (inputs) */)
{
    const real ink = (real)5 / (255 * side * side);
    memset(x, 0, inputs * sizeof *x);
    for (size_t row = 0; row < glyphs_side; row++) {
        for (size_t column = 0; column < glyphs_side; column++) {
            x[row / side * cells + column / side] += ink * (real)pixels[row * glyphs_side + column];
        }
    }
}

/* Zeros are -1, ones 1; the images and the starting weights come from the seed. */
static struct bundle training_request(const struct check *check, const struct neuron_training *on,
                                      size_t seed)
{
    struct pcg32 generator = pcg32_seed(seed, 5);
    unsigned char pixels[glyphs_pixels];
    struct bundle request = check_case_of(check, 'b', "training on %s, seed %zu", on->name, seed);
    real *const x = bundle_add(&request, "x", shape_2d(images, inputs))->data;
    real *const y = bundle_add(&request, "y", shape_1d(images))->data;
    for (size_t i = 0; i < images; i++) {
        glyphs_draw(i % 2, &generator, pixels);
        ink_of(pixels, x + i * inputs);
        y[i] = i % 2 == 0 ? -1 : 1;
    }
    real *const w = bundle_add(&request, "w", shape_1d(inputs + 1))->data;
    for (size_t j = 0; j <= inputs; j++) {
        w[j] = pcg32_uniform(&generator, (real)-0.5, (real)0.5);
    }
    for (size_t i = 0; on->setting[i].name; i++) {
        give_number(&request, on->setting[i].name, (real)on->setting[i].value);
    }
    give_number(&request, "steps", steps);
    give_number(&request, "every", every);
    return request;
}

/* Trains by asking `ask`, and has the reference's worker compute the loss of each of the weights that
 * came back. Returns whether all were there. */
static bool course_of(struct check *check, const struct bundle *request,
                      bool (*ask)(struct check *, const struct bundle *, struct bundle *),
                      real *loss /* (points) */)
{
    struct bundle trained, losses;
    if (check_is_over(check) || !ask(check, request, &trained)) {
        return false;
    }
    struct bundle question = bundle_new("call", "3.7c");
    const struct frame *const x = bundle_find(request, "x"), *const y = bundle_find(request, "y");
    const struct frame *const ws = bundle_find(&trained, "ws");
    const bool complete = ws && ws->count == (size_t)points * (inputs + 1);
    strcpy(question.note, "unrecorded"); /* it depends on the student */
    check_that(check, complete, "convergence", request, "The answer lacks some of the weights.");
    bool asked = false;
    if (complete) {
        give(&question, "x", x->shape, x->data);
        give(&question, "y", y->shape, y->data);
        give(&question, "ws", shape_2d(points, inputs + 1), ws->data);
        asked = check_ask_reference(check, &question, &losses);
    }
    if (asked) {
        memcpy(loss, bundle_find(&losses, "losses")->data, points * sizeof *loss);
        bundle_free(&losses);
    }
    bundle_free(&question);
    bundle_free(&trained);
    return asked;
}

static json_t *curve_of(const real *loss)
{
    json_t *const curve = json_array();
    for (size_t i = 0; i < points; i++) {
        char text[32];
        snprintf(text, sizeof text, "%.6g", fabs((double)loss[i])); /* a NaN's sign is chance */
        json_array_append_new(curve, json_string(text));
    }
    return curve;
}

/* Compares the student's course with the reference's, and its end with the limit. */
static void see_course(struct check *check, const struct neuron_training *on,
                       const struct bundle *request, const real *mine, const real *right)
{
    for (size_t i = 0; i < points; i++) {
        const double my = (double)mine[i], its = (double)right[i];
        check_that(
            check, fabs(my - its) <= most_apart * its, "convergence", request,
            "After %zu steps on %s the loss is %.4g; the reference, from the same start, has "
            "%.4g. All rows are one batch, so there is one right course.",
            (i + 1) * every, on->name, fabs(my), its);
    }
    check_that(check, (double)mine[points - 1] <= learnt, "convergence", request,
               "After %d steps on %s the loss is %.4g: it has not learnt to tell 0 from 1.", steps,
               on->name, fabs((double)mine[points - 1]));
}

void check_neuron(struct check *check, const struct neuron_training *on, size_t first_seed)
{
    json_t *const runs = json_array();
    check->unwatched = true;
    for (size_t seed = first_seed; seed < first_seed + seeds; seed++) {
        real mine[points], its[points];
        struct bundle request = training_request(check, on, seed);
        if (course_of(check, &request, check_ask_reference, its) &&
            course_of(check, &request, check_ask, mine)) {
            see_course(check, on, &request, mine, its);
            json_array_append_new(runs,
                                  json_pack("{s:I, s:o, s:o}", "seed", (json_int_t)seed, "student",
                                            curve_of(mine), "reference", curve_of(its)));
        }
        bundle_free(&request);
    }
    check->unwatched = false;
    char axis[48];
    snprintf(axis, sizeof axis, "step / %d", every);
    json_array_append_new(check->convergence,
                          json_pack("{s:s, s:s, s:s, s:f, s:o}", "name", on->name, "x", axis, "y",
                                    "mean squared error", "limit", learnt, "runs", runs));
}
