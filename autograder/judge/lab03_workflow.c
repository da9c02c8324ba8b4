/* 3.5 and 3.6: the confusion matrix with what it says, and early stopping. Every function is judged
 * alone, on matrices and on best weights that are the judge's.
 */
#include "judge/case.h"
#include "judge/lab03.h"

#include <math.h>
#include <stdio.h>

static const char handout[] = "the handout's numbers";

/* --- 3.5: the confusion matrix and what it says ----------------------------------------------- */

static const struct {
    size_t count, classes;
} predictions[] = {{1, 1}, {1, 3}, {7, 2}, {40, 3}, {100, 12}};
enum { prediction_count = sizeof predictions / sizeof *predictions };

static void give_labels(struct check *check, struct bundle *request, const char *name, size_t count,
                        size_t classes)
{
    real *const label = bundle_add(request, name, shape_1d(count))->data;
    for (size_t i = 0; i < count; i++) {
        label[i] = (real)pcg32_below(&check->generator, (uint32_t)classes);
    }
}

static void check_matrix(struct check *check)
{
    struct bundle hand = check_case(check, "%s", handout);
    give(&hand, "truth", shape_1d(6), (const real[]){0, 0, 1, 2, 0, 1});
    give(&hand, "predicted", shape_1d(6), (const real[]){0, 1, 1, 0, 1, 1});
    give_number(&hand, "classes", 3);
    check_values(check, &hand);
    for (size_t i = 0; i < prediction_count; i++) {
        struct bundle request = check_case(check, "random labels");
        give_labels(check, &request, "truth", predictions[i].count, predictions[i].classes);
        give_labels(check, &request, "predicted", predictions[i].count, predictions[i].classes);
        give_number(&request, "classes", (real)predictions[i].classes);
        check_values(check, &request);
    }
}

static const struct given_matrix {
    size_t classes;
    real counts[9];
    const char *name;
} matrices[] = {
    {3, {1, 2, 0, 0, 2, 0, 1, 0, 0}, "the handout's matrix"},
    {3, {3, 1, 0, 2, 4, 0, 0, 1, 5}, "cats, dogs and owls"},
    {1, {5}, "one class"},
    {2, {4, 0, 3, 0}, "class 1 is never predicted"},
    {2, {4, 2, 0, 0}, "class 1 never occurs"},
    {2, {4, 0, 0, 0}, "class 1 is never predicted and never occurs"},
    {2, {0, 4, 3, 0}, "nothing is right"},
};
enum { matrix_count = sizeof matrices / sizeof *matrices };

/* What one of the functions says of each class of many matrices. */
static void check_measure(struct check *check, char driver)
{
    static const size_t classes[] = {2, 5, 12};
    for (size_t i = 0; i < matrix_count; i++) {
        const size_t size = matrices[i].classes;
        struct bundle request = check_case_of(check, driver, "%s", matrices[i].name);
        give(&request, "matrix", shape_2d(size, size), matrices[i].counts);
        check_values(check, &request);
    }
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        struct bundle request = check_case_of(check, driver, "a random matrix");
        struct frame *const matrix =
            bundle_add(&request, "matrix", shape_2d(classes[i], classes[i]));
        for (size_t j = 0; j < matrix->count; j++) {
            matrix->data[j] = (real)pcg32_below(&check->generator, 20);
        }
        check_values(check, &request);
    }
}

void check_metrics(struct check *check)
{
    check_section(check, "matrix", "confusion_matrix");
    check_matrix(check);
    check_section(check, "precision", "precision_of");
    check_measure(check, 'b');
    check_section(check, "recall", "recall_of");
    check_measure(check, 'c');
    check_section(check, "F1", "f1_of");
    check_measure(check, 'd');
}

/* --- 3.6: early stopping ---------------------------------------------------------------------- */

enum { most_epochs = 12 };

/* A course of the validation loss. */
static const struct course {
    const char *name;
    size_t patience, epochs;
    double loss[most_epochs];
} courses[] = {
    {"the header's losses", 3, 7, {0.9, 0.7, 0.8, 0.7, 0.75, 0, 0}},
    {"patience 1", 1, 5, {3, 2, 2.5, 1, 1}},
    {"a loss that only equals the best", 2, 6, {4, 3, 3, 3, 2, 1}},
    {"a new best starts the count again", 2, 10, {5, 6, 4, 6, 3, 6, 2, 6, 6, 1}},
    {"a loss that keeps falling", 1, 6, {6, 5, 4, 3, 2, 1}},
    {"the first epoch is the best", 4, 8, {1, 2, 3, 4, 5, 6, 7, 8}},
    {"losses below 0", 2, 5, {-1, -2, -2, -1, -3}},
    {"not a number", 2, 6, {(double)NAN, 3, (double)NAN, (double)NAN, 1, 1}},
    {"never a number", 3, 4, {(double)NAN, (double)INFINITY, (double)NAN, 1}},
};

