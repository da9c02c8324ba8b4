#include "judge/compare.h"

#include <stdio.h>
#include <tgmath.h>

/* What the comparison of one array has to go by. */
struct pair {
    const char *name;
    size_t count;
    const real *expected, *got;
    const real *before; /* or NULL */
    real limit;         /* absolute */
    real scale;
};

static bool near(const struct pair *pair, real a, real b)
{
    return a == b || fabs(a - b) <= pair->limit; /* infinities are equal; NaN is near nothing */
}

static size_t count_nan(const struct pair *pair)
{
    size_t count = 0;
    for (size_t i = 0; i < pair->count; i++) {
        count += isnan(pair->got[i]) ? 1 : 0;
    }
    return count;
}

/* Elements that are infinite and should not be. */
static size_t count_infinite(const struct pair *pair)
{
    size_t count = 0;
    for (size_t i = 0; i < pair->count; i++) {
        count += isinf(pair->got[i]) && !isinf(pair->expected[i]) ? 1 : 0;
    }
    return count;
}

/* The first element that is NaN, or else infinite and should not be, or count: the one to show under a
 * sentence about these. */
static size_t first_unreal(const struct pair *pair)
{
    const bool nan = count_nan(pair) > 0;
    size_t i = 0;
    while (i < pair->count &&
           !(nan ? isnan(pair->got[i]) : isinf(pair->got[i]) && !isinf(pair->expected[i]))) {
        i++;
    }
    return i;
}

/* True when got[i] = factor * expected[i] + offset for all i. */
static bool all_are(const struct pair *pair, real factor, real offset)
{
    const real room = fmax((real)1, fabs(factor));
    for (size_t i = 0; i < pair->count; i++) {
        const real want = factor * pair->expected[i] + offset;
        if (!(fabs(pair->got[i] - want) <= pair->limit * room)) {
            return false;
        }
    }
    return true;
}

static bool all_unchanged(const struct pair *pair)
{
    for (size_t i = 0; i < pair->count; i++) {
        if (!pair->before || pair->got[i] != pair->before[i]) {
            return false;
        }
    }
    return true;
}

/* True when got[i] = expected[i] - before[i]: what should have been added was put in its place. */
static bool all_overwritten(const struct pair *pair)
{
    for (size_t i = 0; i < pair->count; i++) {
        if (!pair->before || !near(pair, pair->got[i], pair->expected[i] - pair->before[i])) {
            return false;
        }
    }
    return true;
}

/* got / expected at the largest expected element: the factor, if there is one. */
static real factor_of(const struct pair *pair)
{
    size_t largest = 0;
    for (size_t i = 1; i < pair->count; i++) {
        if (fabs(pair->expected[i]) > fabs(pair->expected[largest])) {
            largest = i;
        }
    }
    return pair->got[largest] / pair->expected[largest];
}

/* A single number is always some multiple of another; only a small whole one, or its inverse, says
 * something. */
static bool is_telling(const struct pair *pair, real factor)
{
    const real whole = fabs(factor) < 1 ? 1 / fabs(factor) : fabs(factor);
    const real nearest = floor(whole + (real)0.5);
    return isfinite(factor) &&
           (pair->count > 1 || (nearest <= 4 && fabs(whole - nearest) < (real)1e-9));
}

/* All differences are within float's accuracy, though double was computed with. */
static bool is_float(const struct pair *pair)
{
    for (size_t i = 0; i < pair->count; i++) {
        if (!(fabs(pair->got[i] - pair->expected[i]) <= (real)2e-6 * pair->scale)) {
            return false;
        }
    }
    return true;
}

