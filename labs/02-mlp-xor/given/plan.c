/* How a network is built and trained. The header says what each function does. */
#include "02-mlp-xor/given/plan.h"

#include <stdio.h>

struct plan plan_with(const struct options *options, struct plan defaults)
{
    struct plan plan = defaults;
    plan.hidden = options->has_hidden ? options->hidden : plan.hidden;
    plan.depth = options->depth > 0 ? options->depth : plan.depth;
    plan.depth = plan.hidden > 0 ? plan.depth : 0;
    plan.activation = options->has_activation ? options->activation : plan.activation;
    plan.initialisation =
        options->has_initialisation ? options->initialisation : plan.initialisation;
    plan.squared = options->squared;
    plan.rate = options->rate > 0 ? options->rate : plan.rate;
    plan.momentum = options->momentum > 0 ? options->momentum : plan.momentum;
    plan.batch = options->batch > 0 ? options->batch : plan.batch;
    plan.epochs = options->epochs > 0 ? options->epochs : plan.epochs;
    return plan;
}

struct plan_text plan_to_text(const struct plan *plan, size_t in)
{
    enum { all_shown = 3 }; /* hidden layers */
    struct plan_text text;
    int length = snprintf(text.text, sizeof text.text, "%zu", in);
    const size_t shown = plan->depth <= all_shown ? plan->depth : 1;
    for (size_t i = 0; i < shown; i++) {
        length +=
            snprintf(text.text + length, sizeof text.text - (size_t)length, "-%zu", plan->hidden);
    }
    char *const rest = text.text + length;
    const size_t room = sizeof text.text - (size_t)length;
    if (plan->depth == 0) {
        snprintf(rest, room, "-1");
    } else if (plan->depth == shown) {
        snprintf(rest, room, "-1, %s", activation_name(plan->activation));
    } else {
        snprintf(rest, room, "-...-%zu-1, %s, %zu hidden layers", plan->hidden,
                 activation_name(plan->activation), plan->depth);
    }
    return text;
}

void plan_write(struct trace *trace, const struct plan *plan, size_t in)
{
    trace_row(trace, (real[]){(real)in, (real)plan->hidden, (real)plan->depth});
    trace_row(trace, (real[]){(real)plan->activation, plan->squared, plan->rate});
}
