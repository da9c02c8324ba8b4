/* The sentence that each way of being wrong gets, the limits, and how places and numbers are told. */
#include "judge/compare.h"
#include "tests/support.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

TestSuite(compare, .init = test_begin, .fini = test_end);

enum { count = 4 };
static const real expected[count] = {1, -2, 0.5, 4};

/* A frame of a test's own. */
static struct frame frame_of(const char *name, struct shape shape, const real *values)
{
    struct frame frame = {.shape = shape, .count = shape_count(shape)};
    strcpy(frame.name, name);
    frame.data = copy_reals(frame.count, values);
    return frame;
}

static struct difference compared(size_t elements, const real *want, const real *got,
                                  const real *before)
{
    const struct frame a = frame_of("dw", shape_1d(elements), want);
    const struct frame b = frame_of("dw", shape_1d(elements), got);
    return compare_arrays(&a, &b, before ? copy_reals(elements, before) : NULL, (real)1e-9);
}

/* What is said of an array of four elements that should be `expected`. */
static const char *said(const real got[count], const real *before)
{
    static struct difference difference;
    difference = compared(count, expected, got, before);
    return difference.text;
}

/* And of a single number. */
static const char *said_of_one(real want, real got)
{
    static struct difference difference;
    difference = compared(1, &want, &got, NULL);
    return difference.text;
}

Test(compare, equal_arrays_have_no_difference)
{
    const struct difference difference = compared(count, expected, expected, NULL);
    cr_assert_eq(difference.wrong, 0);
    cr_assert_str_eq(difference.text, "");
}

Test(compare, arrays_without_elements_are_equal)
{
    cr_assert_eq(compared(0, expected, expected, NULL).wrong, 0);
}

Test(compare, an_infinity_equals_itself_and_hides_nothing)
{
    const real infinity = (real)__builtin_inf();
    const real endless[] = {1, infinity, 3, 4}, other[] = {1, infinity, 9, 4};
    cr_assert_eq(compared(4, endless, endless, NULL).wrong, 0);
    cr_assert_eq(compared(4, endless, other, NULL).wrong, 1);
    cr_assert_eq(compared(4, endless, other, NULL).index, 2);
}

Test(compare, nan_in_every_element)
{
    const real got[] = {REAL_NAN, REAL_NAN, REAL_NAN, REAL_NAN};
    cr_assert_str_eq(said(got, NULL),
                     "dw was never written, or added to what stood there, or computed from "
                     "something unwritten: it is NaN in every element.");
    cr_assert_str_eq(said_of_one(1, REAL_NAN),
                     "dw was never written, or added to what stood there, or computed from "
                     "something unwritten: it is NaN.");
}

Test(compare, nan_in_some_elements)
{
    const real got[] = {1, REAL_NAN, 0.5, REAL_NAN};
    cr_assert_str_eq(said(got, NULL), "dw is NaN in 2 of 4 elements: not written, computed from "
                                      "something unwritten, 0 by 0, or overflowed (infinity by "
                                      "infinity).");
    cr_assert_eq(compared(count, expected, got, NULL).wrong, 2);
    cr_assert_eq(compared(count, expected, got, NULL).index, 1);
}

Test(compare, a_sentence_about_nan_or_infinity_shows_one)
{
    const real infinity = (real)__builtin_inf();
    const real nan[] = {9, infinity, 0.5, REAL_NAN}, infinite[] = {9, -2, infinity, 4};
    cr_assert_eq(compared(count, expected, nan, NULL).index, 3);
    cr_assert_eq(compared(count, expected, infinite, NULL).index, 2);
}

Test(compare, zeros)
{
    const real got[count] = {0};
    cr_assert_str_eq(said(got, NULL), "dw is 0 in every element.");
    cr_assert_str_eq(said_of_one(3, 0), "dw is 0.");
}

Test(compare, the_wrong_sign)
{
    const real got[] = {-1, 2, -0.5, -4};
    cr_assert_str_eq(said(got, NULL), "dw has the wrong sign in every element.");
    cr_assert_str_eq(said_of_one(3, -3), "dw has the wrong sign.");
}

Test(compare, a_factor)
{
    const real got[] = {2.5, -5, 1.25, 10};
    cr_assert_str_eq(said(got, NULL), "dw is 2.5 times what it should be in every element.");
    const real negative[] = {-0.5, 1, -0.25, -2};
    cr_assert_str_eq(said(negative, NULL), "dw is -0.5 times what it should be in every element.");
}

/* A single number is always some multiple of another. */
Test(compare, only_a_small_whole_factor_is_told_of_a_single_number)
{
    cr_assert_str_eq(said_of_one(3, 6), "dw is 2 times what it should be.");
    cr_assert_str_eq(said_of_one(3, 1), "dw is 0.3333 times what it should be.");
    cr_assert_str_eq(said_of_one(3, -6), "dw is -2 times what it should be.");
    cr_assert_str_eq(said_of_one(3, -1.5), "dw is -0.5 times what it should be.");
    cr_assert_str_eq(said_of_one(3, 15), "dw is wrong.");
    cr_assert_str_eq(said_of_one(3, -21), "dw is wrong.");
    cr_assert_str_eq(said_of_one(3, (real)0.1), "dw is wrong.");
    cr_assert_str_eq(said_of_one(3, (real)7.7), "dw is wrong.");
    cr_assert_str_eq(said_of_one(0, 5), "dw is wrong.");
}

