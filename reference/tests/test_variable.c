#include "autograd/variable.h"

#include "tests/support.h"

#include <math.h>

TestSuite(variable, .init = test_begin, .fini = test_end);

Test(variable, parameter_has_a_gradient_of_0)
{
    const struct variable w = variable_parameter(&scratch, shape_2d(3, 5));
    cr_assert(shape_equal(w.value.shape, shape_2d(3, 5)));
    for (size_t i = 0; i < 15; i++) {
        cr_assert_eq(w.gradient[i], 0, "element %zu", i);
    }
}

#ifndef NDEBUG
Test(variable, parameter_has_no_values_yet)
{
    if (under_valgrind()) {
        cr_skip_test("to look at unwritten memory is an error there");
    }
    const struct variable w = variable_parameter(&scratch, shape_1d(3));
    for (size_t i = 0; i < 3; i++) {
        cr_assert(isnan(w.value.data[i]), "element %zu", i);
    }
}
#endif

Test(variable, as_parameter_is_the_same_numbers)
{
    const struct variable w = variable_parameter(&scratch, shape_3d(2, 3, 4));
    const struct parameter parameter = variable_as_parameter(&w);
    cr_assert_eq(parameter.count, 24);
    cr_assert_eq(parameter.value, w.value.data);
    cr_assert_eq(parameter.gradient, w.gradient);
}

Test(variable, count_is_the_product_of_the_sizes)
{
    const struct variable w = variable_parameter(&scratch, shape_4d(2, 1, 3, 5));
    cr_assert_eq(variable_count(&w), 30);
    const struct variable number = variable_parameter(&scratch, (struct shape){0});
    cr_assert_eq(variable_count(&number), 1);
}

static void compare_2_3_with_3_2(void)
{
    const struct variable x = variable_parameter(&scratch, shape_2d(2, 3));
    const struct variable y = variable_parameter(&scratch, shape_2d(3, 2));
    variable_require_same_shape("add", &x, &y);
}

static void compare_6_with_6_1(void)
{
    const struct variable x = variable_parameter(&scratch, shape_1d(6));
    const struct variable y = variable_parameter(&scratch, shape_2d(6, 1));
    variable_require_same_shape("multiply", &x, &y);
}

Test(variable, require_same_shape_panics_with_both_shapes)
{
    cr_assert_str_eq(panic_of(compare_2_3_with_3_2), "descent: add: x is (2,3), y is (3,2)\n");
    cr_assert_str_eq(panic_of(compare_6_with_6_1), "descent: multiply: x is (6), y is (6,1)\n");
}

Test(variable, require_same_shape_lets_equal_ones_pass)
{
    const struct variable x = variable_parameter(&scratch, shape_2d(2, 3));
    const struct variable y = variable_parameter(&scratch, shape_2d(2, 3));
    variable_require_same_shape("add", &x, &y);
    variable_require_same_shape("add", &x, &x);
}
