/* Random weights have no right value. What is judged: every element is written, the mean is 0, the
 * variance is the rule's, the numbers are independent, and they come from the generator that was given.
 * Uniform and normal numbers are equally right.
 *
 * Each case draws `count` numbers, about 3000. Its limits:
 *   mean       within 6 standard errors: |mean| sqrt(count) / deviation < 6
 *   variance   within a quarter of the rule's; its relative standard error is sqrt(0.8 / count) = 1.6 %
 *              for uniform numbers and sqrt(2 / count) = 2.6 % for normal ones
 *   lags       the correlation of numbers that lie 1, a row or a layer apart, within 6 standard errors:
 *              |r| sqrt(count) < 6
 * Six standard errors are exceeded by chance in 2 of 10^9 draws. Of 600,000 drawings each of uniform
 * and of normal numbers none was refused: the largest mean and lag were 4.9 standard errors, the
 * variances 0.93 to 1.07 (uniform) and 0.88 to 1.12 (normal) of the rule's.
 */
#include "judge/lab02_initialisation.h"

#include <stdio.h>
#include <string.h>
#include <tgmath.h>

static const real errors_allowed = 6, least_ratio = (real)0.75, largest_ratio = (real)1.25;

/* What is drawn: so many layers' weights, each (out,in). */
struct drawing {
    size_t in, out, layers;
    const char *name;
};

enum { most_drawings = 3 };

/* A variance that somebody may have given the weights: factor / (by_in in + by_out out)^power. */
struct rule {
    real factor, by_in, by_out, power;
    const char *words;
};

struct initialisation {
    struct drawing drawing[most_drawings];
    const struct rule *rule; /* the right one first; the last has words NULL */
};

/* --- the numbers ------------------------------------------------------------------------------- */

struct statistics {
    real mean, variance;
    size_t count, unwritten;
};

static struct statistics statistics_of(const struct frame *w)
{
    struct statistics s = {.count = w->count};
    for (size_t i = 0; i < w->count; i++) {
        s.unwritten += isfinite(w->data[i]) ? 0 : 1;
        s.mean += w->data[i] / (real)w->count;
    }
    for (size_t i = 0; i < w->count; i++) {
        const real away = w->data[i] - s.mean;
        s.variance += away * away / (real)w->count;
    }
    return s;
}

/* The correlation of numbers that lie `lag` apart, in standard errors. */
static real correlation(const struct frame *w, const struct statistics *s, size_t lag)
{
    real sum = 0;
    for (size_t i = lag; i < w->count; i++) {
        sum += (w->data[i] - s->mean) * (w->data[i - lag] - s->mean);
    }
    return sum / s->variance / sqrt((real)(w->count - lag));
}

/* --- what is wrong with them ------------------------------------------------------------------- */

static void see_mean(struct check *check, const struct bundle *request, const struct statistics *s)
{
    const real error = sqrt(s->variance / (real)s->count);
    check_that(check, fabs(s->mean) <= errors_allowed * error, "mean", request,
               "The mean of %zu weights is %.3g; it should be 0, give or take %.2g.", s->count,
               (double)s->mean, (double)error);
}

/* Returns whether the numbers are independent; what else is measured means nothing when they are not. */
static bool see_independence(struct check *check, const struct bundle *request,
                             const struct frame *w, const struct statistics *s,
                             const struct drawing *drawing)
{
    const struct {
        size_t lag;
        const char *words;
    } lags[] = {{drawing->in * drawing->out, "The weights of one layer and of the next"},
                {drawing->in, "Weights in the same place of one row and the next"},
                {1, "Neighbouring weights"}};
    bool independent = true;
    for (size_t i = 0; i < sizeof lags / sizeof *lags && independent && s->variance > 0; i++) {
        independent = fabs(correlation(w, s, lags[i].lag)) <= errors_allowed;
        check_that(check, independent, lags[i].words, request,
                   "%s are not independent: each number is to be drawn anew.", lags[i].words);
    }
    return independent;
}

static void see_generator(struct check *check, const struct bundle *request,
                          const struct bundle *got)
{
    const struct frame *const w = bundle_find(got, "w"), *const again = bundle_find(got, "again");
    const struct frame *const other = bundle_find(got, "other");
    const size_t bytes = w->count * sizeof *w->data;
    check_that(check, again && again->count == w->count && memcmp(again->data, w->data, bytes) == 0,
               "generator", request,
               "Two calls with equal generators give different weights: draw from the generator "
               "that is given, and from nothing else.");
    check_that(check, other && other->count == w->count && memcmp(other->data, w->data, bytes) != 0,
               "generator", request,
               "Generators of different seeds give the same weights: draw from the generator that "
               "is given.");
}

/* --- the variance ------------------------------------------------------------------------------ */

static real variance_of(const struct rule *rule, const struct drawing *drawing)
{
    const real sum = rule->by_in * (real)drawing->in + rule->by_out * (real)drawing->out;
    return rule->factor / pow(sum, rule->power);
}

/* Whether all drawings that were answered have about the rule's variance. */
static bool fits(const struct rule *rule, const struct drawing *drawing, const real *variance,
                 size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const real ratio = variance[i] / variance_of(rule, &drawing[i]);
        if (!(ratio >= least_ratio && ratio <= largest_ratio)) {
            return false;
        }
    }
    return true;
}

/* Says of the first drawing whose variance is wrong how large it is, and which other rule would give
 * what all drawings have. */
