/* 3.11: a mask has many right answers, for it may be drawn in any order. What is judged: every element
 * is 0 or 1 / (1 - rate), y is x times the mask, the share that is kept is 1 - rate, each element is
 * drawn for itself and anew in each pass, all from the generator that was given, and in evaluation
 * nothing is dropped and nothing drawn. What the backward function is given is the reference's mask.
 *
 * The limits, each exceeded by chance in 2 of 10^9 seeds at most:
 *   share      within 6 standard errors of 1 - rate: of 4000 elements within 4.1 % at rate 0.25
 *   lags       elements 1 to 16 apart, or a pass apart: their correlation within 6 standard errors
 *   patterns   which of three elements are kept, over 1500 passes: a chi-square of 7 degrees of freedom
 *              below 56
 */
#include "judge/case.h"
#include "judge/compare.h"
#include "judge/lab03.h"

#include <math.h>
#include <string.h>

static const char handout[] = "the handout's numbers";
static const double errors_allowed = 6, pattern_limit = 56;

/* --- one answer ------------------------------------------------------------------------------- */

struct masks {
    const struct bundle *request;
    size_t count, passes;
    real rate;
    const real *x, *mask, *y; /* (count), (passes,count), (passes,count) */
};

/* Returns false, and says so, when the answer lacks its arrays. */
static bool read_masks(struct check *check, const struct bundle *request, const struct bundle *got,
                       struct masks *masks)
{
    const struct frame *const x = bundle_find(request, "x");
    const struct frame *const mask = bundle_find(got, "masks"), *const y = bundle_find(got, "ys");
    *masks = (struct masks){.request = request,
                            .count = x->count,
                            .passes = (size_t)number_in(request, "passes"),
                            .rate = number_in(request, "rate"),
                            .x = x->data};
    const size_t wanted = masks->count * masks->passes;
    const bool complete = mask && y && mask->count == wanted && y->count == wanted;
    check_that(check, complete, "answer", request, "The answer lacks its arrays.");
    if (complete) {
        masks->mask = mask->data;
        masks->y = y->data;
    }
    return complete;
}

static bool is_near(real a, real b)
{
    return fabs((double)(a - b)) <= 1e-9 * fmax(1.0, fabs((double)b));
}

/* Each element of the mask is dropped, or kept and grown as it should be. */
static void see_mask(struct check *check, const struct masks *masks, real kept)
{
    size_t wrong = 0, first = 0;
    for (size_t i = masks->count * masks->passes; i-- > 0;) {
        const bool right = masks->mask[i] == 0 || is_near(masks->mask[i], kept);
        wrong += right ? 0 : 1;
        first = right ? first : i;
    }
    const double got = (double)masks->mask[first];
    check_that(check, wrong == 0, "mask", masks->request,
               "In %zu of %zu places the mask is neither 0 nor %.6g: the first of them is %s.%s",
               wrong, masks->count * masks->passes, (double)kept, number_to_text((real)got).text,
               isnan(got) ? " It was not written." : "");
    if (wrong > 0 && isfinite(got)) {
        check->fingerprint += got;
    }
}

static void see_output(struct check *check, const struct masks *masks)
{
    size_t wrong = 0, first = 0;
    for (size_t i = masks->count * masks->passes; i-- > 0;) {
        const bool right = is_near(masks->y[i], masks->x[i % masks->count] * masks->mask[i]);
        wrong += right ? 0 : 1;
        first = right ? first : i;
    }
    check_that(
        check, wrong == 0, "y", masks->request,
        "In %zu of %zu places y is not x times the mask: the first has x = %.6g, mask = %.6g, "
        "y = %.6g.",
        wrong, masks->count * masks->passes, (double)masks->x[first % masks->count],
        (double)masks->mask[first], (double)masks->y[first]);
}

/* --- statistics ------------------------------------------------------------------------------- */

