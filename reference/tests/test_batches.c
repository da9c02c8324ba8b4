#include "data/batches.h"
#include "tests/support.h"

#include <string.h>

TestSuite(batches, .init = test_begin, .fini = test_end);

enum { most_rows = 16, in = 3, out = 2 };

/* Row r's numbers are 10 r, 10 r + 1, 10 r + 2 and -10 r, -10 r - 1: each number tells its row. */
static struct samples numbered_rows(size_t count)
{
    real *const x = arena_reals(&scratch, count * in), *const y =
                                                           arena_reals(&scratch, count * out);
    for (size_t row = 0; row < count; row++) {
        for (size_t j = 0; j < in; j++) {
            x[row * in + j] = (real)(10 * row + j);
        }
        for (size_t j = 0; j < out; j++) {
            y[row * out + j] = -(real)(10 * row + j);
        }
    }
    return (struct samples){count, in, out, x, y};
}

static struct batches new_batches(size_t count, size_t size)
{
    struct batches batches = {.count = count, .size = size};
    batches.order = arena_take(&scratch, count * sizeof *batches.order);
    for (size_t i = 0; i < count; i++) {
        batches.order[i] = 12345; /* what stands there must not matter */
    }
    batches.next = 777;
    return batches;
}

/* What one epoch handed out. */
struct epoch {
    size_t batches;
    size_t size[most_rows];   /* (batches) */
    size_t visits[most_rows]; /* (count) */
    size_t order[most_rows];  /* (count): the rows as they came */
    bool pairs;               /* each row's numbers came whole, and x's with y's */
};

static void note_row(struct epoch *epoch, size_t position, const real *x, const real *y)
{
    const size_t row = (size_t)x[0] / 10;
    cr_assert_lt(row, most_rows);
    epoch->visits[row]++;
    epoch->order[position] = row;
    for (size_t j = 0; j < in; j++) {
        epoch->pairs &= x[j] == (real)(10 * row + j);
    }
    for (size_t j = 0; j < out; j++) {
        epoch->pairs &= y[j] == -(real)(10 * row + j);
    }
}

/* Each batch gets arrays of exactly its size, so that a checker sees who writes past them. */
static struct epoch one_epoch(struct batches *batches, const struct samples *samples,
                              struct pcg32 *generator)
{
    struct epoch epoch = {.pairs = true};
    size_t rows, position = 0;
    real *const x = arena_reals(&scratch, batches->size * in);
    real *const y = arena_reals(&scratch, batches->size * out);
    batches_shuffle(batches, generator);
    while ((rows = batches_next(batches, samples, x, y)) > 0) {
        cr_assert_leq(position + rows, samples->count, "an epoch without end");
        for (size_t i = 0; i < rows; i++) {
            note_row(&epoch, position++, x + i * in, y + i * out);
        }
        epoch.size[epoch.batches++] = rows;
    }
    return epoch;
}

static struct epoch first_epoch(size_t count, size_t size)
{
    struct pcg32 generator = pcg32_seed(101, count * 100 + size);
    const struct samples samples = numbered_rows(count);
    struct batches batches = new_batches(count, size);
    return one_epoch(&batches, &samples, &generator);
}

Test(batches, each_row_comes_once_an_epoch_whatever_the_sizes)
{
    for (size_t count = 1; count <= most_rows; count++) {
        for (size_t size = 1; size <= count; size++) {
            const struct epoch epoch = first_epoch(count, size);
            for (size_t row = 0; row < count; row++) {
                cr_assert_eq(epoch.visits[row], 1, "row %zu of %zu in batches of %zu: %zu times",
                             row, count, size, epoch.visits[row]);
            }
        }
    }
}

Test(batches, the_last_batch_is_short)
{
    const struct epoch epoch = first_epoch(10, 4);
    cr_assert_eq(epoch.batches, 3);
    cr_assert_eq(epoch.size[0], 4);
    cr_assert_eq(epoch.size[1], 4);
    cr_assert_eq(epoch.size[2], 2);
}

Test(batches, no_empty_batch_follows_when_the_size_divides_the_count)
{
    const struct epoch epoch = first_epoch(12, 4);
    cr_assert_eq(epoch.batches, 3);
    cr_assert_eq(epoch.size[2], 4);
}

Test(batches, one_batch_may_hold_all_rows)
{
    const struct epoch epoch = first_epoch(13, 13);
    cr_assert_eq(epoch.batches, 1);
    cr_assert_eq(epoch.size[0], 13);
}

Test(batches, a_batch_may_hold_one_row)
{
    const struct epoch epoch = first_epoch(13, 1);
    cr_assert_eq(epoch.batches, 13);
}

Test(batches, a_single_row_is_an_epoch)
{
    const struct epoch epoch = first_epoch(1, 1);
    cr_assert_eq(epoch.batches, 1);
    cr_assert_eq(epoch.visits[0], 1);
}

Test(batches, a_batch_larger_than_the_data_is_short_at_once)
{
    const struct epoch epoch = first_epoch(3, 8);
    cr_assert_eq(epoch.batches, 1);
    cr_assert_eq(epoch.size[0], 3);
}

