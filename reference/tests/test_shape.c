#include "tensor/shape.h"
#include "tests/support.h"

#include <stdint.h>

TestSuite(shape, .init = test_begin, .fini = test_end);

Test(shape, constructors_give_rank_and_sizes_in_order)
{
    const struct shape shapes[] = {shape_1d(2), shape_2d(2, 3), shape_3d(2, 3, 5),
                                   shape_4d(2, 3, 5, 7)};
    const size_t sizes[] = {2, 3, 5, 7};
    for (size_t i = 0; i < 4; i++) {
        cr_assert_eq(shapes[i].rank, i + 1);
        cr_assert_arr_eq(shapes[i].size, sizes, (i + 1) * sizeof *sizes);
    }
}

Test(shape, count_is_the_product_of_the_sizes)
{
    cr_assert_eq(shape_count(shape_1d(7)), 7);
    cr_assert_eq(shape_count(shape_2d(13, 2)), 26);
    cr_assert_eq(shape_count(shape_4d(2, 3, 5, 7)), 210);
}

Test(shape, count_is_1_without_axes_and_0_with_an_axis_of_0)
{
    cr_assert_eq(shape_count((struct shape){0}), 1);
    cr_assert_eq(shape_count(shape_3d(4, 0, 5)), 0);
}

Test(shape, count_looks_only_at_the_axes_there_are)
{
    cr_assert_eq(shape_count((struct shape){1, {5, 9, 9, 9}}), 5);
}

static void count_too_much(void)
{
    shape_count(shape_2d((size_t)1 << 33, (size_t)1 << 31));
}

Test(shape, count_panics_when_the_product_overflows)
{
    cr_assert_str_eq(panic_of(count_too_much), "descent: shape (8589934592,2147483648) holds more "
                                               "elements than memory can\n");
}

Test(shape, equal_compares_rank_and_every_size)
{
    cr_assert(shape_equal(shape_3d(2, 3, 5), shape_3d(2, 3, 5)));
    cr_assert_not(shape_equal(shape_3d(2, 3, 5), shape_3d(2, 3, 4)));
    cr_assert_not(shape_equal(shape_3d(2, 3, 5), shape_3d(1, 3, 5)));
    cr_assert_not(shape_equal(shape_2d(2, 3), shape_2d(3, 2)));
    cr_assert_not(shape_equal(shape_1d(2), shape_2d(2, 1)));
    cr_assert_not(shape_equal(shape_2d(2, 0), shape_1d(2)));
}

Test(shape, equal_looks_only_at_the_axes_there_are)
{
    cr_assert(shape_equal((struct shape){1, {5, 9, 9, 9}}, shape_1d(5)));
}

Test(shape, text_is_as_messages_write_it)
{
    cr_assert_str_eq(shape_to_text((struct shape){0}).text, "()");
    cr_assert_str_eq(shape_to_text(shape_1d(7)).text, "(7)");
    cr_assert_str_eq(shape_to_text(shape_2d(64, 784)).text, "(64,784)");
    cr_assert_str_eq(shape_to_text(shape_4d(1, 0, 12, 3)).text, "(1,0,12,3)");
}

Test(shape, text_has_room_for_the_largest_sizes)
{
    cr_assert_str_eq(shape_to_text(shape_4d(SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX)).text,
                     "(18446744073709551615,18446744073709551615,"
                     "18446744073709551615,18446744073709551615)");
}
