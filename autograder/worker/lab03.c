/* The drivers of lab 03: the loss, dropout, batch norm; the others have files of their own. Frame names
 * are those of the headers' arguments.
 *
 * Each function of an exercise has a driver of its own: the judge sends a backward function what the
 * forward one should have given.
 */
#include "worker/lab03.h"

#include "kernels/naive/batch_norm.h"
#include "kernels/naive/dropout.h"
#include "kernels/naive/softmax_cross_entropy.h"

#include <stdlib.h>
#include <string.h>

real *copy_of(size_t count, const real *values)
{
    real *const copy = scratch(count);
    memcpy(copy, values, count * sizeof *copy);
    return copy;
}

void put_back(real *copy, size_t count, real *values)
{
    memcpy(values, copy, count * sizeof *copy);
    free(copy);
}

unsigned char *labels_of(const struct call *call, const char *name)
{
    const size_t count = count_of(call, name);
    const real *const values = array(call, name);
    unsigned char *const labels = malloc(count);
    if (!labels) {
        panic("worker: no memory for %zu labels", count);
    }
    for (size_t i = 0; i < count; i++) {
        labels[i] = (unsigned char)values[i];
    }
    return labels;
}

/* --- 3.3 and 3.4: softmax cross-entropy ------------------------------------------------------- */

static const real *weight_of(const struct call *call)
{
    return is_given(call, "weight") ? array(call, "weight") : NULL;
}

/* z (n,classes), y (n), weight (classes) or none -> loss */
static void exercise_3_3(const struct call *call)
{
    output_number(call, "loss",
                  softmax_cross_entropy_forward(size_of(call, "z", 0), size_of(call, "z", 1),
                                                array(call, "z"), array(call, "y"),
                                                weight_of(call)));
}

/* z (n,classes), y (n), weight (classes) or none, dloss, dz (n,classes) -> dz */
static void exercise_3_4(const struct call *call)
{
    softmax_cross_entropy_backward(size_of(call, "z", 0), size_of(call, "z", 1), array(call, "z"),
                                   array(call, "y"), weight_of(call), number(call, "dloss"),
                                   array(call, "dz"));
}

/* --- 3.11: dropout ---------------------------------------------------------------------------- */

/* One pass after the other with one generator, NULL for none. */
static void run_passes(const struct call *call, struct pcg32 *generator, size_t passes,
                       real *masks /* (passes,count) */, real *ys /* (passes,count) */)
{
    const size_t count = count_of(call, "x");
    for (size_t pass = 0; pass < passes; pass++) {
        real *const mask = scratch(count), *const y = scratch(count);
        dropout_forward(count, number(call, "rate"), whole(call, "training") == 1, generator,
                        array(call, "x"), mask, y);
        put_back(mask, count, masks + pass * count);
        put_back(y, count, ys + pass * count);
    }
}

/* x (count), rate, training, passes, seed or none for no generator -> masks, ys (passes,count), drawn:
 * whether a number was drawn; again, other (count): the first mask once more from the seed, and from
 * the next one */
static void exercise_3_11(const struct call *call)
{
    const size_t count = count_of(call, "x"), passes = whole(call, "passes");
    real *const masks = output(call, "masks", shape_2d(passes, count));
    real *const ys = output(call, "ys", shape_2d(passes, count));
    if (!is_given(call, "seed")) {
        run_passes(call, NULL, passes, masks, ys);
        return;
    }
    const struct pcg32 start = pcg32_seed(whole(call, "seed"), 1);
    struct pcg32 generator = start, again = start, other = pcg32_seed(whole(call, "seed") + 1, 1);
    real *const y = scratch(count);
    run_passes(call, &generator, passes, masks, ys);
    run_passes(call, &again, 1, output(call, "again", shape_1d(count)), y);
    run_passes(call, &other, 1, output(call, "other", shape_1d(count)), y);
    output_number(call, "drawn", memcmp(&generator, &start, sizeof start) != 0);
    free(y);
}

/* mask (count), dy (count), dx (count) -> dx */
static void exercise_3_11_backward(const struct call *call)
{
    dropout_backward(count_of(call, "mask"), array(call, "mask"), array(call, "dy"),
                     array(call, "dx"));
}

/* --- 3.12 and 3.13: batch norm ---------------------------------------------------------------- */

