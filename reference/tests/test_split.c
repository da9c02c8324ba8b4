#include "data/split.h"
#include "tests/support.h"

#include <math.h>

TestSuite(split, .init = test_begin, .fini = test_end);

enum { most_rows = 1000, most_classes = 12 };

static struct split new_split(size_t count)
{
    struct split split = {.training_count = 777, .validation_count = 888};
    split.training = arena_take(&scratch, count * sizeof *split.training);
    split.validation = arena_take(&scratch, count * sizeof *split.validation);
    return split;
}

static struct split split_of(size_t count, const unsigned char *labels, size_t classes, real share,
                             uint64_t seed)
{
    struct pcg32 generator = pcg32_seed(seed, 1);
    struct split split = new_split(count);
    split_stratified(count, labels, classes, share, &generator, &split);
    return split;
}

/* Labels in a random order: label c about c + 1 times as often as label 0. */
static unsigned char *uneven_labels(size_t count, size_t classes, uint64_t seed)
{
    struct pcg32 generator = pcg32_seed(seed, 2);
    unsigned char *const labels = arena_take(&scratch, count);
    for (size_t i = 0; i < count; i++) {
        const size_t a = pcg32_below(&generator, (uint32_t)classes);
        const size_t b = pcg32_below(&generator, (uint32_t)classes);
        labels[i] = (unsigned char)(a > b ? a : b);
    }
    return labels;
}

static void assert_each_row_once(size_t count, const struct split *split)
{
    size_t visits[most_rows] = {0};
    cr_assert_eq(split->training_count + split->validation_count, count);
    for (size_t i = 0; i < split->training_count; i++) {
        cr_assert_lt(split->training[i], count);
        visits[split->training[i]]++;
    }
    for (size_t i = 0; i < split->validation_count; i++) {
        cr_assert_lt(split->validation[i], count);
        visits[split->validation[i]]++;
    }
    for (size_t row = 0; row < count; row++) {
        cr_assert_eq(visits[row], 1, "row %zu of %zu: %zu times", row, count, visits[row]);
    }
}

static const real shares[] = {0, (real)0.1, (real)0.2, (real)0.25, (real)0.5, (real)0.9, 1};
enum { share_count = sizeof shares / sizeof *shares };

Test(split, each_row_is_in_one_part_once)
{
    const size_t counts[] = {1, 2, 3, 7, 64, 101, most_rows};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        for (size_t k = 0; k < share_count; k++) {
            const size_t classes = 1 + i % 5;
            const unsigned char *const labels = uneven_labels(counts[i], classes, 701 + i);
            const struct split split = split_of(counts[i], labels, classes, shares[k], 702 + k);
            assert_each_row_once(counts[i], &split);
            arena_reset(&scratch, 0);
        }
    }
}

static size_t rows_with(const unsigned char *labels, size_t label, size_t count,
                        const size_t *index)
{
    size_t rows = 0;
    for (size_t i = 0; i < count; i++) {
        rows += labels[index ? index[i] : i] == label;
    }
    return rows;
}

Test(split, each_class_gives_its_share_rounded_to_the_nearest)
{
    for (size_t k = 0; k < share_count; k++) {
        const unsigned char *const labels = uneven_labels(501, 7, 703);
        const struct split split = split_of(501, labels, 7, shares[k], 704 + k);
        for (size_t label = 0; label < 7; label++) {
            const size_t all = rows_with(labels, label, 501, NULL);
            const size_t got = rows_with(labels, label, split.validation_count, split.validation);
            cr_assert_leq(fabs((double)got - (double)shares[k] * (double)all), 0.5 + 1e-4,
                          "label %zu, share %g: %zu of %zu", label, (double)shares[k], got, all);
        }
    }
}

/* Ten rows of class 0, three of class 1, two of class 2, none of 3: a half is 5, 2 (of 1.5) and 1. */
Test(split, halves_round_up)
{
    const unsigned char labels[] = {0, 1, 0, 0, 2, 0, 1, 0, 0, 0, 2, 0, 1, 0, 0};
    const struct split split = split_of(15, labels, 4, (real)0.5, 705);
    const size_t expected[] = {5, 2, 1, 0};
    for (size_t label = 0; label < 4; label++) {
        cr_assert_eq(rows_with(labels, label, split.validation_count, split.validation),
                     expected[label]);
    }
    cr_assert_eq(split.validation_count, 8);
    cr_assert_eq(split.training_count, 7);
}

Test(split, one_class_alone_is_split_as_well)
{
    const unsigned char labels[10] = {0};
    const struct split split = split_of(10, labels, 1, (real)0.2, 706);
    cr_assert_eq(split.validation_count, 2);
    cr_assert_eq(split.training_count, 8);
}

Test(split, a_rare_class_is_in_both_parts)
{
    unsigned char labels[500] = {0};
    for (size_t i = 0; i < 10; i++) { /* 2 %, all at the end, where a plain cut would have them */
        labels[490 + i] = 1;
    }
    const struct split split = split_of(500, labels, 2, (real)0.2, 707);
    cr_assert_eq(rows_with(labels, 1, split.validation_count, split.validation), 2);
    cr_assert_eq(rows_with(labels, 1, split.training_count, split.training), 8);
}

Test(split, equal_seeds_give_equal_splits_and_another_seed_another)
{
    const unsigned char *const labels = uneven_labels(100, 3, 708);
    const struct split a = split_of(100, labels, 3, (real)0.3, 709);
    const struct split b = split_of(100, labels, 3, (real)0.3, 709);
    const struct split c = split_of(100, labels, 3, (real)0.3, 710);
    cr_assert_arr_eq(a.training, b.training, a.training_count * sizeof *a.training);
    cr_assert_arr_eq(a.validation, b.validation, a.validation_count * sizeof *a.validation);
    size_t common = 0;
    for (size_t i = 0; i < a.validation_count; i++) {
        for (size_t j = 0; j < c.validation_count; j++) {
            common += a.validation[i] == c.validation[j];
        }
    }
    cr_assert_lt(common, a.validation_count);
}

/* Two of five rows: ten choices, each about 600 of 6000 times. */
Test(split, every_choice_is_equally_likely)
{
    struct pcg32 generator = pcg32_seed(711, 1);
    const unsigned char labels[5] = {0};
    struct split split = new_split(5);
    size_t seen[32] = {0};
    for (size_t i = 0; i < 6000; i++) {
        split_stratified(5, labels, 1, (real)0.4, &generator, &split);
        cr_assert_eq(split.validation_count, 2);
        seen[1 << split.validation[0] | 1 << split.validation[1]]++;
    }
    double chi_squared = 0;
    size_t choices = 0;
    for (size_t i = 0; i < 32; i++) {
        if (seen[i] > 0) {
            const double difference = (double)seen[i] - 600;
            chi_squared += difference * difference / 600;
            choices++;
        }
    }
    cr_assert_eq(choices, 10);
    cr_assert_lt(chi_squared, 27.9); /* 0.001 of fair choices, 9 degrees of freedom */
}

Test(split, rows_go_as_wished_when_a_part_is_empty)
{
    const unsigned char *const labels = uneven_labels(20, 3, 712);
    cr_assert_eq(split_of(20, labels, 3, 0, 713).training_count, 20);
    cr_assert_eq(split_of(20, labels, 3, 1, 714).validation_count, 20);
}
