#include "data/glyphs.h"
#include "tests/support.h"

#include <string.h>

TestSuite(glyphs, .init = test_begin, .fini = test_end);

enum { side = glyphs_side, pixels = glyphs_pixels };

static struct image_set make(size_t count, uint64_t seed)
{
    struct pcg32 generator = pcg32_seed(seed, 1);
    struct image_set set;
    struct message why;
    cr_assert_eq(glyphs_make(count, &generator, &set, &why), 0, "%s", why.text);
    return set;
}

Test(glyphs, a_set_is_complete)
{
    struct image_set set = make(23, 501);
    cr_assert_eq(set.count, 23);
    cr_assert_eq(set.rows, 28);
    cr_assert_eq(set.columns, 28);
    cr_assert_eq(set.classes, 10);
    for (size_t i = 0; i < 10; i++) {
        const char name[] = {(char)('0' + i), '\0'};
        cr_assert_str_eq(set.class_name[i], name);
    }
    image_set_destroy(&set);
}

Test(glyphs, labels_go_round)
{
    struct image_set set = make(23, 502);
    for (size_t i = 0; i < 23; i++) {
        cr_assert_eq(set.labels[i], i % 10);
    }
    image_set_destroy(&set);
}

Test(glyphs, the_same_seed_makes_the_same_bytes_and_another_others)
{
    struct image_set a = make(20, 503), b = make(20, 503), c = make(20, 504);
    cr_assert_arr_eq(a.bytes, b.bytes, 20 * pixels);
    for (size_t i = 0; i < 20; i++) {
        cr_assert_neq(memcmp(image_set_pixels(&a, i), image_set_pixels(&c, i), pixels), 0);
    }
    image_set_destroy(&a);
    image_set_destroy(&b);
    image_set_destroy(&c);
}

/* FNV-1a of the bytes, recorded once: float, double, any compiler and machine give these images. */
Test(glyphs, the_bytes_are_the_same_everywhere)
{
    struct image_set set = make(100, 1);
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < 100 * pixels; i++) {
        hash = (hash ^ set.bytes[i]) * UINT64_C(0x100000001b3);
    }
    cr_assert_eq(hash, UINT64_C(0x517187095c64c387), "%#llx", (unsigned long long)hash);
    image_set_destroy(&set);
}

Test(glyphs, the_first_images_are_the_same_whatever_the_count)
{
    struct image_set few = make(7, 505), many = make(31, 505);
    cr_assert_arr_eq(few.bytes, many.bytes, 7 * pixels);
    image_set_destroy(&few);
    image_set_destroy(&many);
}

Test(glyphs, images_of_one_digit_differ)
{
    struct image_set set = make(200, 506);
    for (size_t i = 10; i < 200; i++) {
        cr_assert_neq(memcmp(image_set_pixels(&set, i), image_set_pixels(&set, i - 10), pixels), 0);
    }
    image_set_destroy(&set);
}

/* The mean of all images of a digit; index (rows,columns). */
static void mean_image(const struct image_set *set, size_t digit, double *mean /* (pixels) */)
{
    size_t images = 0;
    memset(mean, 0, pixels * sizeof *mean);
    for (size_t i = 0; i < set->count; i++) {
        if (set->labels[i] == digit) {
            images++;
            for (size_t p = 0; p < pixels; p++) {
                mean[p] += image_set_pixels(set, i)[p];
            }
        }
    }
    for (size_t p = 0; p < pixels; p++) {
        mean[p] /= (double)images;
    }
}

static double sum_of(const double *mean, size_t top, size_t bottom, size_t left, size_t right)
{
    double sum = 0;
    for (size_t row = top; row < bottom; row++) {
        for (size_t column = left; column < right; column++) {
            sum += mean[row * side + column];
        }
    }
    return sum;
}

