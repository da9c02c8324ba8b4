/* 3.1: the columns' statistics, and putting rows on their scale: each with numbers that the other has
 * not made.
 *
 * That the sums are kept in double does not show here: in a worker, real is double.
 */
#include "judge/lab03.h"

static const char handout[] = "the handout's numbers";

static const struct table_shape {
    size_t count, columns;
} tables[] = {{1, 1}, {1, 3}, {2, 1}, {3, 3}, {5, 2}, {7, 4}, {33, 5}};
enum { table_count = sizeof tables / sizeof *tables };

static const real hand_rows[] = {1, 7, -5, 5, 7, 1, 1, 7, 3, 5, 7, 9};
static const real hand_mean[] = {3, 7, 2}, hand_deviation[] = {2, 1, 5};

/* Columns of equal numbers between two that are not. Each fits a float, so that no sum of them is
 * rounded: a mean that is their sum by their count is just the number. */
static void give_equal_columns(struct check *check, struct bundle *request, size_t count)
{
    enum { columns = 5 };
    real *const x = bundle_add(request, "x", shape_2d(count, columns))->data;
    for (size_t i = 0; i < count; i++) {
        real *const row = x + i * columns;
        row[0] = 0;
        row[1] = pcg32_uniform(&check->generator, -2, 2);
        row[2] = (real)0.1f;
        row[3] = pcg32_uniform(&check->generator, -2, 2);
        row[4] = (real)-1234.567f;
    }
}

static void check_fit(struct check *check)
{
    struct bundle hand = check_case(check, "%s", handout);
    give(&hand, "x", shape_2d(4, 3), hand_rows);
    check_values(check, &hand);
    for (size_t i = 0; i < table_count; i++) {
        struct bundle request = check_case(check, "random numbers");
        give_random(check, &request, "x", shape_2d(tables[i].count, tables[i].columns));
        check_values(check, &request);
    }
    struct bundle equal = check_case(check, "columns of equal numbers: 0, 0.1 and -1234.567");
    give_equal_columns(check, &equal, 100);
    check_values(check, &equal);
    struct bundle far = check_case(check, "numbers around a million");
    give_random(check, &far, "x", shape_2d(50, 1));
    for (size_t i = 0; i < 50; i++) {
        far.frame[0].data[i] += (real)1e6;
    }
    check_values(check, &far);
}

/* Frees the request. */
static void check_applied(struct check *check, struct bundle *request)
{
    may_change(request, "x");
    check_values(check, request);
}

static void check_apply(struct check *check)
{
    struct bundle hand = check_case_of(check, 'b', "%s, the training rows", handout);
    give(&hand, "x", shape_2d(4, 3), hand_rows);
    give(&hand, "mean", shape_1d(3), hand_mean);
    give(&hand, "deviation", shape_1d(3), hand_deviation);
    check_applied(check, &hand);
    struct bundle other = check_case_of(check, 'b', "%s, one row of another part", handout);
    give(&other, "x", shape_2d(1, 3), (const real[]){7, 8, 2});
    give(&other, "mean", shape_1d(3), hand_mean);
    give(&other, "deviation", shape_1d(3), hand_deviation);
    check_applied(check, &other);
    for (size_t i = 0; i < table_count; i++) {
        struct bundle request =
            check_case_of(check, 'b', "rows that are not those of the statistics");
        give_random(check, &request, "x", shape_2d(tables[i].count, tables[i].columns));
        give_random(check, &request, "mean", shape_1d(tables[i].columns));
        real *const deviation =
            bundle_add(&request, "deviation", shape_1d(tables[i].columns))->data;
        for (size_t j = 0; j < tables[i].columns; j++) {
            deviation[j] = pcg32_uniform(&check->generator, (real)0.3, 3);
        }
        check_applied(check, &request);
    }
}

void check_standardise(struct check *check)
{
    check_section(check, "fit", "standardise_fit");
    check_fit(check);
    check_section(check, "apply", "standardise_apply");
    check_apply(check);
}