static struct batch_norm norm_of(const struct call *call, real *mean, real *variance)
{
    return (struct batch_norm){.features = count_of(call, "gamma"),
                               .epsilon = number(call, "epsilon"),
                               .momentum = number(call, "momentum"),
                               .gamma = array(call, "gamma"),
                               .beta = array(call, "beta"),
                               .running_mean = mean,
                               .running_variance = variance};
}

/* x (batches,n,features), gamma, beta, running_mean, running_variance (features), epsilon, momentum
 * -> y, xhat (batches,n,features), deviation (batches,features), and the running statistics */
static void exercise_3_12(const struct call *call)
{
    const size_t batches = size_of(call, "x", 0), n = size_of(call, "x", 1);
    const size_t features = size_of(call, "x", 2), count = n * features;
    const struct batch_norm norm =
        norm_of(call, array(call, "running_mean"), array(call, "running_variance"));
    real *const ys = output(call, "y", shape_of(call, "x"));
    real *const xhats = output(call, "xhat", shape_of(call, "x"));
    real *const deviations = output(call, "deviation", shape_2d(batches, features));
    for (size_t batch = 0; batch < batches; batch++) {
        real *const x = copy_of(count, array(call, "x") + batch * count), *const y = scratch(count);
        real *const xhat = scratch(count), *const deviation = scratch(features);
        batch_norm_train(&norm, n, x, xhat, deviation, y);
        put_back(x, count, array(call, "x") + batch * count);
        put_back(y, count, ys + batch * count);
        put_back(xhat, count, xhats + batch * count);
        put_back(deviation, features, deviations + batch * features);
    }
}

/* x (n,features), gamma, beta, running_mean, running_variance (features), epsilon, momentum -> y */
static void exercise_3_12_evaluate(const struct call *call)
{
    const struct batch_norm norm =
        norm_of(call, array(call, "running_mean"), array(call, "running_variance"));
    batch_norm_evaluate(&norm, size_of(call, "x", 0), array(call, "x"),
                        output(call, "y", shape_of(call, "x")));
}

/* x (n,features), gamma, beta (features), epsilon, momentum -> y: in training, to be measured by */
static void exercise_3_12_alone(const struct call *call)
{
    const size_t n = size_of(call, "x", 0), features = size_of(call, "x", 1);
    real *const mean = scratch(features), *const variance = scratch(features);
    real *const xhat = scratch(n * features), *const deviation = scratch(features);
    const struct batch_norm norm = norm_of(call, mean, variance);
    batch_norm_train(&norm, n, array(call, "x"), xhat, deviation,
                     output(call, "y", shape_2d(n, features)));
    free(mean);
    free(variance);
    free(xhat);
    free(deviation);
}

/* xhat (n,features), deviation, gamma, beta (features), epsilon, momentum, dy, dx (n,features), dgamma,
 * dbeta (features) -> dx, dgamma, dbeta */
static void exercise_3_13(const struct call *call)
{
    const size_t features = count_of(call, "gamma");
    real *const mean = scratch(features), *const variance = scratch(features);
    const struct batch_norm norm = norm_of(call, mean, variance);
    batch_norm_backward(&norm, size_of(call, "xhat", 0), array(call, "xhat"),
                        array(call, "deviation"), array(call, "dy"), array(call, "dx"),
                        array(call, "dgamma"), array(call, "dbeta"));
    free(mean);
    free(variance);
}

const struct driver drivers[] = {
    {"3.1", exercise_3_1},
    {"3.1b", exercise_3_1_apply},
    {"3.2", exercise_3_2},
    {"3.2b", exercise_3_2_tally},
    {"3.3", exercise_3_3},
    {"3.4", exercise_3_4},
    {"3.5", exercise_3_5},
    {"3.5b", exercise_3_5_precision},
    {"3.5c", exercise_3_5_recall},
    {"3.5d", exercise_3_5_f1},
    {"3.6", exercise_3_6},
    {"3.6b", exercise_3_6_restore},
    {"3.7", exercise_3_7},
    {"3.7b", exercise_3_7_training},
    {"3.7c", exercise_3_7_losses},
    {"3.8", exercise_3_8},
    {"3.8b", exercise_3_8_training},
    {"3.9", exercise_3_9},
    {"3.9b", exercise_3_9_training},
    {"3.10", exercise_3_10},
    {"3.10b", exercise_3_10_training},
    {"3.11", exercise_3_11},
    {"3.11b", exercise_3_11_backward},
    {"3.12", exercise_3_12},
    {"3.12b", exercise_3_12_evaluate},
    {"3.12c", exercise_3_12_alone},
    {"3.13", exercise_3_13},
    {NULL, NULL},
};