/* Whether the share of elements that are kept is as it should be. */
static bool see_share(struct check *check, const struct masks *masks)
{
    const double all = (double)(masks->count * masks->passes), right = 1 - (double)masks->rate;
    double kept = 0;
    for (size_t i = 0; i < masks->count * masks->passes; i++) {
        kept += masks->mask[i] != 0 ? 1 : 0;
    }
    const double error = sqrt(right * (1 - right) / all);
    const bool holds = fabs(kept / all - right) <= errors_allowed * error;
    check_that(check, holds, "share", masks->request,
               "Of %g elements %.3g %% are kept; at rate %g it should be %g %%, give or take %.2g.",
               all, 100 * kept / all, (double)masks->rate, 100 * right, 100 * error);
    if (!holds) {
        check->fingerprint += floor(8 * kept / all + 0.5);
    }
    return holds;
}

/* How much elements `lag` apart go together, in standard errors. */
static double correlation(const struct masks *masks, size_t lag)
{
    const size_t count = masks->count * masks->passes;
    const double share = 1 - (double)masks->rate;
    double sum = 0;
    for (size_t i = lag; i < count; i++) {
        sum +=
            ((masks->mask[i] != 0 ? 1 : 0) - share) * ((masks->mask[i - lag] != 0 ? 1 : 0) - share);
    }
    return sum / (share * (1 - share)) / sqrt((double)(count - lag));
}

/* Whether each element is drawn for itself, and each pass anew. */
static void see_independence(struct check *check, const struct masks *masks)
{
    const bool anew = fabs(correlation(masks, masks->count)) <= errors_allowed;
    check_that(
        check, anew, "passes", masks->request,
        "The masks of one pass and of the next are not independent: each pass draws its own, "
        "from the generator that is given.");
    for (size_t lag = 1; lag <= 16 && anew; lag++) {
        check_that(
            check, fabs(correlation(masks, lag)) <= errors_allowed, "neighbours", masks->request,
            "Elements %zu apart are not independent: each element is to be drawn for itself.", lag);
    }
}

static void see_patterns(struct check *check, const struct masks *masks)
{
    enum { elements = 3, patterns = 1 << elements };
    size_t tally[patterns] = {0};
    double uneven = 0;
    for (size_t pass = 0; pass < masks->passes; pass++) {
        size_t pattern = 0;
        for (size_t i = 0; i < elements; i++) {
            pattern |= masks->mask[pass * elements + i] != 0 ? (size_t)1 << i : 0;
        }
        tally[pattern]++;
    }
    for (size_t pattern = 0; pattern < patterns; pattern++) {
        double fair = (double)masks->passes;
        for (size_t i = 0; i < elements; i++) {
            fair *= pattern >> i & 1 ? 1 - (double)masks->rate : (double)masks->rate;
        }
        const double away = (double)tally[pattern] - fair;
        uneven += away * away / fair;
    }
    check_that(
        check, uneven < pattern_limit, "patterns", masks->request,
        "Elements are not dropped independently: of %zu passes over three elements, %zu kept "
        "all and %zu none; about %.0f and %.0f would be right.",
        masks->passes, tally[patterns - 1], tally[0],
        (double)masks->passes * pow(1 - (double)masks->rate, 3),
        (double)masks->passes * pow((double)masks->rate, 3));
}

static void see_generator(struct check *check, const struct bundle *request,
                          const struct bundle *got, const struct masks *masks)
{
    const struct frame *const again = bundle_find(got, "again");
    const struct frame *const other = bundle_find(got, "other");
    const size_t bytes = masks->count * sizeof *masks->mask;
    check_that(check,
               again && again->count == masks->count &&
                   memcmp(again->data, masks->mask, bytes) == 0,
               "same seed", request,
               "Two calls with equal generators give different masks: draw from the generator that "
               "is given, and from nothing else.");
    check_that(check,
               other && other->count == masks->count &&
                   memcmp(other->data, masks->mask, bytes) != 0,
               "other seed", request,
               "Generators of different seeds give the same mask: draw from the generator that is "
               "given.");
}

/* --- forward ---------------------------------------------------------------------------------- */

static void give_pass(struct check *check, struct bundle *request, real rate, bool training,
                      size_t passes)
{
    give_number(request, "rate", rate);
    give_number(request, "training", training);
    give_number(request, "passes", (real)passes);
    give_number(request, "seed", (real)pcg32_below(&check->generator, 1000000));
}

