#include "data/image_batches.h"
#include "data/standardise.h"
#include "tests/allocations.h"
#include "tests/support.h"

#include <string.h>

TestSuite(image_batches, .init = test_begin, .fini = test_end);

enum { count = 12, pixels = 2 * 3 };

/* Image i has the pixels 10 i, 10 i + 1, ... and the label i % 4: each number tells its image. */
static const struct image_set *numbered_images(void)
{
    static unsigned char bytes[count * pixels], labels[count];
    static const struct image_set set = {
        .count = count, .rows = 2, .columns = 3, .bytes = bytes, .labels = labels, .classes = 4};
    for (size_t i = 0; i < count; i++) {
        for (size_t p = 0; p < pixels; p++) {
            bytes[i * pixels + p] = (unsigned char)(10 * i + p);
        }
        labels[i] = (unsigned char)(i % 4);
    }
    return &set;
}

/* The batches of one epoch, noted. */
struct epoch {
    size_t batches;
    size_t size[count];
    size_t images;
    size_t image[count];
    bool whole; /* each image's pixels came whole, with its label */
};

static void note_image(struct epoch *epoch, const real *x, real y)
{
    const size_t image = (size_t)(x[0] * 255 + (real)0.5) / 10;
    for (size_t p = 0; p < pixels; p++) {
        epoch->whole &= near(x[p] * 255, (real)(10 * image + p), 255 * 2 * REAL_EPSILON);
    }
    epoch->whole &= y == (real)(image % 4);
    epoch->image[epoch->images] = image;
    epoch->images++;
}

/* Until the epoch is over. Each batch gets arrays of exactly its size. */
static struct epoch note_epoch(struct image_batches *batches)
{
    struct epoch epoch = {.whole = true};
    size_t got;
    real *const x = arena_reals(&scratch, batches->batches.size * pixels);
    real *const y = arena_reals(&scratch, batches->batches.size);
    while ((got = image_batches_next(batches, x, y)) > 0) {
        cr_assert_leq(epoch.images + got, count, "an epoch without end");
        for (size_t i = 0; i < got; i++) {
            note_image(&epoch, x + i * pixels, y[i]);
        }
        epoch.size[epoch.batches] = got;
        epoch.batches++;
    }
    return epoch;
}

static struct epoch shuffled_epoch(struct image_batches *batches, struct pcg32 *generator)
{
    image_batches_shuffle(batches, generator);
    return note_epoch(batches);
}

Test(image_batches, the_headers_example)
{
    const struct image_set set = *numbered_images();
    struct pcg32 generator = pcg32_seed(900, 1);
    const size_t training[] = {1, 2, 3, 5, 7, 11, 0};
    real x[4 * pixels], y[4];
    size_t rows, came = 0;
    struct image_batches batches = image_batches_new(&scratch, &set, 7, training, 4);
    image_batches_shuffle(&batches, &generator);
    while ((rows = image_batches_next(&batches, x, y)) > 0) {
        came = 10 * came + rows;
    }
    cr_assert_eq(came, 43);
}

Test(image_batches, each_image_comes_once_with_its_label)
{
    struct pcg32 generator = pcg32_seed(901, 1);
    for (size_t size = 1; size <= count + 1; size++) {
        struct image_batches batches =
            image_batches_new(&scratch, numbered_images(), count, NULL, size);
        const struct epoch epoch = shuffled_epoch(&batches, &generator);
        size_t visits[count] = {0};
        cr_assert(epoch.whole);
        cr_assert_eq(epoch.images, count);
        cr_assert_eq(epoch.batches, (count + size - 1) / size);
        for (size_t i = 0; i < count; i++) {
            visits[epoch.image[i]]++;
        }
        for (size_t i = 0; i < count; i++) {
            cr_assert_eq(visits[i], 1);
        }
    }
}

Test(image_batches, the_last_batch_is_short)
{
    struct image_batches batches = image_batches_new(&scratch, numbered_images(), count, NULL, 5);
    const struct epoch epoch = note_epoch(&batches);
    cr_assert_eq(epoch.batches, 3);
    cr_assert_eq(epoch.size[0], 5);
    cr_assert_eq(epoch.size[1], 5);
    cr_assert_eq(epoch.size[2], 2);
}