static const char *const weight_name[] = {"w", "b"}, *const gradient_name[] = {"dw", "db"};
static const char *const best_name[] = {"best_w", "best_b"};

/* Behind which epoch it stops; where that is right, the other answers are compared as well. Frees the
 * request. */
static void check_course_of(struct check *check, struct bundle *request)
{
    struct bundle got, expected;
    bool right = false;
    if (!check_is_over(check) && check_ask_reference(check, request, &expected)) {
        if (check_ask(check, request, &got)) {
            const double mine = (double)number_in(&got, "stopped");
            const double its = (double)number_in(&expected, "stopped");
            char should[64] = "it should not";
            right = mine == its;
            if (its > 0) {
                snprintf(should, sizeof should, "it should behind epoch %g", its);
            }
            check_that(check, right || mine > 0, "stopped", request,
                       "It never said that training should end; %s.", should);
            check_that(check, right || mine == 0, "stopped", request,
                       "It said behind epoch %g that training should end; %s.", mine, should);
            check->fingerprint += mine;
            case_add_answer(check, request, &got);
            bundle_free(&got);
        }
        bundle_free(&expected);
    }
    if (right) {
        check_values(check, request);
    } else {
        bundle_free(request);
    }
}

static void check_course_by_hand(struct check *check)
{
    struct bundle hand = check_case(check, "%s", handout);
    give(&hand, "losses", shape_1d(5),
         (const real[]){(real)0.9, (real)0.7, (real)0.75, (real)0.7, (real)0.6});
    give_number(&hand, "patience", 2);
    give(&hand, "w", shape_2d(6, 2), (const real[]){0, 0, 1, 10, 2, 20, 3, 30, 4, 40, 5, 50});
    give(&hand, "b", shape_2d(6, 1), (const real[]){0, -1, -2, -3, -4, -5});
    give_zeros(&hand, "dw", shape_1d(2));
    give_zeros(&hand, "db", shape_1d(1));
    check_course_of(check, &hand);
}

static void check_update(struct check *check)
{
    static const size_t sizes[][2] = {{1, 1}, {3, 1}, {1, 4}, {5, 2}};
    check_course_by_hand(check);
    for (size_t i = 0; i < sizeof courses / sizeof *courses; i++) {
        const struct course *const course = &courses[i];
        struct bundle request = check_case(check, "%s", course->name);
        real *const losses = bundle_add(&request, "losses", shape_1d(course->epochs))->data;
        for (size_t epoch = 0; epoch < course->epochs; epoch++) {
            losses[epoch] = (real)course->loss[epoch];
        }
        give_number(&request, "patience", (real)course->patience);
        for (size_t p = 0; p < 2; p++) {
            const size_t count = sizes[i % 4][p];
            give_random(check, &request, weight_name[p], shape_2d(course->epochs + 1, count));
            give_random(check, &request, gradient_name[p], shape_1d(count));
        }
        check_course_of(check, &request);
    }
}

/* Frees the request. */
static void check_restored(struct check *check, struct bundle *request)
{
    may_change(request, "w");
    may_change(request, "b");
    check_values(check, request);
}

static void check_restore(struct check *check)
{
    static const size_t sizes[][2] = {{1, 1}, {7, 1}, {2, 9}};
    struct bundle hand = check_case_of(check, 'b', "%s", handout);
    give(&hand, "best_w", shape_1d(2), (const real[]){2, 20});
    give(&hand, "best_b", shape_1d(1), (const real[]){-2});
    give_number(&hand, "best_epoch", 2);
    give(&hand, "w", shape_1d(2), (const real[]){4, 40});
    give(&hand, "b", shape_1d(1), (const real[]){-4});
    give_zeros(&hand, "dw", shape_1d(2));
    give_zeros(&hand, "db", shape_1d(1));
    check_restored(check, &hand);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct bundle request = check_case_of(
            check, 'b', "%s", i == 0 ? "no epoch was better than the start" : "random weights");
        give_number(&request, "best_epoch", (real)(3 * i));
        for (size_t p = 0; p < 2; p++) {
            give_random(check, &request, best_name[p], shape_1d(sizes[i][p]));
            give_random(check, &request, weight_name[p], shape_1d(sizes[i][p]));
            give_random(check, &request, gradient_name[p], shape_1d(sizes[i][p]));
        }
        check_restored(check, &request);
    }
}

void check_early_stopping(struct check *check)
{
    check_section(check, "update", "early_stopping_update");
    check_update(check);
    check_section(check, "restore", "early_stopping_restore");
    check_restore(check);
}