Test(glyphs, digits_look_as_they_should)
{
    struct image_set set = make(2000, 507);
    double mean[10][pixels];
    for (size_t digit = 0; digit < 10; digit++) {
        mean_image(&set, digit, mean[digit]);
    }
    /* a 0 is empty in its centre, an 8 is crossed there */
    cr_assert_lt(2 * sum_of(mean[0], 12, 16, 12, 16), sum_of(mean[8], 12, 16, 12, 16));
    /* a 7 has its ink above, and no foot to the right as a 2 has */
    cr_assert_gt(sum_of(mean[7], 0, 14, 0, side), 1.2 * sum_of(mean[7], 14, side, 0, side));
    cr_assert_gt(sum_of(mean[2], 18, side, 16, side), 1.4 * sum_of(mean[7], 18, side, 16, side));
    /* a 6 is heavy below and a 9 above */
    cr_assert_gt(sum_of(mean[6], 14, side, 0, side), sum_of(mean[6], 0, 14, 0, side));
    cr_assert_lt(sum_of(mean[9], 14, side, 0, side), sum_of(mean[9], 0, 14, 0, side));
    /* a 1 needs the least ink, an 8 the most */
    for (size_t digit = 0; digit < 10; digit++) {
        cr_assert_leq(sum_of(mean[1], 0, side, 0, side), sum_of(mean[digit], 0, side, 0, side));
        cr_assert_geq(sum_of(mean[8], 0, side, 0, side), sum_of(mean[digit], 0, side, 0, side));
    }
    image_set_destroy(&set);
}

/* What the header promises of the difficulty: the nearest of the ten mean images tells most digits,
 * but far from all. */
Test(glyphs, are_neither_trivial_nor_hopeless)
{
    struct image_set learnt = make(2000, 508), others = make(500, 509);
    double mean[10][pixels];
    for (size_t digit = 0; digit < 10; digit++) {
        mean_image(&learnt, digit, mean[digit]);
    }
    size_t right = 0;
    for (size_t i = 0; i < others.count; i++) {
        double least = 1e300;
        size_t nearest = 0;
        for (size_t digit = 0; digit < 10; digit++) {
            double distance = 0;
            for (size_t p = 0; p < pixels; p++) {
                const double difference = image_set_pixels(&others, i)[p] - mean[digit][p];
                distance += difference * difference;
            }
            if (distance < least) {
                least = distance;
                nearest = digit;
            }
        }
        right += nearest == others.labels[i];
    }
    cr_assert(right > 250 && right < 400, "%zu of 500", right);
    image_set_destroy(&learnt);
    image_set_destroy(&others);
}

Test(glyphs, paper_is_0_and_ink_up_to_255_with_steps_between)
{
    struct image_set set = make(200, 510);
    size_t seen[256] = {0};
    for (size_t i = 0; i < 200 * pixels; i++) {
        seen[set.bytes[i]]++;
    }
    cr_assert_gt(seen[0], 200 * pixels / 4);
    for (size_t value = 0; value < 256; value++) {
        cr_assert_gt(seen[value], 0, "no pixel is %zu", value);
    }
    image_set_destroy(&set);
}

/* The ink's place and amount vary from image to image, as the header lists. */
Test(glyphs, place_and_weight_of_the_ink_vary)
{
    enum { count = 400 };
    struct image_set set = make(count, 511);
    double least[3] = {1e9, 1e9, 1e9}, most[3] = {0, 0, 0}; /* column and row of the centre, ink */
    for (size_t i = 8; i < count; i += 10) {
        double sum[3] = {0};
        for (size_t p = 0; p < pixels; p++) {
            const double ink = image_set_pixels(&set, i)[p];
            sum[0] += ink * (double)(p % side);
            sum[1] += ink * (double)(p / side);
            sum[2] += ink;
        }
        for (size_t k = 0; k < 3; k++) {
            const double value = k < 2 ? sum[k] / sum[2] : sum[2] / 255;
            least[k] = value < least[k] ? value : least[k];
            most[k] = value > most[k] ? value : most[k];
        }
    }
    cr_assert_gt(most[0] - least[0], 3);
    cr_assert_gt(most[1] - least[1], 3);
    cr_assert_gt(most[2], 1.5 * least[2]);
    image_set_destroy(&set);
}

static void draw_a_10(void)
{
    struct pcg32 generator = pcg32_seed(1, 1);
    unsigned char image[pixels];
    glyphs_draw(10, &generator, image);
}

Test(glyphs, panics_when_there_is_no_such_digit)
{
    cr_assert_str_eq(panic_of(draw_a_10), "descent: glyphs_draw: digit 10, expected 0 to 9\n");
}
