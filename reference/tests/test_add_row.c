#include "kernels/naive/add_row.h"
#include "tests/support.h"

TestSuite(add_row, .init = test_begin, .fini = test_end);

static const size_t shapes[][2] = {{1, 1}, {1, 5}, {6, 1}, {3, 4}, {13, 11}};
enum { count_of_shapes = sizeof shapes / sizeof *shapes };

Test(add_row, forward_by_hand)
{
    const real x[] = {1, 2, 3, /**/ 4, 5, 6}, row[] = {10, 20, -30};
    const real expected[] = {11, 22, -27, /**/ 14, 25, -24};
    real y[6];
    add_row_forward(2, 3, x, row, y);
    assert_all_near(6, y, expected, 0);
}

Test(add_row, forward_is_the_formula_at_every_shape)
{
    for (size_t s = 0; s < count_of_shapes; s++) {
        const size_t n = shapes[s][0], m = shapes[s][1];
        struct pcg32 generator = pcg32_seed(71, s);
        const real *const x = random_reals(&generator, n * m);
        const real *const row = random_reals(&generator, m);
        real *const y = arena_reals(&scratch, n * m);
        add_row_forward(n, m, x, row, y);
        for (size_t i = 0; i < n; i++) {
            for (size_t j = 0; j < m; j++) {
                cr_assert_eq(y[i * m + j], x[i * m + j] + row[j], "(%zu,%zu)", i, j);
            }
        }
    }
}

Test(add_row, backward_by_hand)
{
    const real dy[] = {1, 2, 3, /**/ 4, 5, 6};
    const real expected_drow[] = {5, 7, 9};
    real dx[6] = {0}, drow[3] = {0};
    add_row_backward(2, 3, dy, dx, drow);
    assert_all_near(6, dx, dy, 0);
    assert_all_near(3, drow, expected_drow, 0);
}

Test(add_row, backward_adds_to_what_stands_there)
{
    const real dy[] = {1, 2, 3, /**/ 4, 5, 6};
    const real expected_dx[] = {11, 12, 13, /**/ 14, 15, 16}, expected_drow[] = {-15, -13, -11};
    real dx[] = {10, 10, 10, /**/ 10, 10, 10}, drow[] = {-20, -20, -20};
    add_row_backward(2, 3, dy, dx, drow);
    assert_all_near(6, dx, expected_dx, 0);
    assert_all_near(3, drow, expected_drow, 0);
}

Test(add_row, backward_leaves_out_what_nobody_wants)
{
    const real dy[] = {1, 2, 3, /**/ 4, 5, 6}, expected_drow[] = {5, 7, 9};
    real dx[6] = {0}, drow[3] = {0};
    add_row_backward(2, 3, dy, NULL, drow);
    assert_all_near(3, drow, expected_drow, 0);
    add_row_backward(2, 3, dy, dx, NULL);
    assert_all_near(6, dx, dy, 0);
    add_row_backward(2, 3, dy, NULL, NULL);
}

Test(add_row, leaves_its_inputs_alone)
{
    struct pcg32 generator = pcg32_seed(72, 1);
    real *const x = random_reals(&generator, 12), *const row = random_reals(&generator, 4);
    real *const y = zero_reals(12), *const dx = zero_reals(12), *const drow = zero_reals(4);
    const real *const x_before = copy_reals(12, x), *const row_before = copy_reals(4, row);
    add_row_forward(3, 4, x, row, y);
    const real *const y_before = copy_reals(12, y);
    add_row_backward(3, 4, y, dx, drow);
    cr_assert_arr_eq(x, x_before, 12 * sizeof *x);
    cr_assert_arr_eq(row, row_before, 4 * sizeof *row);
    cr_assert_arr_eq(y, y_before, 12 * sizeof *y);
}
