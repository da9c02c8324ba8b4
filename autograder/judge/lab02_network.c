/* The network: its values for several depths and activations, then whether it learns XOR.
 *
 * All rows are one batch and the judge chooses the starting weights, so training has one right course:
 * the reference's. It is compared by the loss of the returned parameters, from above and from below: a
 * loss without its 1/N learns XOR as well, only faster.
 */
#include "judge/lab02_network.h"

#include "layers/activation.h"

#include <stdio.h>
#include <string.h>
#include <tgmath.h>

enum { most_layers = 4 };

struct number_name {
    char text[bundle_max_name];
};

/* "w1" for the first layer, "w1s" with the ending "s". */
static struct number_name name_of(char what, size_t layer, const char *ending)
{
    struct number_name name;
    snprintf(name.text, sizeof name.text, "%c%zu%s", what, layer + 1, ending);
    return name;
}

struct network {
    size_t layers, size[most_layers + 1];
    enum activation hidden;
    const char *name;
};

/* --- values ------------------------------------------------------------------------------------ */

static const struct network networks[] = {
    {2, {2, 8, 1}, activation_sigmoid, "2-8-1 with the sigmoid"},
    {2, {2, 8, 1}, activation_tanh, "2-8-1 with tanh"},
    {2, {3, 5, 2}, activation_relu, "3-5-2 with ReLU"},
    {1, {3, 2}, activation_sigmoid, "3-2: one linear layer, with nothing behind it"},
    {3, {2, 4, 3, 2}, activation_tanh, "2-4-3-2 with tanh"},
    {4, {3, 4, 5, 2, 3}, activation_leaky_relu, "3-4-5-2-3 with leaky ReLU"},
    {3, {2, 3, 3, 1}, activation_none, "2-3-3-1 without an activation"},
};

static void check_values_by_hand(struct check *check)
{
    struct bundle hand = check_case(check, "the handout's numbers, 2-2-1 with ReLU");
    give(&hand, "x", shape_2d(4, 2), (const real[]){0, 0, 0, 1, 1, 0, 1, 1});
    give_number(&hand, "hidden", activation_relu);
    give(&hand, "w1", shape_2d(2, 2), (const real[]){1, 1, 1, 1});
    give(&hand, "b1", shape_1d(2), (const real[]){0, -1});
    give(&hand, "w2", shape_2d(1, 2), (const real[]){1, -2});
    give(&hand, "b2", shape_1d(1), (const real[]){0});
    check_values(check, &hand);
}

static void check_network_values(struct check *check)
{
    check_values_by_hand(check);
    for (size_t i = 0; i < sizeof networks / sizeof *networks; i++) {
        const struct network *const network = &networks[i];
        struct bundle request = check_case(check, "%s", network->name);
        give_random(check, &request, "x", shape_2d(5, network->size[0]));
        give_number(&request, "hidden", (real)network->hidden);
        for (size_t j = 0; j < network->layers; j++) {
            const size_t in = network->size[j], out = network->size[j + 1];
            give_random(check, &request, name_of('w', j, "").text, shape_2d(out, in));
            give_random(check, &request, name_of('b', j, "").text, shape_1d(out));
        }
        check_values(check, &request);
    }
}

/* --- convergence ------------------------------------------------------------------------------- */

/* A training that must learn XOR, and on the way to it keep to the reference's loss. */
struct convergence {
    struct network network;
    real rate;
    size_t epochs, every; /* the parameters come back behind each `every` epochs */
};

/* Of 1000 starts, the reference's loss at the end is at most 0.012 with the sigmoid and 0.029 with tanh
 * (autograder/README.md). tanh keeps to a small rate: at 1 some starts jump about, and then the last
 * bit of a number decides the loss. */
static const struct convergence trainings[] = {
    {{2, {2, 8, 1}, activation_sigmoid, "XOR, 2-8-1, sigmoid"}, 1, 1500, 30},
    {{3, {2, 8, 8, 1}, activation_tanh, "XOR, 2-8-8-1, tanh"}, (real)0.2, 500, 10},
};

enum { seeds = 3, most_points = 50 };

/* ln 2 / 4: one wrong answer of four alone costs more, so below it all four are right. */
static const real learnt = (real)0.1733;

/* From the reference's loss, as a share of it. Gradients off by 1.9e-7, which pass elsewhere, lead 8e-5
 * away at most in 1000 starts; a known mistake leads 0.95 away at least. */
static const real most_apart = (real)0.01;

/* Starting weights are drawn from U(-range, range): about Xavier's for these sizes. */
static const real range = (real)0.8;

static struct bundle training_request(const struct check *check, const struct convergence *on,
                                      size_t seed)
{
    struct pcg32 generator = pcg32_seed(seed, 3);
    struct bundle request =
        check_case_of(check, 'b', "training on %s, seed %zu", on->network.name, seed);
    give(&request, "x", shape_2d(4, 2), (const real[]){0, 0, 0, 1, 1, 0, 1, 1});
    give(&request, "y", shape_2d(4, 1), (const real[]){0, 1, 1, 0});
    give_number(&request, "hidden", (real)on->network.hidden);
    give_number(&request, "rate", on->rate);
    give_number(&request, "epochs", (real)on->epochs);
    give_number(&request, "every", (real)on->every);
    for (size_t i = 0; i < on->network.layers; i++) {
        const size_t in = on->network.size[i], out = on->network.size[i + 1];
        struct frame *const w = bundle_add(&request, name_of('w', i, "").text, shape_2d(out, in));
        for (size_t j = 0; j < w->count; j++) {
            w->data[j] = pcg32_uniform(&generator, -range, range);
        }
        struct frame *const b = bundle_add(&request, name_of('b', i, "").text, shape_1d(out));
        memset(b->data, 0, b->count * sizeof *b->data);
    }
    return request;
}

