/* 3.2: a split has many right answers, and is judged by what must hold for each of them: every row is in
 * one part, every class gives its share, every choice of rows is equally likely, and all random numbers
 * come from the generator that was given.
 *
 * That choices are equally likely is seen over many splits of a few rows, by a chi-square whose limit
 * chance exceeds once in 10^9 seeds. So many splits are made that swapping each row with any other, which
 * does not give all orders alike, lies far above the limit: 100 for 29 degrees of freedom, where a right
 * split has about 29 and that one about 500.
 */
#include "judge/case.h"
#include "judge/lab03.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char each_once[] = "each row once", stratified[] = "stratified",
                  random_part[] = "random";

/* --- one split -------------------------------------------------------------------------------- */

/* What was asked, and one of the splits that were answered. */
struct answered_split {
    const struct bundle *request;
    size_t count, classes;
    const real *labels; /* (count) */
    real share;
    const real *training, *validation; /* (count), the row numbers that were put there */
    real training_count, validation_count;
};

/* Reads split number `which`. Returns false when the answer lacks its arrays. */
static bool read_split(const struct bundle *request, const struct bundle *got, size_t which,
                       struct answered_split *split)
{
    const struct frame *const labels = bundle_find(request, "labels");
    const struct frame *const training = bundle_find(got, "training");
    const struct frame *const validation = bundle_find(got, "validation");
    const struct frame *const training_count = bundle_find(got, "training_count");
    const struct frame *const validation_count = bundle_find(got, "validation_count");
    const size_t count = labels->count;
    if (!training || !validation || !training_count || !validation_count ||
        training->count != 3 * count || validation->count != 3 * count ||
        training_count->count != 3 || validation_count->count != 3) {
        return false;
    }
    *split = (struct answered_split){.request = request,
                                     .count = count,
                                     .classes = (size_t)number_in(request, "classes"),
                                     .labels = labels->data,
                                     .share = number_in(request, "share"),
                                     .training = training->data + which * count,
                                     .validation = validation->data + which * count,
                                     .training_count = training_count->data[which],
                                     .validation_count = validation_count->data[which]};
    return true;
}

/* How many rows of a part can be looked at: all, unless there are more than rows at all. */
static size_t rows_of(const struct answered_split *split, real part_count)
{
    return part_count >= 0 && part_count <= (real)split->count ? (size_t)part_count : split->count;
}

static size_t rows_of_class(const struct answered_split *split, size_t label)
{
    size_t rows = 0;
    for (size_t i = 0; i < split->count; i++) {
        rows += split->labels[i] == (real)label ? 1 : 0;
    }
    return rows;
}

/* share * n, rounded, halves up. */
static size_t wanted_of_class(const struct answered_split *split, size_t label)
{
    return (size_t)floor((double)split->share * (double)rows_of_class(split, label) + 0.5);
}

/* Where each row was found. */
struct visits {
    size_t *training, *validation; /* (count) */
    size_t strangers;              /* numbers that are no row's */
};

static size_t *count_visits(const struct answered_split *split, const real *row, size_t rows,
                            size_t *strangers)
{
    size_t *const visits = calloc(split->count, sizeof *visits);
    for (size_t i = 0; i < rows; i++) {
        const bool is_row =
            row[i] >= 0 && row[i] < (real)split->count && row[i] == (real)(size_t)row[i];
        if (is_row) {
            visits[(size_t)row[i]]++;
        } else {
            ++*strangers;
        }
    }
    return visits;
}

static struct visits visits_of(const struct answered_split *split)
{
    struct visits visits = {.strangers = 0};
    visits.training = count_visits(split, split->training, rows_of(split, split->training_count),
                                   &visits.strangers);
    visits.validation = count_visits(split, split->validation,
                                     rows_of(split, split->validation_count), &visits.strangers);
    return visits;
}

/* Says of the rows for which something is wrong how many they are, and which is the first. */
static void see_none(struct check *check, const struct answered_split *split, const char *subject,
                     size_t rows, size_t first, const char *words)
{
    check_that(check, rows == 0, subject, split->request,
               "%zu of %zu rows %s (the first is row %zu): training_count is %g, validation_count "
               "%g.",
               rows, split->count, words, first, (double)split->training_count,
               (double)split->validation_count);
}