static void see_variances(struct check *check, const struct initialisation *as,
                          const struct bundle *request, const real *variance, size_t count)
{
    const struct rule *other = as->rule + 1;
    while (other->words && !fits(other, as->drawing, variance, count)) {
        other++;
    }
    for (size_t i = 0; i < count; i++) {
        const bool holds = fits(as->rule, &as->drawing[i], &variance[i], 1);
        check_that(check, holds, "variance", &request[i],
                   "The variance of the weights is %.3g; it should be %s = %.3g.%s%s",
                   (double)variance[i], as->rule->words,
                   (double)variance_of(as->rule, &as->drawing[i]),
                   other->words ? " It looks like " : "", other->words ? other->words : "");
        if (!holds) {
            check->fingerprint += (double)(other - as->rule);
        }
    }
}

/* --- the check --------------------------------------------------------------------------------- */

static struct bundle drawing_request(struct check *check, const struct drawing *drawing)
{
    struct bundle request = check_case(check, "%s", drawing->name);
    give_number(&request, "in", (real)drawing->in);
    give_number(&request, "out", (real)drawing->out);
    give_number(&request, "layers", (real)drawing->layers);
    give_number(&request, "seed", (real)pcg32_below(&check->generator, 1000000));
    return request;
}

/* Asks one drawing and looks at all but its variance, which is written down. Returns whether it can be
 * judged: nothing else is said of weights that are all 0. */
static bool check_drawing(struct check *check, const struct bundle *request,
                          const struct drawing *drawing, const char *rule, real *variance)
{
    struct bundle got;
    if (!check_ask(check, request, &got)) {
        return false;
    }
    const struct frame *const w = bundle_find(&got, "w");
    const bool complete = w && w->count == drawing->in * drawing->out * drawing->layers;
    const struct statistics s = complete ? statistics_of(w) : (struct statistics){.unwritten = 1};
    check_that(check, s.unwritten == 0, "w", request,
               "%zu of %zu weights were never written, or are no numbers: w has out * in of them.",
               s.unwritten, s.count);
    bool measurable = false;
    const bool all_zero = s.unwritten == 0 && s.mean == 0 && s.variance == 0;
    check_that(check, !all_zero, "all zero", request,
               "All weights are 0: is %s a division of whole numbers?", rule);
    if (s.unwritten == 0 && !all_zero) {
        see_generator(check, request, &got);
        measurable = see_independence(check, request, w, &s, drawing);
    }
    if (measurable) {
        see_mean(check, request, &s);
    }
    *variance = s.variance;
    bundle_free(&got);
    return measurable;
}

static void check_initialisation(struct check *check, const struct initialisation *as)
{
    struct bundle request[most_drawings];
    real variance[most_drawings];
    size_t drawn = 0;
    for (size_t i = 0; i < most_drawings; i++) {
        request[i] = drawing_request(check, &as->drawing[i]);
    }
    while (drawn < most_drawings && check_drawing(check, &request[drawn], &as->drawing[drawn],
                                                  as->rule->words, &variance[drawn])) {
        drawn++;
    }
    see_variances(check, as, request, variance, drawn);
    for (size_t i = 0; i < most_drawings; i++) {
        bundle_free(&request[i]);
    }
}

/* --- the rules --------------------------------------------------------------------------------- */

static const struct initialisation xavier = {
    {{2, 8, 200, "the handout's numbers, many layers of it"},
     {60, 20, 3, "more in than out"},
     {20, 60, 3, "more out than in"}},
    (const struct rule[]){
        {2, 1, 1, 1, "2 / (in + out)"},
        {1, 1, 0, 1, "1 / in: the fan-in only."},
        {1, 0, 1, 1, "1 / out: the fan-out only."},
        {2, 1, 0, 1, "2 / in: that is He's rule."},
        {2, 0, 1, 1, "2 / out."},
        {1, 1, 1, 1, "1 / (in + out): the 2 is missing."},
        {4, 1, 1, 2, "2 / (in + out) taken for the standard deviation: that is its square."},
        {(real)4 / 3, 1, 1, 2, "2 / (in + out) taken for the limit a."},
        {(real)2 / 3, 1, 1, 1, "a third of that: from -a to a the variance is a^2 / 3, not a^2."},
        {6, 1, 1, 1, "the limit a taken for a standard deviation."},
        {12, 1, 1, 2, "6 / (in + out) taken for the limit a: its root is missing."},
        {(real)1 / 3, 0, 0, 0, "1/3, as numbers from -1 to 1 have it, whatever the sizes."},
        {.words = NULL},
    }};

static const struct initialisation he = {
    {{8, 1, 400, "the handout's numbers, many layers of it"},
     {60, 20, 3, "more in than out"},
     {20, 60, 3, "more out than in"}},
    (const struct rule[]){
        {2, 1, 0, 1, "2 / in"},
        {2, 1, 1, 1, "2 / (in + out): that is Xavier's rule."},
        {2, 0, 1, 1, "2 / out: the fan-out in place of the fan-in."},
        {1, 1, 0, 1, "1 / in: the half that ReLU cuts off is not put back."},
        {4, 1, 0, 2, "2 / in taken for the standard deviation: that is its square."},
        {(real)4 / 3, 1, 0, 2, "2 / in taken for the limit a."},
        {(real)2 / 3, 1, 0, 1, "a third of that: from -a to a the variance is a^2 / 3, not a^2."},
        {6, 1, 0, 1, "the limit a taken for a standard deviation."},
        {12, 1, 0, 2, "6 / in taken for the limit a: its root is missing."},
        {(real)1 / 3, 0, 0, 0, "1/3, as numbers from -1 to 1 have it, whatever the sizes."},
        {.words = NULL},
    }};

void check_xavier(struct check *check)
{
    check_initialisation(check, &xavier);
}

void check_he(struct check *check)
{
    check_initialisation(check, &he);
}
