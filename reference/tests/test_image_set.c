#include "data/image_set.h"
#include "tests/support.h"

#include <stdint.h>

TestSuite(image_set, .init = test_begin, .fini = test_end);

Test(image_set, create_gives_empty_images_of_class_0)
{
    struct image_set set;
    struct message why;
    cr_assert_eq(image_set_create(&set, 3, 2, 5, &why), 0, "%s", why.text);
    cr_assert_eq(set.count, 3);
    cr_assert_eq(set.rows, 2);
    cr_assert_eq(set.columns, 5);
    for (size_t i = 0; i < 30; i++) {
        cr_assert_eq(set.bytes[i], 0);
    }
    cr_assert_eq(set.labels[0] + set.labels[1] + set.labels[2], 0);
    image_set_destroy(&set);
}

Test(image_set, destroy_leaves_a_set_that_may_be_destroyed_again)
{
    struct image_set set;
    struct message why;
    cr_assert_eq(image_set_create(&set, 3, 2, 5, &why), 0);
    image_set_destroy(&set);
    cr_assert_null(set.bytes);
    cr_assert_null(set.labels);
    cr_assert_eq(set.count, 0);
    image_set_destroy(&set);
}

#ifndef UNDER_ASAN /* it stops the program itself */
Test(image_set, says_what_memory_cannot_hold)
{
    struct image_set set;
    struct message why;
    cr_assert_eq(image_set_create(&set, SIZE_MAX / 8, 28, 28, &why), -1);
    cr_assert_str_eq(why.text, "no memory for 2305843009213693951 images of 28 x 28 pixels");
    cr_assert_null(set.bytes);
    cr_assert_null(set.labels);
    cr_assert_eq(image_set_create(&set, 1, SIZE_MAX / 2 + 1, 2, &why), -1); /* 0 if it wrapped */
}
#endif

Test(image_set, pixels_are_one_image)
{
    unsigned char bytes[12];
    const struct image_set set = {.count = 3, .rows = 2, .columns = 2, .bytes = bytes};
    cr_assert_eq(image_set_pixels(&set, 0), bytes);
    cr_assert_eq(image_set_pixels(&set, 2), bytes + 8);
}

static void pixels_of_image_3_of_3(void)
{
    unsigned char bytes[12];
    image_set_pixels(&(struct image_set){.count = 3, .rows = 2, .columns = 2, .bytes = bytes}, 3);
}

Test(image_set, panics_when_there_is_no_such_image)
{
    cr_assert_str_eq(panic_of(pixels_of_image_3_of_3), "descent: image_set_pixels: image 3 of 3\n");
}
