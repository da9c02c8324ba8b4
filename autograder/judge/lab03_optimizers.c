/* 3.7 to 3.10: some steps in a row, with what is remembered carried on; then a training of one neuron,
 * so that a small error of each step shows in where they lead.
 */
#include "judge/lab03.h"
#include "judge/lab03_neuron.h"

#include <string.h>

static const char handout[] = "the handout's numbers";

/* One of the four, and what the judge sends it. */
struct optimizer {
    const char *setting[4]; /* besides the rate and epsilon */
    const char *memory[2];  /* what it remembers from step to step */
    bool counts_steps;      /* it is told the step's number t */
};

static const struct optimizer adagrad = {{NULL}, {"sum"}, false};
static const struct optimizer rmsprop = {{"decay"}, {"mean_square"}, false};
static const struct optimizer adam = {{"beta1", "beta2"}, {"m", "v"}, true};
static const struct optimizer adamw = {{"beta1", "beta2", "decay"}, {"m", "v"}, true};

/* What it remembers is moved with the values. */
static void may_change_memory(struct bundle *request, const struct optimizer *optimizer)
{
    for (size_t i = 0; i < 2 && optimizer->memory[i]; i++) {
        may_change(request, optimizer->memory[i]);
    }
}

/* --- by hand ---------------------------------------------------------------------------------- */

struct hand_setting {
    const char *name;
    double value;
};

/* A case of the handout: `count` coefficients, `steps` steps, nothing remembered before. */
struct hand_case {
    size_t count, steps;
    double start, gradient[4];
    struct hand_setting setting[5];
};

/* By hand one reckons with a few digits. To more of them, an epsilon of 1e-8 that stands in the wrong
 * place would look as if float had been written; a case with a large one shows it. */
static const real digits = (real)1e-5;

static void check_by_hand(struct check *check, const struct optimizer *optimizer,
                          const struct hand_case *hand)
{
    struct bundle request = check_case(check, "%s", handout);
    real *const start = bundle_add(&request, "start", shape_1d(hand->count))->data;
    struct frame *const gradients =
        bundle_add(&request, "gradients", shape_2d(hand->steps, hand->count));
    for (size_t i = 0; i < hand->count; i++) {
        start[i] = (real)hand->start;
    }
    for (size_t i = 0; i < gradients->count; i++) {
        gradients->data[i] = (real)hand->gradient[i];
    }
    for (size_t i = 0; i < 2 && optimizer->memory[i]; i++) {
        give_zeros(&request, optimizer->memory[i], shape_1d(hand->count));
    }
    for (size_t i = 0; hand->setting[i].name; i++) {
        give_number(&request, hand->setting[i].name, (real)hand->setting[i].value);
    }
    may_change_memory(&request, optimizer);
    check_values_within(check, &request, digits);
}

/* --- random numbers --------------------------------------------------------------------------- */

/* What the gradients of a case are. */
enum gradients { random_gradients, zero_gradients, tiny_gradients, constant_gradients };

struct steps_case {
    const char *name;
    size_t count, steps;
    enum gradients gradients;
    double epsilon; /* a large one shows where it stands */
    size_t t;       /* of the first step; behind the first one, something is remembered */
};

static const struct steps_case cases[] = {
    {"one step, a large epsilon", 1, 1, random_gradients, 0.3, 1},
    {"six steps, a large epsilon", 7, 6, random_gradients, 0.3, 1},
    {"three steps", 2, 3, random_gradients, 1e-8, 1},
    {"many coefficients", 33, 2, random_gradients, 1e-8, 1},
    {"gradients that stay the same", 3, 12, constant_gradients, 1e-3, 1},
    {"gradients of 0", 3, 3, zero_gradients, 1e-8, 1},
    {"tiny gradients, not much larger than epsilon", 5, 4, tiny_gradients, 1e-8, 1},
    {"in the middle of a training", 5, 3, random_gradients, 1e-8, 40},
    {"in the middle of a training, gradients of 0", 3, 2, zero_gradients, 0.01, 9},
};

static void give_gradients(struct check *check, struct bundle *request, const struct steps_case *as)
{
    give_random(check, request, "gradients", shape_2d(as->steps, as->count));
    real *const gradient = bundle_find(request, "gradients")->data;
    for (size_t i = 0; i < as->steps * as->count; i++) {
        if (as->gradients == zero_gradients) {
            gradient[i] = 0;
        } else if (as->gradients == tiny_gradients) {
            gradient[i] *= (real)1e-7;
        } else if (as->gradients == constant_gradients && i >= as->count) {
            gradient[i] = gradient[i - as->count];
        }
    }
}