Test(image_batches, only_those_that_are_named_take_part)
{
    struct pcg32 generator = pcg32_seed(902, 1);
    const size_t index[] = {7, 2, 11, 5, 2};
    struct image_batches batches = image_batches_new(&scratch, numbered_images(), 5, index, 2);
    const struct epoch epoch = shuffled_epoch(&batches, &generator);
    size_t visits[count] = {0};
    cr_assert_eq(epoch.images, 5);
    cr_assert(epoch.whole);
    for (size_t i = 0; i < 5; i++) {
        visits[epoch.image[i]]++;
    }
    const size_t expected[count] = {[2] = 2, [5] = 1, [7] = 1, [11] = 1};
    cr_assert_arr_eq(visits, expected, sizeof visits);
}

Test(image_batches, come_in_the_lists_order_until_they_are_shuffled)
{
    struct pcg32 generator = pcg32_seed(903, 1);
    const size_t index[] = {7, 2, 11, 5};
    struct image_batches batches = image_batches_new(&scratch, numbered_images(), 4, index, 3);
    cr_assert_arr_eq(note_epoch(&batches).image, index, sizeof index);
    shuffled_epoch(&batches, &generator);
    image_batches_in_order(&batches);
    cr_assert_arr_eq(note_epoch(&batches).image, index, sizeof index);
}

Test(image_batches, without_a_list_the_first_ones_take_part)
{
    const size_t expected[] = {0, 1, 2, 3};
    struct image_batches batches = image_batches_new(&scratch, numbered_images(), 4, NULL, 3);
    const struct epoch epoch = note_epoch(&batches);
    cr_assert_eq(epoch.images, 4);
    cr_assert_arr_eq(epoch.image, expected, sizeof expected);
}

Test(image_batches, the_order_depends_on_the_generator_alone)
{
    struct pcg32 a = pcg32_seed(904, 1), b = a;
    struct image_batches one = image_batches_new(&scratch, numbered_images(), count, NULL, 4);
    struct image_batches other = image_batches_new(&scratch, numbered_images(), count, NULL, 4);
    struct pcg32 unrelated = pcg32_seed(905, 1);
    shuffled_epoch(&other, &unrelated);
    const struct epoch first = shuffled_epoch(&one, &a), again = shuffled_epoch(&other, &b);
    const struct epoch next = shuffled_epoch(&one, &a);
    cr_assert_arr_eq(first.image, again.image, sizeof first.image);
    cr_assert_neq(memcmp(first.image, next.image, sizeof first.image), 0);
}

Test(image_batches, pixels_go_from_0_to_1)
{
    unsigned char bytes[] = {0, 51, 255, 1}, label = 3;
    const struct image_set set = {1, 2, 2, bytes, &label, 4, NULL};
    struct image_batches batches = image_batches_new(&scratch, &set, 1, NULL, 1);
    const real expected[] = {0, (real)0.2, 1, (real)1 / 255};
    real x[4], y;
    cr_assert_eq(image_batches_next(&batches, x, &y), 1);
    assert_all_near(4, x, expected, REAL_EPSILON);
    cr_assert_eq(x[2], 1);
    cr_assert_eq(y, 3);
}

Test(image_batches, an_epoch_that_is_over_writes_nothing)
{
    struct image_batches batches = image_batches_new(&scratch, numbered_images(), 4, NULL, 4);
    note_epoch(&batches);
    real x = 17, y = 18;
    cr_assert_eq(image_batches_next(&batches, &x, &y), 0);
    cr_assert_eq(x, 17);
    cr_assert_eq(y, 18);
}

/* --- standardised --- */

Test(image_batches, pixels_are_standardised_each_with_its_own_statistics)
{
    const size_t index[] = {9, 1, 4};
    real all[3 * pixels], mean[pixels], deviation[pixels], x[2 * pixels], y[2];
    images_to_reals(numbered_images(), 3, index, all);
    standardise_fit(3, pixels, all, mean, deviation);
    standardise_apply(3, pixels, mean, deviation, all);
    struct image_batches batches = image_batches_new(&scratch, numbered_images(), 3, index, 2);
    image_batches_standardise(&batches, pixels, mean, deviation);
    cr_assert_eq(image_batches_next(&batches, x, y), 2);
    cr_assert_arr_eq(x, all, sizeof x);
    cr_assert_eq(image_batches_next(&batches, x, y), 1);
    cr_assert_arr_eq(x, all + 2 * pixels, pixels * sizeof *x);
}