static void see_each_once(struct check *check, const struct answered_split *split,
                          const struct visits *visits)
{
    size_t lost = 0, both = 0, twice = 0, first_lost = 0, first_both = 0, first_twice = 0;
    for (size_t i = split->count; i-- > 0;) {
        const size_t t = visits->training[i], v = visits->validation[i];
        const bool is_lost = t + v == 0, is_both = t > 0 && v > 0, is_twice = t > 1 || v > 1;
        lost += is_lost ? 1 : 0;
        both += is_both ? 1 : 0;
        twice += is_twice ? 1 : 0;
        first_lost = is_lost ? i : first_lost;
        first_both = is_both ? i : first_both;
        first_twice = is_twice ? i : first_twice;
    }
    check_that(check, visits->strangers == 0, "strangers", split->request,
               "%zu of the numbers in training and validation are no row's: rows are numbered 0 to "
               "%zu (training_count is %g, validation_count %g).",
               visits->strangers, split->count - 1, (double)split->training_count,
               (double)split->validation_count);
    see_none(check, split, "rows in both parts", both, first_both,
             "are in training and in validation");
    see_none(check, split, "rows twice", twice, first_twice, "stand twice in one part");
    see_none(check, split, "rows lost", lost, first_lost, "are in neither part");
}

static size_t taken_of_class(const struct answered_split *split, const struct visits *visits,
                             size_t label)
{
    size_t rows = 0;
    for (size_t i = 0; i < split->count; i++) {
        rows += split->labels[i] == (real)label ? visits->validation[i] : 0;
    }
    return rows;
}

static void see_stratified(struct check *check, const struct answered_split *split,
                           const struct visits *visits)
{
    for (size_t label = 0; label < split->classes; label++) {
        const size_t all = rows_of_class(split, label), want = wanted_of_class(split, label);
        const size_t got = taken_of_class(split, visits, label);
        check_that(
            check, got == want, "a class's share", split->request,
            "Of the %zu rows of class %zu, %zu went to validation. It should be %zu: a share "
            "of %g is %g, rounded to the nearest, halves up.",
            all, label, got, want, (double)split->share, (double)split->share * (double)all);
    }
}

/* A split in which everything trains loses no row, but it is none. */
static void see_something_chosen(struct check *check, const struct answered_split *split)
{
    size_t wanted = 0;
    for (size_t label = 0; label < split->classes; label++) {
        wanted += wanted_of_class(split, label);
    }
    check_that(check, wanted < 2 || split->validation_count > 0, "nothing chosen", split->request,
               "No row went to validation; it should be %zu of %zu.", wanted, split->count);
}

static void see_split(struct check *check, const struct answered_split *split)
{
    struct visits visits = visits_of(split);
    check->part = each_once;
    see_each_once(check, split, &visits);
    see_something_chosen(check, split);
    check->part = stratified;
    see_stratified(check, split, &visits);
    /* the sizes depend on no random number */
    check->fingerprint += (double)split->training_count + 3 * (double)split->validation_count;
    free(visits.training);
    free(visits.validation);
}

/* --- cases ------------------------------------------------------------------------------------ */

static void give_split(struct check *check, struct bundle *request, size_t classes, real share)
{
    give_number(request, "classes", (real)classes);
    give_number(request, "share", share);
    give_number(request, "seed", (real)pcg32_below(&check->generator, 1000000));
}

/* Frees the request. */
static void check_one_split(struct check *check, struct bundle *request)
{
    struct bundle got;
    struct answered_split split;
    check->part = each_once;
    if (check_ask(check, request, &got)) {
        for (size_t which = 0; which < 3; which++) {
            const bool complete = read_split(request, &got, which, &split);
            check_that(check, complete, "answer", request, "The answer lacks its arrays.");
            if (complete) {
                see_split(check, &split);
            }
        }
        case_add_answer(check, request, &got);
        bundle_free(&got);
    }
    bundle_free(request);
}

static const real hand_labels[] = {0, 1, 0, 2, 0, 1, 0, 1};

