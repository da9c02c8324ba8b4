#include "data/photo.h"
#include "tests/support.h"

#include <stdlib.h>
#include <string.h>

TestSuite(photo, .init = test_begin, .fini = test_end);

enum { side = 28 };

static struct gray_image ground(size_t rows, size_t columns, unsigned char gray)
{
    struct gray_image image = {rows, columns, arena_take(&scratch, rows * columns)};
    memset(image.bytes, gray, rows * columns);
    return image;
}

static void draw_box(struct gray_image *image, size_t top, size_t left, size_t rows, size_t columns,
                     unsigned char gray)
{
    for (size_t i = 0; i < rows; i++) {
        memset(image->bytes + (top + i) * image->columns + left, gray, columns);
    }
}

static void assert_object(struct photo_object got, size_t top, size_t left, size_t rows,
                          size_t columns)
{
    cr_assert(got.top == top && got.left == left && got.rows == rows && got.columns == columns,
              "%zu %zu %zu %zu", got.top, got.left, got.rows, got.columns);
}

static const unsigned char *fitted(const struct gray_image *image)
{
    static unsigned char pixels[side * side];
    const struct photo_object object = photo_find(image);
    memset(pixels, 99, sizeof pixels);
    photo_fit(image, &object, side, pixels);
    return pixels;
}

Test(photo, finds_a_dark_object_on_bright_ground)
{
    struct gray_image image = ground(40, 60, 230);
    draw_box(&image, 5, 20, 30, 11, 60);
    const struct photo_object object = photo_find(&image);
    assert_object(object, 5, 20, 30, 11);
    cr_assert_eq(object.ground, 230);
    cr_assert(object.darker);
}

Test(photo, finds_a_bright_object_on_dark_ground)
{
    struct gray_image image = ground(40, 60, 10);
    draw_box(&image, 0, 1, 7, 59, 90);
    const struct photo_object object = photo_find(&image);
    assert_object(object, 0, 1, 7, 59);
    cr_assert_eq(object.ground, 10);
    cr_assert_not(object.darker);
}

Test(photo, takes_the_median_of_the_border_for_the_ground)
{
    struct gray_image image = ground(100, 100, 200);
    draw_box(&image, 0, 30, 100, 40, 40); /* trousers from border to border: 80 of 396 pixels */
    const struct photo_object object = photo_find(&image);
    cr_assert_eq(object.ground, 200);
    assert_object(object, 0, 30, 100, 40);
}

Test(photo, overlooks_noise_shade_and_dust)
{
    struct gray_image image = ground(200, 200, 220);
    struct pcg32 generator = pcg32_seed(1, 1);
    for (size_t i = 0; i < 200 * 200; i++) { /* darker from left to right, by 20 */
        image.bytes[i] = (unsigned char)(210 - i % 200 / 10 + pcg32_below(&generator, 10));
    }
    draw_box(&image, 50, 60, 100, 70, 30);
    draw_box(&image, 10, 180, 2, 2, 0);
    assert_object(photo_find(&image), 50, 60, 100, 70);
}

Test(photo, finds_a_pale_object)
{
    struct gray_image image = ground(50, 50, 200);
    draw_box(&image, 10, 10, 20, 25, 215);
    assert_object(photo_find(&image), 10, 10, 20, 25);
}

Test(photo, takes_the_whole_image_where_nothing_differs)
{
    const struct gray_image image = ground(3, 5, 70);
    assert_object(photo_find(&image), 0, 0, 3, 5);
    for (size_t i = 0; i < side * side; i++) {
        cr_assert_eq(fitted(&image)[i], 0);
    }
}

Test(photo, draws_the_longer_side_from_border_to_border_and_centres_the_other)
{
    struct gray_image image = ground(300, 300, 255);
    draw_box(&image, 10, 100, 280, 140, 0); /* 28 x 14 at a tenth of the size */
    const unsigned char *pixels = fitted(&image);
    for (size_t i = 0; i < side; i++) {
        for (size_t j = 0; j < side; j++) {
            cr_assert_eq(pixels[i * side + j], j >= 7 && j < 21 ? 255 : 0, "%zu %zu", i, j);
        }
    }
}