/* Nothing before the first step; later what is remembered, of squares something positive. */
static void give_memory(struct check *check, struct bundle *request, const char *name,
                        const struct steps_case *as)
{
    if (as->t == 1) {
        give_zeros(request, name, shape_1d(as->count));
        return;
    }
    const real low = strcmp(name, "m") == 0 ? -1 : (real)0.05;
    real *const memory = bundle_add(request, name, shape_1d(as->count))->data;
    for (size_t i = 0; i < as->count; i++) {
        memory[i] = pcg32_uniform(&check->generator, low, 1);
    }
}

static void check_at_random(struct check *check, const struct optimizer *optimizer,
                            const struct steps_case *as)
{
    struct bundle request = check_case(check, "%s", as->name);
    give_random(check, &request, "start", shape_1d(as->count));
    give_gradients(check, &request, as);
    give_number(&request, "rate", pcg32_uniform(&check->generator, (real)0.01, (real)0.5));
    give_number(&request, "epsilon", (real)as->epsilon);
    for (size_t i = 0; optimizer->setting[i]; i++) {
        give_number(&request, optimizer->setting[i],
                    pcg32_uniform(&check->generator, (real)0.3, (real)0.95));
    }
    for (size_t i = 0; i < 2 && optimizer->memory[i]; i++) {
        give_memory(check, &request, optimizer->memory[i], as);
    }
    if (optimizer->counts_steps) {
        give_number(&request, "t", (real)as->t);
    }
    may_change_memory(&request, optimizer);
    check_values(check, &request);
}

/* --- the four --------------------------------------------------------------------------------- */

static void check_optimizer(struct check *check, const struct optimizer *optimizer,
                            const struct hand_case *hand, size_t hand_cases,
                            const struct neuron_training *training)
{
    const size_t first_seed = pcg32_below(&check->generator, 1000000);
    if (check->cases != cases_convergence_alone) {
        for (size_t i = 0; i < hand_cases; i++) {
            check_by_hand(check, optimizer, &hand[i]);
        }
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            check_at_random(check, optimizer, &cases[i]);
        }
    }
    if (check->cases != cases_without_convergence) {
        check->part =
            "value"; /* where the steps lead: who remembers rightly keeps the points for that */
        check_neuron(check, training, first_seed);
    }
}

void check_adagrad(struct check *check)
{
    static const struct hand_case hand[] = {{.count = 2,
                                             .steps = 2,
                                             .start = 1,
                                             .gradient = {3, -0.03, 4, -0.04},
                                             .setting = {{"rate", 0.5}, {"epsilon", 0}}},
                                            {.count = 1,
                                             .steps = 1,
                                             .start = 1,
                                             .gradient = {3},
                                             .setting = {{"rate", 0.5}, {"epsilon", 1}}}};
    static const struct neuron_training training = {"one neuron, Adagrad",
                                                    {{"rate", 0.1}, {"epsilon", 1e-10}}};
    check_optimizer(check, &adagrad, hand, 2, &training);
}

void check_rmsprop(struct check *check)
{
    static const struct hand_case hand[] = {
        {.count = 1,
         .steps = 2,
         .start = 1,
         .gradient = {4, 2},
         .setting = {{"rate", 0.25}, {"decay", 0.75}, {"epsilon", 0}}},
        {.count = 1,
         .steps = 1,
         .start = 1,
         .gradient = {4},
         .setting = {{"rate", 1}, {"decay", 0.75}, {"epsilon", 5}}}};
    static const struct neuron_training training = {
        "one neuron, RMSprop", {{"rate", 0.02}, {"decay", 0.9}, {"epsilon", 1e-8}}};
    check_optimizer(check, &rmsprop, hand, 2, &training);
}

void check_adam(struct check *check)
{
    static const struct hand_case hand = {
        .count = 2,
        .steps = 2,
        .start = 1,
        .gradient = {2, -0.02, -1, 0.01},
        .setting = {{"rate", 0.1}, {"beta1", 0.9}, {"beta2", 0.99}, {"epsilon", 1e-8}}};
    static const struct neuron_training training = {
        "one neuron, Adam", {{"rate", 0.05}, {"beta1", 0.9}, {"beta2", 0.999}, {"epsilon", 1e-8}}};
    check_optimizer(check, &adam, &hand, 1, &training);
}

void check_adamw(struct check *check)
{
    static const struct hand_case hand = {
        .count = 2,
        .steps = 2,
        .start = 8,
        .gradient = {2, 0, -1, 0},
        .setting = {
            {"rate", 0.1}, {"beta1", 0.9}, {"beta2", 0.99}, {"epsilon", 1e-8}, {"decay", 0.5}}};
    static const struct neuron_training training = {
        "one neuron, AdamW",
        {{"rate", 0.05}, {"beta1", 0.9}, {"beta2", 0.999}, {"epsilon", 1e-8}, {"decay", 0.1}}};
    check_optimizer(check, &adamw, &hand, 1, &training);
}