/* Puts a name to the way in which all elements together are wrong; false when there is none. */
static bool describe_whole(const struct pair *pair, char *text, size_t size)
{
    const char *const name = pair->name;
    const char *const every = pair->count > 1 ? " in every element" : "";
    const size_t nans = count_nan(pair);
    const real factor = factor_of(pair);
    const real offset = pair->got[0] - pair->expected[0];
    if (nans == pair->count) {
        snprintf(text, size,
                 "%s was never written, or added to what stood there, or computed from something "
                 "unwritten: it is NaN%s.",
                 name, every);
    } else if (nans > 0) {
        snprintf(text, size,
                 "%s is NaN in %zu of %zu elements: not written, computed from something "
                 "unwritten, 0 by 0, or overflowed (infinity by infinity).",
                 name, nans, pair->count);
    } else if (count_infinite(pair) > 0) {
        snprintf(text, size,
                 "%s is infinite%s: something overflowed, or a logarithm was taken of 0.", name,
                 count_infinite(pair) == pair->count ? every : " in some elements");
    } else if (is_float(pair)) {
        snprintf(text, size,
                 "%s is right only to the accuracy of float: you wrote float (or a "
                 "constant such as 0.1f) where real was meant.",
                 name);
    } else if (all_unchanged(pair)) {
        snprintf(text, size, "%s was left as it was.", name);
    } else if (all_overwritten(pair)) {
        snprintf(text, size, "%s is overwritten: the function must add to what stands there.",
                 name);
    } else if (all_are(pair, 0, 0)) {
        snprintf(text, size, "%s is 0%s.", name, every);
    } else if (all_are(pair, -1, 0)) {
        snprintf(text, size, "%s has the wrong sign%s.", name, every);
    } else if (is_telling(pair, factor) && all_are(pair, factor, 0)) {
        snprintf(text, size, "%s is %.4g times what it should be%s.", name, (double)factor, every);
    } else if (pair->count > 1 && isfinite(offset) && all_are(pair, 1, offset)) {
        snprintf(text, size, "%s is off by the same %.4g%s.", name, (double)offset, every);
    } else {
        return false;
    }
    return true;
}

static real largest_size(const struct frame *frame)
{
    real largest = (real)1e-3;
    for (size_t i = 0; i < frame->count; i++) {
        if (isfinite(frame->data[i])) { /* an infinity would make every difference small */
            largest = fmax(largest, fabs(frame->data[i]));
        }
    }
    return largest;
}

struct difference compare_arrays(const struct frame *expected, const struct frame *got,
                                 const real *before, real tolerance)
{
    struct difference difference = {0};
    const real scale = largest_size(expected);
    const struct pair pair = {.name = got->name,
                              .count = expected->count,
                              .expected = expected->data,
                              .got = got->data,
                              .before = before,
                              .limit = tolerance * scale,
                              .scale = scale};
    for (size_t i = expected->count; i-- > 0;) {
        if (!near(&pair, pair.got[i], pair.expected[i])) {
            difference.wrong++;
            difference.index = i;
        }
    }
    if (first_unreal(&pair) < pair.count) {
        difference.index = first_unreal(&pair);
    }
    if (difference.wrong > 0 && !describe_whole(&pair, difference.text, sizeof difference.text)) {
        if (pair.count == 1) {
            snprintf(difference.text, sizeof difference.text, "%s is wrong.", pair.name);
        } else {
            snprintf(difference.text, sizeof difference.text, "%s is wrong in %zu of %zu elements.",
                     pair.name, difference.wrong, pair.count);
        }
    }
    return difference;
}

struct place_text place_of(const struct frame *frame, size_t index)
{
    struct place_text place;
    if (frame->count == 1) {
        snprintf(place.text, sizeof place.text, "%s", frame->name);
        return place;
    }
    size_t at[shape_max_rank];
    for (size_t axis = frame->shape.rank; axis-- > 0;) {
        at[axis] = index % frame->shape.size[axis];
        index /= frame->shape.size[axis];
    }
    size_t used = (size_t)snprintf(place.text, sizeof place.text, "%s[", frame->name);
    for (size_t axis = 0; axis < frame->shape.rank; axis++) {
        used += (size_t)snprintf(place.text + used, sizeof place.text - used, "%s%zu",
                                 axis > 0 ? "," : "", at[axis]);
    }
    snprintf(place.text + used, sizeof place.text - used, "]");
    return place;
}

struct number_text number_to_text(real value)
{
    struct number_text number;
    if (isnan(value)) { /* its sign is chance */
        snprintf(number.text, sizeof number.text, "nan");
    } else {
        snprintf(number.text, sizeof number.text, "%.9g", (double)value);
    }
    return number;
}