Test(batches, inputs_stay_with_their_targets)
{
    cr_assert(first_epoch(13, 4).pairs);
    cr_assert(first_epoch(16, 1).pairs);
    cr_assert(first_epoch(16, 16).pairs);
}

Test(batches, rows_come_as_order_says)
{
    const struct samples samples = numbered_rows(5);
    size_t order[] = {3, 0, 4, 2, 1};
    struct batches batches = {.count = 5, .size = 2, .order = order, .next = 1};
    real x[2 * in], y[2 * out];
    cr_assert_eq(batches_next(&batches, &samples, x, y), 2);
    cr_assert_eq(batches.next, 3);
    cr_assert_eq(x[0], 0);
    cr_assert_eq(x[in], 40);
    cr_assert_eq(y[out], -40);
}

Test(batches, an_epoch_that_is_over_stays_over_and_writes_nothing)
{
    struct pcg32 generator = pcg32_seed(102, 1);
    const struct samples samples = numbered_rows(3);
    struct batches batches = new_batches(3, 2);
    one_epoch(&batches, &samples, &generator);
    real x[2 * in] = {1, 2, 3, 4, 5, 6}, y[2 * out] = {1, 2, 3, 4};
    const real untouched[] = {1, 2, 3, 4, 5, 6};
    cr_assert_eq(batches_next(&batches, &samples, x, y), 0);
    cr_assert_arr_eq(x, untouched, sizeof x);
    cr_assert_arr_eq(y, untouched, sizeof y);
}

Test(batches, a_short_batch_writes_only_its_rows)
{
    const struct samples samples = numbered_rows(3);
    size_t order[] = {2, 0, 1};
    struct batches batches = {.count = 3, .size = 2, .order = order, .next = 2};
    real x[2 * in] = {1, 2, 3, 4, 5, 6}, y[2 * out] = {1, 2, 3, 4};
    const real expected_x[] = {10, 11, 12, 4, 5, 6}, expected_y[] = {-10, -11, 3, 4};
    cr_assert_eq(batches_next(&batches, &samples, x, y), 1);
    assert_all_near(2 * in, x, expected_x, 0);
    assert_all_near(2 * out, y, expected_y, 0);
}

Test(batches, shuffle_starts_an_epoch_anew)
{
    struct pcg32 generator = pcg32_seed(103, 1);
    struct batches batches = new_batches(13, 4);
    batches_shuffle(&batches, &generator);
    cr_assert_eq(batches.next, 0);
    bool seen[13] = {false};
    for (size_t i = 0; i < 13; i++) {
        cr_assert_lt(batches.order[i], 13);
        seen[batches.order[i]] = true;
    }
    for (size_t row = 0; row < 13; row++) {
        cr_assert(seen[row], "row %zu", row);
    }
}

Test(batches, what_stood_in_order_does_not_matter)
{
    struct pcg32 a = pcg32_seed(104, 1), b = a;
    struct batches one = new_batches(13, 4), other = new_batches(13, 4);
    memset(other.order, 0, 13 * sizeof *other.order);
    batches_shuffle(&one, &a);
    batches_shuffle(&other, &b);
    cr_assert_arr_eq(one.order, other.order, 13 * sizeof *one.order);
}

Test(batches, equal_seeds_give_equal_epochs_and_the_next_epoch_another)
{
    struct pcg32 a = pcg32_seed(105, 1), b = a;
    const struct samples samples = numbered_rows(13);
    struct batches batches = new_batches(13, 4);
    const struct epoch first = one_epoch(&batches, &samples, &a);
    const struct epoch again = one_epoch(&batches, &samples, &b);
    const struct epoch next = one_epoch(&batches, &samples, &a);
    cr_assert_arr_eq(first.order, again.order, sizeof first.order);
    cr_assert_neq(memcmp(first.order, next.order, sizeof first.order), 0);
}

/* 6000 shuffles of 3 rows: each of the 6 orders about 1000 times. */
Test(batches, every_order_of_three_rows_is_equally_likely)
{
    struct pcg32 generator = pcg32_seed(106, 1);
    struct batches batches = new_batches(3, 1);
    size_t seen[27] = {0};
    for (size_t i = 0; i < 6000; i++) {
        batches_shuffle(&batches, &generator);
        seen[batches.order[0] * 9 + batches.order[1] * 3 + batches.order[2]]++;
    }
    const size_t orders[] = {5, 7, 11, 15, 19, 21}; /* 012 021 102 120 201 210, to base 3 */
    double chi_squared = 0;
    for (size_t i = 0; i < 6; i++) {
        const double difference = (double)seen[orders[i]] - 1000;
        chi_squared += difference * difference / 1000;
    }
    cr_assert_lt(chi_squared, 20.5); /* 0.001 of fair shuffles, 5 degrees of freedom */
}

Test(batches, the_samples_stay_as_they_are)
{
    struct pcg32 generator = pcg32_seed(107, 1);
    const struct samples samples = numbered_rows(13);
    const real *const x = copy_reals(13 * in, samples.x), *const y =
                                                              copy_reals(13 * out, samples.y);
    struct batches batches = new_batches(13, 4);
    one_epoch(&batches, &samples, &generator);
    cr_assert_arr_eq(samples.x, x, 13 * in * sizeof *x);
    cr_assert_arr_eq(samples.y, y, 13 * out * sizeof *y);
}