static void check_hand_splits(struct check *check)
{
    static const real shares[] = {(real)0.5, (real)0.25};
    for (size_t i = 0; i < 2; i++) {
        struct bundle hand = check_case(check, "the handout's eight rows");
        give(&hand, "labels", shape_1d(8), hand_labels);
        give_split(check, &hand, 3, shares[i]);
        check_one_split(check, &hand);
    }
}

/* Label c is drawn about c + 1 times as often as label 0. */
static void give_uneven_labels(struct check *check, struct bundle *request, size_t count,
                               size_t classes)
{
    real *const labels = bundle_add(request, "labels", shape_1d(count))->data;
    for (size_t i = 0; i < count; i++) {
        const size_t a = pcg32_below(&check->generator, (uint32_t)classes);
        const size_t b = pcg32_below(&check->generator, (uint32_t)classes);
        labels[i] = (real)(a > b ? a : b);
    }
}

static void check_splits(struct check *check)
{
    static const struct {
        size_t count, classes;
        double share;
        const char *name;
    } cases[] = {{1, 1, 0.5, "one row"},
                 {1, 1, 0.25, "one row"},
                 {10, 1, 0.2, "one class"},
                 {13, 9, 0.5, "more classes than some have rows"},
                 {20, 3, 0, "nothing for validation"},
                 {20, 3, 1, "all for validation"},
                 {101, 5, 0.25, "random labels"},
                 {200, 4, 0.125, "random labels"},
                 {501, 7, 0.2, "random labels"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bundle request = check_case(check, "%s", cases[i].name);
        give_uneven_labels(check, &request, cases[i].count, cases[i].classes);
        give_split(check, &request, cases[i].classes, (real)cases[i].share);
        check_one_split(check, &request);
    }
}

/* --- random ----------------------------------------------------------------------------------- */

/* Whether the same rows are in validation, in any order. */
static bool same_rows(const struct answered_split *a, const struct answered_split *b)
{
    struct visits of_a = visits_of(a), of_b = visits_of(b);
    const size_t bytes = a->count * sizeof *of_a.validation;
    const bool same = memcmp(of_a.validation, of_b.validation, bytes) == 0;
    free(of_a.training);
    free(of_a.validation);
    free(of_b.training);
    free(of_b.validation);
    return same;
}

/* Half of 30 rows of each of two classes: 2.4e16 choices, no two alike by chance. */
static void check_generator(struct check *check)
{
    struct bundle got, request = check_case(check, "30 rows of each of two classes");
    struct answered_split split[3];
    real *const labels = bundle_add(&request, "labels", shape_1d(60))->data;
    for (size_t i = 0; i < 60; i++) {
        labels[i] = (real)(i % 2);
    }
    give_split(check, &request, 2, (real)0.5);
    if (check_ask(check, &request, &got)) {
        if (read_split(&request, &got, 0, &split[0]) && read_split(&request, &got, 1, &split[1]) &&
            read_split(&request, &got, 2, &split[2])) {
            check_that(check, same_rows(&split[0], &split[1]), "same seed", &request,
                       "Two calls with equal generators give different splits: draw from the "
                       "generator that is given, and from nothing else.");
            check_that(
                check, !same_rows(&split[0], &split[2]), "other seed", &request,
                "Generators of different seeds give the same split: draw the rows at random, "
                "from the generator that is given.");
        }
        case_add_answer(check, &request, &got);
        bundle_free(&got);
    }
    bundle_free(&request);
}

enum { few_rows = 8, first_rows = 5, all_choices = 1 << few_rows, splits = 100000 };

/* How many of the first five rows, which are class 0, and of the last three, class 1, are chosen. */
struct sizes {
    size_t first, last;
};

static struct sizes sizes_of(size_t choice)
{
    struct sizes sizes = {0, 0};
    for (size_t row = 0; row < few_rows; row++) {
        const size_t chosen = choice >> row & 1;
        sizes.first += row < first_rows ? chosen : 0;
        sizes.last += row < first_rows ? 0 : chosen;
    }
    return sizes;
}

/* The chi-square that chance exceeds once in 10^9: Wilson and Hilferty's approximation, by which it is
 * 101 for 29 degrees of freedom; exact is 100. */
static double limit_for(size_t degrees)
{
    const double k = (double)degrees, part = 2 / (9 * k);
    return k * pow(1 - part + 6 * sqrt(part), 3);
}

/* "0 1 5": the rows of a choice. */
static void choice_in_words(size_t choice, char *text, size_t size)
{
    size_t used = 0;
    *text = '\0';
    for (size_t row = 0; row < few_rows; row++) {
        if (choice >> row & 1) {
            used += (size_t)snprintf(text + used, size - used, "%s%zu", used > 0 ? " " : "", row);
        }
    }
}

/* What all choices have in common that were seen: the rows of each class when they are the same in all,
 * else, in a split that is not stratified, the rows of both together. */
struct kind_of_choice {
    struct sizes sizes; /* of the most frequent one */
    bool by_class;
};

static bool is_of_kind(const struct kind_of_choice *kind, size_t choice)
{
    const struct sizes its = sizes_of(choice);
    return kind->by_class ? its.first == kind->sizes.first && its.last == kind->sizes.last
                          : its.first + its.last == kind->sizes.first + kind->sizes.last;
}

static size_t choices_of_kind(const struct kind_of_choice *kind)
{
    size_t choices = 0;
    for (size_t choice = 0; choice < all_choices; choice++) {
        choices += is_of_kind(kind, choice) ? 1 : 0;
    }
    return choices;
}

static size_t most_frequent(const real *tally /* (all_choices) */)
{
    size_t largest = 0;
    for (size_t choice = 0; choice < all_choices; choice++) {
        largest = tally[choice] > tally[largest] ? choice : largest;
    }
    return largest;
}

static struct kind_of_choice kind_of(const real *tally /* (all_choices) */)
{
    struct kind_of_choice kind = {sizes_of(most_frequent(tally)), true};
    for (size_t choice = 0; choice < all_choices; choice++) {
        const struct sizes its = sizes_of(choice);
        const bool same_sum = its.first + its.last == kind.sizes.first + kind.sizes.last;
        if (tally[choice] > 0 && same_sum && its.first != kind.sizes.first) {
            kind.by_class = false;
        }
    }
    return kind;
}

static void see_choices(struct check *check, const struct bundle *request,
                        const real *tally /* (all_choices) */)
{
    const struct kind_of_choice kind = kind_of(tally);
    const size_t choices = choices_of_kind(&kind), largest = most_frequent(tally);
    const double fair = (double)splits / (double)choices;
    size_t seen = 0;
    double uneven = 0;
    for (size_t choice = 0; choice < all_choices; choice++) {
        const double away = (double)tally[choice] - (is_of_kind(&kind, choice) ? fair : 0);
        seen += tally[choice] > 0 ? 1 : 0;
        uneven += away * away / fair;
    }
    char rows[32];
    choice_in_words(largest, rows, sizeof rows);
    check_that(
        check, choices > 1 && seen > 1, "one choice", request,
        "All of %d splits were the same, rows %s in validation: draw anew each time, from the "
        "generator that is given.",
        splits, *rows ? rows : "none");
    check_that(check, choices > 1 && (seen == 1 || uneven < limit_for(choices - 1)), "choices",
               request,
               "Not every choice of rows is equally likely: of %d splits, %.0f had the rows %s in "
               "validation; about %.0f would be fair.",
               splits, (double)tally[largest], *rows ? rows : "none", fair);
    check->fingerprint += (double)seen;
}

static void check_choices(struct check *check)
{
    struct bundle got, request = check_case_of(check, 'b', "many splits of eight rows");
    give(&request, "labels", shape_1d(few_rows), (const real[]){0, 0, 0, 0, 0, 1, 1, 1});
    give_split(check, &request, 2, (real)0.4); /* 2 of 5, and 1 of 3 */
    give_number(&request, "splits", splits);
    check->unwatched = true;
    if (check_ask(check, &request, &got)) {
        const struct frame *const tally = bundle_find(&got, "tally");
        const bool complete = tally && tally->count == all_choices;
        check_that(check, complete, "answer", &request, "The answer lacks its arrays.");
        if (complete) {
            see_choices(check, &request, tally->data);
        }
        bundle_free(&got);
    }
    check->unwatched = false;
    bundle_free(&request);
}

void check_split(struct check *check)
{
    check_hand_splits(check);
    check_splits(check);
    check->part = random_part;
    check_generator(check);
    check_choices(check);
}