Test(compare, an_offset)
{
    const real got[] = {1.25, -1.75, 0.75, 4.25};
    cr_assert_str_eq(said(got, NULL), "dw is off by the same 0.25 in every element.");
}

Test(compare, left_as_it_was)
{
    const real before[] = {3, 1, 4, 1};
    cr_assert_str_eq(said(before, before), "dw was left as it was.");
    const real zeros[count] = {0};
    cr_assert_str_eq(said(zeros, zeros), "dw was left as it was.");
}

/* expected = before + what is to be added. */
Test(compare, overwritten)
{
    const real before[] = {3, 1, 4, 1};
    const real got[] = {1 - 3, -2 - 1, 0.5 - 4, 4 - 1};
    cr_assert_str_eq(said(got, before), "dw is overwritten: the function must add to what stands "
                                        "there.");
}

Test(compare, the_accuracy_of_float)
{
    real got[count];
    for (size_t i = 0; i < count; i++) {
        got[i] = expected[i] + (real)4e-6 * (i % 2 ? 1 : -1);
    }
    cr_assert_str_eq(said(got, NULL),
                     "dw is right only to the accuracy of float: you wrote float (or a constant "
                     "such as 0.1f) where real was meant.");
    got[2] += (real)2e-5;
    cr_assert_str_eq(said(got, NULL), "dw is wrong in 4 of 4 elements.");
}

Test(compare, wrong_in_some_elements)
{
    const real got[] = {1, 5, 0.5, 6};
    cr_assert_str_eq(said(got, NULL), "dw is wrong in 2 of 4 elements.");
    cr_assert_eq(compared(count, expected, got, NULL).index, 1);
}

Test(compare, infinity_is_wrong)
{
    const real infinity = (real)INFINITY;
    const real some[] = {infinity, -2, 0.5, -infinity},
               all[] = {infinity, infinity, -infinity, infinity};
    cr_assert_str_eq(said(some, NULL),
                     "dw is infinite in some elements: something overflowed, or a "
                     "logarithm was taken of 0.");
    cr_assert_str_eq(said(all, NULL), "dw is infinite in every element: something overflowed, or a "
                                      "logarithm was taken of 0.");
    cr_assert_str_eq(said_of_one(3, infinity),
                     "dw is infinite: something overflowed, or a logarithm was taken of 0.");
}

/* The limit is 1e-9 of the largest, 4; but of 1e-3 where all is smaller. */
Test(compare, the_limit_goes_by_the_largest_element)
{
    const real inside[] = {1, -2, (real)(0.5 + 3.9e-9), 4},
               outside[] = {1, -2, (real)(0.5 + 4.1e-9), 4};
    cr_assert_eq(compared(count, expected, inside, NULL).wrong, 0);
    cr_assert_eq(compared(count, expected, outside, NULL).wrong, 1);
    const real tiny = (real)1e-7, near_tiny = tiny + (real)9e-13, far_tiny = tiny + (real)2e-12;
    cr_assert_eq(compared(1, &tiny, &near_tiny, NULL).wrong, 0);
    cr_assert_eq(compared(1, &tiny, &far_tiny, NULL).wrong, 1);
}

Test(compare, places_have_an_index_an_axis)
{
    const real values[24] = {0};
    const struct frame matrix = frame_of("dw", shape_2d(4, 3), values);
    const struct frame kernel = frame_of("k", shape_4d(2, 3, 2, 2), values);
    const struct frame row = frame_of("b", shape_1d(5), values);
    cr_assert_str_eq(place_of(&matrix, 0).text, "dw[0,0]");
    cr_assert_str_eq(place_of(&matrix, 2).text, "dw[0,2]");
    cr_assert_str_eq(place_of(&matrix, 11).text, "dw[3,2]");
    cr_assert_str_eq(place_of(&kernel, 23).text, "k[1,2,1,1]");
    cr_assert_str_eq(place_of(&row, 4).text, "b[4]");
}

Test(compare, a_single_number_has_no_index)
{
    const real value = 0;
    const struct frame loss = frame_of("loss", (struct shape){0}, &value);
    const struct frame corner = frame_of("dw", shape_2d(1, 1), &value);
    cr_assert_str_eq(place_of(&loss, 0).text, "loss");
    cr_assert_str_eq(place_of(&corner, 0).text, "dw");
}

Test(compare, numbers_have_nine_digits)
{
    cr_assert_str_eq(number_to_text((real)1 / 3).text, "0.333333333");
    cr_assert_str_eq(number_to_text(3).text, "3");
    cr_assert_str_eq(number_to_text((real)-1e-300).text, "-1e-300");
    cr_assert_str_eq(number_to_text(REAL_NAN).text, "nan");
    cr_assert_str_eq(number_to_text(-REAL_NAN).text, "nan");
    cr_assert_str_eq(number_to_text((real)-INFINITY).text, "-inf");
}
