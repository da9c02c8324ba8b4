#include "models/linear_model.h"
#include "tests/support.h"

TestSuite(linear_model, .init = test_begin, .fini = test_end);

Test(linear_model, has_a_weight_for_each_pair_and_an_offset_for_each_output)
{
    const struct linear_model model = linear_model_new(&scratch, 3, 2);
    cr_assert_eq(model.in, 3);
    cr_assert_eq(model.out, 2);
    cr_assert_eq(model.w.count, 6);
    cr_assert_eq(model.b.count, 2);
}

Test(linear_model, begins_with_zeros_in_arrays_of_its_own)
{
    const struct linear_model model = linear_model_new(&scratch, 3, 2);
    real *const arrays[] = {model.w.value, model.w.gradient, model.b.value, model.b.gradient};
    const size_t counts[] = {6, 6, 2, 2};
    for (size_t a = 0; a < 4; a++) {
        for (size_t i = 0; i < counts[a]; i++) {
            cr_assert_eq(arrays[a][i], 0);
            arrays[a][i] = 1; /* seen by the next array if they overlap */
        }
    }
}
