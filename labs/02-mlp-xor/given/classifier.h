/* classifier.h: a network that says yes or no of points, and how well it does.
 *
 *     const struct plan plan = plan_with(&lab->options, defaults_of_this_section);
 *     struct classifier *const classifier = classifier_new(lab, &plan, &points, stream);
 *     classifier_epoch(classifier);
 *     const struct score score = classifier_score(classifier);
 *
 * The memory is the lab's: the model's arena, and the step's, which is free again behind each call.
 */
#ifndef DESCENT_LAB02_CLASSIFIER_H
#define DESCENT_LAB02_CLASSIFIER_H

#include "02-mlp-xor/given/lab.h"
#include "02-mlp-xor/given/learner.h"
#include "02-mlp-xor/given/plan.h"
#include "data/samples.h"

#include <stdbool.h>

struct classifier {
    struct samples points; /* the numbers are the caller's */
    struct plan plan;
    struct mlp mlp;
    struct pcg32 generator; /* of its first weights, and of each epoch's order */
    struct learner *learner;
    real *logits; /* (points.count): scratch */
    size_t epoch; /* trained so far */
};

/* A new classifier of these points, which have one label each. `stream` names its random numbers.
 * Ends the section in words when the arenas have no room for it, or when mlp_forward does not give
 * one logit for each point. */
struct classifier *classifier_new(struct lab *lab, const struct plan *plan,
                                  const struct samples *points, uint64_t stream);

/* Trains with each point once, in shuffled mini-batches. */
void classifier_epoch(struct classifier *classifier);

/* False for a logit within 0.001 of 0: where it should be exactly 0, rounding chooses the sign. */
bool classifier_decides(real logit);

/* How well it does on all points: the mean loss, and how many labels it tells right. */
struct score {
    real loss;
    size_t right;
};
struct score classifier_score(struct classifier *classifier);

/* What its first hidden layer makes of inputs. It has one. */
void classifier_hidden(struct classifier *classifier, struct tensor x /* (rows,in) */,
                       real *hidden /* (rows,units) */);

#endif
