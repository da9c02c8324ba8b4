/* A network that says yes or no. The header says what each function does. */
#include "02-mlp-xor/given/classifier.h"

#include "common/section.h"
#include "losses/loss.h"

#include <string.h>
#include <tgmath.h>

/* --- making one ------------------------------------------------------------------------------- */

/* The probability is the sigmoid of the logit, as the decision at logit 0 has it. */
static struct variable *squared_error(struct tape *tape, struct variable *logits,
                                      struct variable *y)
{
    return mse_loss(tape, activate(tape, activation_sigmoid, logits), y);
}

static struct tensor copy_of(struct arena *arena, size_t rows, size_t columns, const real *values)
{
    const struct tensor copy = tensor_new(arena, shape_2d(rows, columns));
    memcpy(copy.data, values, rows * columns * sizeof *values);
    return copy;
}

static struct learner *new_learner(struct lab *lab, struct classifier *classifier)
{
    const struct samples *const points = &classifier->points;
    const struct plan *const plan = &classifier->plan;
    const bool few = plan->batch > 0 && plan->batch < points->count;
    const struct learner_settings settings = {.loss = plan->squared ? squared_error
                                                                    : binary_cross_entropy_loss,
                                              .batch = few ? plan->batch : points->count,
                                              .rate = plan->rate,
                                              .beta = plan->momentum,
                                              .generator = &classifier->generator};
    return learner_new(lab, &classifier->mlp,
                       copy_of(&lab->model, points->count, points->in, points->x),
                       copy_of(&lab->model, points->count, 1, points->y), &settings);
}

static void require_logits(struct learner *learner)
{
    struct tape *const tape = &learner->tape;
    tape->recording = false;
    const struct shape found =
        mlp_forward(tape, learner->mlp, tape_constant(tape, learner->x))->value.shape;
    tape->recording = true;
    tape_reset(tape);
    if (!shape_equal(found, learner->y.shape)) {
        section_stop("mlp_forward made %s of %s; expected %s, a logit for each row",
                     shape_to_text(found).text, shape_to_text(learner->x.shape).text,
                     shape_to_text(learner->y.shape).text);
    }
}

struct classifier *classifier_new(struct lab *lab, const struct plan *plan,
                                  const struct samples *points, uint64_t stream)
{
    const struct learner_form form = {points->in, plan->hidden, plan->depth, plan->activation,
                                      plan->initialisation};
    struct classifier *const c = arena_take(&lab->model, sizeof *c);
    *c = (struct classifier){
        .points = *points, .plan = *plan, .generator = lab_generator(lab, stream)};
    c->mlp = learner_network(lab, &form, points->count, &c->generator);
    c->learner = new_learner(lab, c);
    c->logits = arena_reals(&lab->model, points->count);
    require_logits(c->learner);
    return c;
}

/* --- using it --------------------------------------------------------------------------------- */

void classifier_epoch(struct classifier *classifier)
{
    learner_epoch(classifier->learner);
    classifier->epoch++;
}

bool classifier_decides(real logit)
{
    return fabs(logit) > (real)0.001;
}

static bool is_right(real logit, real label)
{
    return classifier_decides(logit) && (logit > 0) == (label > (real)0.5);
}

struct score classifier_score(struct classifier *classifier)
{
    const struct samples *const points = &classifier->points;
    struct score score = {.loss = learner_loss(classifier->learner)};
    learner_predict(classifier->learner, classifier->learner->x, classifier->logits);
    for (size_t i = 0; i < points->count; i++) {
        score.right += is_right(classifier->logits[i], points->y[i]);
    }
    return score;
}

void classifier_hidden(struct classifier *classifier, struct tensor x /* (rows,in) */,
                       real *hidden /* (rows,units) */)
{
    struct tape *const tape = &classifier->learner->tape;
    struct linear_layer *const first = &classifier->mlp.layer[0];
    tape->recording = false;
    struct variable *const sum = linear_layer_forward(tape, first, tape_constant(tape, x));
    const struct variable *const out = activate(tape, classifier->mlp.hidden, sum);
    memcpy(hidden, out->value.data, variable_count(out) * sizeof *hidden);
    tape_reset(tape);
    tape->recording = true;
}