Test(image_batches, one_mean_and_deviation_may_serve_all_pixels)
{
    const real mean = (real)0.5, deviation = (real)0.25;
    real plain[pixels], x[pixels], y;
    images_to_reals(numbered_images(), 1, NULL, plain);
    struct image_batches batches = image_batches_new(&scratch, numbered_images(), 1, NULL, 1);
    image_batches_standardise(&batches, 1, &mean, &deviation);
    cr_assert_eq(image_batches_next(&batches, x, &y), 1);
    for (size_t p = 0; p < pixels; p++) {
        assert_near(x[p], (plain[p] - mean) / deviation, 4 * REAL_EPSILON);
    }
}

Test(image_batches, the_last_statistics_hold)
{
    const real zeros[pixels] = {0}, ones[pixels] = {1, 1, 1, 1, 1, 1}, mean = 3, deviation = 7;
    real plain[pixels], x[pixels], y;
    images_to_reals(numbered_images(), 1, NULL, plain);
    struct image_batches batches = image_batches_new(&scratch, numbered_images(), 1, NULL, 1);
    image_batches_standardise(&batches, 1, &mean, &deviation);
    image_batches_standardise(&batches, pixels, zeros, ones);
    cr_assert_eq(image_batches_next(&batches, x, &y), 1);
    cr_assert_arr_eq(x, plain, sizeof x);
    image_batches_standardise(&batches, pixels, ones, ones);
    image_batches_standardise(&batches, 1, zeros, ones);
    image_batches_in_order(&batches);
    cr_assert_eq(image_batches_next(&batches, x, &y), 1);
    cr_assert_arr_eq(x, plain, sizeof x);
}

Test(image_batches, to_reals_takes_the_images_that_are_named)
{
    const size_t index[] = {9, 1};
    real x[2 * pixels];
    images_to_reals(numbered_images(), 2, index, x);
    for (size_t p = 0; p < pixels; p++) {
        assert_near(x[p], (real)(90 + p) / 255, REAL_EPSILON);
        assert_near(x[pixels + p], (real)(10 + p) / 255, REAL_EPSILON);
    }
}

/* --- what may not be --- */

static void batches_of_image_12_of_12(void)
{
    image_batches_new(&scratch, numbered_images(), 2, (const size_t[]){3, 12}, 1);
}

static void reals_of_13_images_of_12(void)
{
    images_to_reals(numbered_images(), 13, NULL, NULL);
}

static void batches_of_no_image(void)
{
    image_batches_new(&scratch, numbered_images(), 0, NULL, 4);
}

static void statistics_of_5_columns(void)
{
    struct image_batches batches = image_batches_new(&scratch, numbered_images(), 2, NULL, 1);
    const real numbers[5] = {0};
    image_batches_standardise(&batches, 5, numbers, numbers);
}

Test(image_batches, panics_when_something_does_not_fit)
{
    cr_assert_str_eq(panic_of(batches_of_image_12_of_12),
                     "descent: image_batches: image 12 at place 1 of the list, the set has 12\n");
    cr_assert_str_eq(panic_of(reals_of_13_images_of_12),
                     "descent: image_batches: image 12 at place 12 of the list, the set has 12\n");
    cr_assert_str_eq(panic_of(batches_of_no_image),
                     "descent: image_batches_new: 0 images in batches of 4, expected 1 or more\n");
    cr_assert_str_eq(
        panic_of(statistics_of_5_columns),
        "descent: image_batches_standardise: statistics of 5 columns for images of 2 x "
        "3 pixels\n");
}

Test(image_batches, a_batch_never_calls_malloc)
{
    if (!allocations_are_counted()) {
        cr_skip_test("malloc is not ours here");
    }
    struct pcg32 generator = pcg32_seed(906, 1);
    const real mean = (real)0.5, deviation = (real)0.25;
    struct image_batches batches = image_batches_new(&scratch, numbered_images(), count, NULL, 5);
    image_batches_standardise(&batches, 1, &mean, &deviation);
    real x[5 * pixels], y[5];
    const size_t before = allocations();
    image_batches_shuffle(&batches, &generator);
    while (image_batches_next(&batches, x, y) > 0) {
    }
    cr_assert_eq(allocations(), before);
}