/* Adds the parameters that came back, when all of them are there; else false. */
static bool give_rows(struct bundle *question, const struct convergence *on,
                      const struct bundle *request, const struct bundle *trained)
{
    for (size_t i = 0; i < 2 * on->network.layers; i++) {
        const char what = i % 2 == 0 ? 'w' : 'b';
        const struct number_name one = name_of(what, i / 2, ""), all = name_of(what, i / 2, "s");
        const struct frame *const start = bundle_find(request, one.text);
        const struct frame *const rows = bundle_find(trained, all.text);
        if (!rows || rows->count != start->count * (on->epochs / on->every)) {
            return false;
        }
        give(question, one.text, start->shape, start->data);
        give(question, all.text, rows->shape, rows->data);
    }
    return true;
}

/* Trains by asking `ask`, and has the reference compute the loss of each of the parameters that came
 * back. Returns whether all were there. */
static bool course_of(struct check *check, const struct convergence *on,
                      const struct bundle *request,
                      bool (*ask)(struct check *, const struct bundle *, struct bundle *),
                      real *loss /* (most_points) */)
{
    struct bundle trained, losses;
    if (check_is_over(check) || !ask(check, request, &trained)) {
        return false;
    }
    struct bundle question =
        check_case_of(check, 'c', "unrecorded"); /* it depends on the student */
    for (size_t i = 0; i < 3; i++) {             /* x, y, hidden */
        const struct frame *const frame = &request->frame[i];
        give(&question, frame->name, frame->shape, frame->data);
    }
    const bool complete = give_rows(&question, on, request, &trained);
    check_that(check, complete, "convergence", request, "The answer lacks some of the parameters.");
    const bool asked = complete && check_ask_reference(check, &question, &losses);
    if (asked) {
        memcpy(loss, bundle_find(&losses, "losses")->data, on->epochs / on->every * sizeof *loss);
        bundle_free(&losses);
    }
    bundle_free(&question);
    bundle_free(&trained);
    return asked;
}

static json_t *curve_of(const real *loss, size_t points)
{
    json_t *const curve = json_array();
    for (size_t i = 0; i < points; i++) {
        char text[32];
        snprintf(text, sizeof text, "%.6g", (double)fabs(loss[i])); /* a NaN's sign is chance */
        json_array_append_new(curve, json_string(text));
    }
    return curve;
}

/* Compares the student's course with the reference's, and its end with the limit. */
static void see_course(struct check *check, const struct convergence *on,
                       const struct bundle *request, const real *mine, const real *right)
{
    const size_t points = on->epochs / on->every;
    for (size_t i = 0; i < points; i++) {
        check_that(check, fabs(mine[i] - right[i]) <= most_apart * right[i], "convergence", request,
                   "After %zu epochs on %s the loss is %.4g; the reference, from the same start, "
                   "has %.4g. All rows are one batch, so there is one right course.",
                   (i + 1) * on->every, on->network.name, (double)fabs(mine[i]), (double)right[i]);
    }
    check_that(check, mine[points - 1] <= learnt, "convergence", request,
               "After %zu epochs on %s the loss is %.4g: it has not learnt XOR.", on->epochs,
               on->network.name, (double)fabs(mine[points - 1]));
}

static void check_convergence(struct check *check, const struct convergence *on, size_t first_seed)
{
    json_t *const runs = json_array();
    for (size_t seed = first_seed; seed < first_seed + seeds; seed++) {
        real mine[most_points], its[most_points];
        struct bundle request = training_request(check, on, seed);
        if (course_of(check, on, &request, check_ask_reference, its) &&
            course_of(check, on, &request, check_ask, mine)) {
            const size_t points = on->epochs / on->every;
            see_course(check, on, &request, mine, its);
            json_array_append_new(runs, json_pack("{s:I, s:o, s:o}", "seed", (json_int_t)seed,
                                                  "student", curve_of(mine, points), "reference",
                                                  curve_of(its, points)));
        }
        bundle_free(&request);
    }
    char axis[48];
    snprintf(axis, sizeof axis, "epoch / %zu", on->every);
    json_array_append_new(check->convergence,
                          json_pack("{s:s, s:s, s:s, s:f, s:o}", "name", on->network.name, "x",
                                    axis, "y", "binary cross-entropy", "limit", (double)learnt,
                                    "runs", runs));
}

void check_network(struct check *check)
{
    const size_t first_seed = pcg32_below(&check->generator, 1000000);
    if (check->cases != cases_convergence_alone) {
        check_network_values(check);
    }
    if (!check->stopped && check->cases != cases_without_convergence) {
        for (size_t i = 0; i < sizeof trainings / sizeof *trainings; i++) {
            check_convergence(check, &trainings[i], first_seed);
        }
    }
}