/* Looks at what holds for every mask, and then at what `see` looks for. Frees the request. */
static void check_masks(struct check *check, struct bundle *request,
                        void (*see)(struct check *, const struct masks *))
{
    struct bundle got;
    struct masks masks;
    if (check_ask(check, request, &got)) {
        if (read_masks(check, request, &got, &masks)) {
            see_mask(check, &masks, 1 / (1 - masks.rate));
            see_output(check, &masks);
            if (see) {
                see(check, &masks);
            }
        }
        case_add_answer(check, request, &got);
        bundle_free(&got);
    }
    bundle_free(request);
}

static void check_hand_mask(struct check *check)
{
    struct bundle hand = check_case(check, "%s", handout);
    give(&hand, "x", shape_1d(4), (const real[]){4, 2, 8, 6});
    give_number(&hand, "rate", (real)0.2);
    give_number(&hand, "training", 1);
    give_number(&hand, "passes", 1);
    give_number(&hand, "seed", 890);
    check_masks(check, &hand, NULL);
}

/* When the share is wrong, correlations mean nothing. */
static void see_large_mask(struct check *check, const struct masks *masks)
{
    if (see_share(check, masks)) {
        see_independence(check, masks);
    }
}

static void see_all_kept(struct check *check, const struct masks *masks)
{
    see_share(check, masks);
}

static void check_training_masks(struct check *check)
{
    static const struct {
        size_t count;
        double rate;
    } cases[] = {{1, 0.5}, {2, 0.1}, {7, 0.25}, {33, 0.9}, {5, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bundle request = check_case(check, "random numbers");
        give_random(check, &request, "x", shape_1d(cases[i].count));
        give_pass(check, &request, (real)cases[i].rate, true, 3);
        check_masks(check, &request, cases[i].rate > 0 ? NULL : see_all_kept);
    }
}

/* Where something was wrong with a mask already, it would be told once more. (The case is made in any
 * event: what others are made of must not depend on the student.) Frees the request. */
static void check_unless_wrong(struct check *check, struct bundle *request,
                               void (*see)(struct check *, const struct masks *))
{
    if (check->faults == 0) {
        check_masks(check, request, see);
    } else {
        bundle_free(request);
    }
}

static void check_many_masks(struct check *check)
{
    static const double rates[] = {0.25, 0.6};
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        struct bundle request = check_case(check, "2000 elements, twice");
        give_random(check, &request, "x", shape_1d(2000));
        give_pass(check, &request, (real)rates[i], true, 2);
        check_masks(check, &request, see_large_mask);
    }
    struct bundle few = check_case(check, "three elements, many passes");
    give_random(check, &few, "x", shape_1d(3));
    give_pass(check, &few, (real)0.4, true, 1500);
    check->unwatched = true;
    check_unless_wrong(check, &few, see_patterns);
    check->unwatched = false;
}

static void check_generator(struct check *check)
{
    struct bundle got, request = check_case(check, "the generator");
    struct masks masks;
    give_random(check, &request, "x", shape_1d(100));
    give_pass(check, &request, (real)0.5, true, 1);
    if (check->faults == 0 && check_ask(check, &request, &got)) {
        if (read_masks(check, &request, &got, &masks)) {
            see_generator(check, &request, &got, &masks);
        }
        bundle_free(&got);
    }
    bundle_free(&request);
}

/* Nothing is dropped, and nothing drawn. */
static void see_evaluation(struct check *check, const struct bundle *request,
                           const struct bundle *got, const struct masks *masks)
{
    size_t wrong = 0, first = 0;
    for (size_t i = masks->count * masks->passes; i-- > 0;) {
        const bool right = masks->mask[i] == 1;
        wrong += right ? 0 : 1;
        first = right ? first : i;
    }
    const double mask = (double)masks->mask[first], y = (double)masks->y[first];
    check_that(
        check, wrong == 0, "evaluation", request,
        "In evaluation nothing is dropped and nothing grows, so the mask is 1 everywhere; in "
        "%zu of %zu places it is not: the first is %.6g.%s",
        wrong, masks->count * masks->passes, mask, isnan(mask) ? " It was not written." : "");
    check_that(check, !(wrong == 0 && number_in(got, "drawn") == 1), "drawn", request,
               "In evaluation a random number was drawn: then what training draws depends on how "
               "often was evaluated.");
    if (wrong > 0) {
        check->fingerprint += (isfinite(mask) ? mask : 7) + (isfinite(y) ? y : 7);
    }
}