Test(photo, puts_a_wide_object_in_the_middle_of_the_height)
{
    struct gray_image image = ground(100, 100, 0);
    draw_box(&image, 3, 10, 21, 56, 255); /* 10.5 x 28: rounded up */
    const unsigned char *pixels = fitted(&image);
    for (size_t i = 0; i < side; i++) {
        cr_assert_eq(pixels[i * side], i >= 8 && i < 19 ? 255 : 0, "%zu", i);
    }
}

/* From 5 x 2 to 28 x 11: every pixel of the object covers 5.6 x 5.5 of the drawing. */
Test(photo, means_over_areas_that_pixels_share)
{
    struct gray_image image = ground(2, 7, 255);
    draw_box(&image, 0, 1, 2, 5, 0);
    const struct photo_object object = {
        .left = 1, .rows = 2, .columns = 5, .ground = 255, .darker = true};
    image.bytes[2] = 255; /* the object's (0,1): columns 5.6 to 11.2 */
    unsigned char pixels[side * side];
    photo_fit(&image, &object, side, pixels);
    const unsigned char *const row = pixels + 8 * side; /* its first */
    cr_assert_eq(row[4], 255);
    cr_assert_eq(row[5], 153); /* 0.6 of it is the first pixel */
    cr_assert_eq(row[6], 0);
    cr_assert_eq(row[10], 0);
    cr_assert_eq(row[11], 204); /* 0.2 is the second */
    cr_assert_eq(row[12], 255);
    cr_assert_eq(pixels[7 * side + 4], 0);
    cr_assert_leq(abs(pixels[13 * side + 8] - 127), 1); /* half of it is the second row */
    cr_assert_eq(pixels[18 * side + 8], 255);
    cr_assert_eq(pixels[19 * side + 8], 0);
}

Test(photo, keeps_how_dark_the_object_is)
{
    struct gray_image image = ground(30, 30, 200);
    draw_box(&image, 1, 1, 28, 28, 50);
    image.bytes[1 * 30 + 1] = 250; /* beyond the ground */
    const unsigned char *pixels = fitted(&image);
    cr_assert_eq(pixels[0], 0);
    cr_assert_eq(pixels[1], 191); /* 255 (200 - 50) / 200 */
}

Test(photo, does_not_lose_a_line)
{
    struct gray_image image = ground(400, 400, 255);
    draw_box(&image, 0, 200, 400, 3, 0);
    const unsigned char *pixels = fitted(&image);
    for (size_t j = 0; j < side; j++) {
        cr_assert_eq(pixels[j], j == 13 ? 255 : 0, "%zu", j);
    }
}

/* Images that are as the set's own come out as they went in. */
Test(photo, leaves_an_image_of_the_set_as_it_is)
{
    struct gray_image image = ground(side, side, 0);
    struct pcg32 generator = pcg32_seed(3, 1);
    for (size_t i = 0; i < side; i++) {
        for (size_t j = 8; j < 20; j++) {
            image.bytes[i * side + j] = (unsigned char)(100 + pcg32_below(&generator, 156));
        }
    }
    cr_assert_arr_eq(fitted(&image), image.bytes, side * side);
}

Test(photo, reads_nothing_past_any_image)
{
    struct pcg32 generator = pcg32_seed(7, 1);
    for (size_t rows = 1; rows < 40; rows += 3) {
        for (size_t columns = 1; columns < 60; columns += 4) {
            struct gray_image image = {rows, columns, malloc(rows * columns)};
            for (size_t i = 0; i < rows * columns; i++) {
                image.bytes[i] = (unsigned char)pcg32_below(&generator, 256);
            }
            fitted(&image);
            free(image.bytes);
        }
    }
}
