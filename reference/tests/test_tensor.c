#include "tensor/tensor.h"
#include "tests/support.h"

#include <math.h>

TestSuite(tensor, .init = test_begin, .fini = test_end);

#ifndef NDEBUG
Test(tensor, new_takes_as_many_numbers_as_the_shape_has_and_writes_none)
{
    if (under_valgrind()) {
        cr_skip_test("to look at unwritten memory is an error there");
    }
    const size_t before = scratch.used;
    const struct tensor x = tensor_new(&scratch, shape_3d(3, 5, 7));
    cr_assert_geq(scratch.used - before, 105 * sizeof(real));
    for (size_t i = 0; i < 105; i++) {
        cr_assert(isnan(x.data[i]), "element %zu", i);
    }
}
#endif

Test(tensor, view_and_copy_share_the_numbers)
{
    real numbers[6] = {1, 2, 3, 4, 5, 6};
    const struct tensor x = tensor_view(shape_2d(2, 3), numbers);
    const struct tensor copy = x;
    copy.data[4] = -1;
    cr_assert_eq(*tensor_at(x, 1, 1, 0, 0), -1);
    cr_assert_eq(numbers[4], -1);
}

Test(tensor, reshape_keeps_the_numbers_in_their_order)
{
    real numbers[6] = {1, 2, 3, 4, 5, 6};
    const struct tensor x = tensor_view(shape_2d(2, 3), numbers);
    const struct tensor y = tensor_reshape(x, shape_3d(3, 1, 2));
    cr_assert(shape_equal(y.shape, shape_3d(3, 1, 2)));
    cr_assert_eq(y.data, numbers);
    cr_assert_eq(*tensor_at(y, 1, 0, 1, 0), 4);
}

static void reshape_to_another_count(void)
{
    real numbers[6] = {0};
    tensor_reshape(tensor_view(shape_2d(2, 3), numbers), shape_1d(7));
}

Test(tensor, reshape_panics_with_both_shapes)
{
    cr_assert_str_eq(panic_of(reshape_to_another_count),
                     "descent: tensor_reshape: (2,3) to (7): 6 != 7 elements\n");
}

Test(tensor, at_walks_the_last_axis_first)
{
    const struct tensor x = tensor_new(&scratch, shape_4d(2, 3, 4, 5));
    const real *expected = x.data;
    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; j < 3; j++) {
            for (size_t k = 0; k < 4; k++) {
                for (size_t l = 0; l < 5; l++) {
                    cr_assert_eq(tensor_at(x, i, j, k, l), expected++);
                }
            }
        }
    }
}

Test(tensor, at_reaches_the_one_number_without_axes)
{
    real number = 2.5;
    const struct tensor x = tensor_view((struct shape){0}, &number);
    cr_assert_eq(tensor_at(x, 0, 0, 0, 0), &number);
}

static void reach_row_2_of_2(void)
{
    real numbers[6] = {0};
    tensor_at(tensor_view(shape_2d(2, 3), numbers), 2, 0, 0, 0);
}

static void reach_column_3_of_3(void)
{
    real numbers[6] = {0};
    tensor_at(tensor_view(shape_2d(2, 3), numbers), 0, 3, 0, 0);
}

static void reach_along_a_third_axis_of_2(void)
{
    real numbers[6] = {0};
    tensor_at(tensor_view(shape_2d(2, 3), numbers), 0, 0, 1, 0);
}

Test(tensor, at_panics_outside)
{
    cr_assert_str_eq(panic_of(reach_row_2_of_2),
                     "descent: tensor_at: index (2,0,0,0) lies outside (2,3)\n");
    cr_assert_str_eq(panic_of(reach_column_3_of_3),
                     "descent: tensor_at: index (0,3,0,0) lies outside (2,3)\n");
    cr_assert_str_eq(panic_of(reach_along_a_third_axis_of_2),
                     "descent: tensor_at: index (0,0,1,0) lies outside (2,3)\n");
}

Test(tensor, fill_sets_every_element_and_no_other)
{
    real numbers[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    const real expected[8] = {1, -2, -2, -2, -2, -2, -2, 8};
    tensor_fill(tensor_view(shape_3d(3, 1, 2), numbers + 1), -2);
    assert_all_near(8, numbers, expected, 0);
}

Test(tensor, save_and_load_bring_back_shape_and_numbers)
{
    struct pcg32 generator = pcg32_seed(13, 1);
    const struct tensor x = {shape_3d(3, 1, 5), random_reals(&generator, 15)};
    const struct path path = in_folder("x.npy");
    struct tensor y;
    struct message why;
    cr_assert_eq(tensor_save(x, path.text, &why), 0, "%s", why.text);
    cr_assert_eq(tensor_load(&y, &scratch, path.text, &why), 0, "%s", why.text);
    cr_assert(shape_equal(x.shape, y.shape), "%s", shape_to_text(y.shape).text);
    cr_assert_arr_eq(y.data, x.data, 15 * sizeof(real));
}

Test(tensor, save_and_load_say_which_file_failed)
{
    real number = 1;
    struct tensor x = tensor_view(shape_1d(1), &number);
    struct message why;
    cr_assert_eq(tensor_save(x, in_folder("none/x.npy").text, &why), -1);
    cr_assert_str_eq(without_folder(why.text),
                     "none/x.npy: cannot be written: No such file or directory");
    cr_assert_eq(tensor_load(&x, &scratch, in_folder("x.npy").text, &why), -1);
    cr_assert_str_eq(without_folder(why.text), "x.npy: No such file or directory");
}