/* Frees the request. */
static void check_evaluated(struct check *check, struct bundle *request)
{
    struct bundle got;
    struct masks masks;
    if (check_ask(check, request, &got)) {
        if (read_masks(check, request, &got, &masks)) {
            see_evaluation(check, request, &got, &masks);
            see_output(check, &masks);
        }
        case_add_answer(check, request, &got);
        bundle_free(&got);
    }
    bundle_free(request);
}

static void check_evaluation(struct check *check)
{
    static const size_t counts[] = {1, 20};
    struct bundle hand = check_case(check, "%s, evaluation", handout);
    give(&hand, "x", shape_1d(4), (const real[]){4, 2, 8, 6});
    give_pass(check, &hand, (real)0.2, false, 1);
    check_evaluated(check, &hand);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        struct bundle request = check_case(check, "evaluation, random numbers");
        give_random(check, &request, "x", shape_1d(counts[i]));
        give_pass(check, &request, (real)0.5, false, 1);
        check_evaluated(check, &request);
    }
    struct bundle without = check_case(check, "evaluation, the generator is NULL");
    give_random(check, &without, "x", shape_1d(7));
    give_pass(check, &without, (real)0.5, false, 1);
    bundle_remove(&without, "seed");
    if (check->faults == 0) { /* who draws all the same would crash */
        check_evaluated(check, &without);
    } else {
        bundle_free(&without);
    }
}

static void check_forward(struct check *check)
{
    check_hand_mask(check);
    check_training_masks(check);
    check_many_masks(check);
    check_generator(check);
    check_evaluation(check);
}

/* --- backward --------------------------------------------------------------------------------- */

/* Adds the mask that the reference draws for this request. */
static void give_mask(struct check *check, struct bundle *request)
{
    struct bundle question = bundle_copy(request), answer;
    strcpy(question.exercise, check->exercise->id);
    if (!check_is_over(check) && check_ask_reference(check, &question, &answer)) {
        give(request, "mask", bundle_find(request, "x")->shape,
             bundle_find(&answer, "masks")->data);
        bundle_free(&answer);
    }
    bundle_free(&question);
}

static void check_backward(struct check *check)
{
    static const struct derivative by_x = {"dx", "x"};
    static const struct {
        size_t count;
        double rate;
    } cases[] = {{1, 0.5}, {2, 0.5}, {7, 0.25}, {33, 0.6}, {20, 0.9}, {5, 0}};
    struct bundle hand = check_case_of(check, 'b', "%s", handout);
    give(&hand, "mask", shape_1d(4), (const real[]){(real)1.25, 0, (real)1.25, (real)1.25});
    give(&hand, "dy", shape_1d(4), (const real[]){2, 3, -4, (real)0.8});
    give(&hand, "dx", shape_1d(4), (const real[]){10, 10, 0, 0});
    may_change(&hand, "dx");
    check_values(check, &hand);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bundle request = check_case_of(check, 'b', "random numbers, something stands in dx");
        give_random(check, &request, "x", shape_1d(cases[i].count));
        give_pass(check, &request, (real)cases[i].rate, true, 1);
        give_mask(check, &request);
        give_random(check, &request, "dy", shape_1d(cases[i].count));
        give_random(check, &request, "dx", shape_1d(cases[i].count));
        may_change(&request, "dx");
        check_gradients(check, &request, "3.11", "ys", "dy", &by_x, 1);
    }
}

void check_dropout(struct check *check)
{
    check_section(check, "forward", "dropout_forward");
    check_forward(check);
    check_section(check, "backward", "dropout_backward");
    check_backward(check);
}
