#include "autograd/products.h"

#include "autograd/arithmetic.h"
#include "autograd/backward.h"
#include "tests/on_tape.h"

TestSuite(products, .init = tape_test_begin, .fini = tape_test_end);

static const real six[] = {1, 2, 3, 4, 5, 6};

/* --- matmul --- */

Test(products, matmul_by_hand)
{
    struct tape tape = new_tape();
    const real right[] = {1, 0, /**/ 0, -1, /**/ 2, 1}, expected[] = {7, 1, /**/ 16, 1};
    const struct variable *const c =
        matmul(&tape, variable_of(shape_2d(2, 3), six), variable_of(shape_2d(3, 2), right));
    cr_assert(shape_equal(c->value.shape, shape_2d(2, 2)));
    assert_all_near(4, c->value.data, expected, 0);
}

/* What the kernel says, which has tests of its own. */
Test(products, matmul_leads_back_as_the_kernel_does)
{
    const size_t shapes[][3] = {{1, 1, 1}, {5, 3, 2}, {2, 7, 1}, {1, 4, 3}, {3, 1, 4}};
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        const size_t n = shapes[s][0], k = shapes[s][1], m = shapes[s][2];
        struct tape tape = new_tape();
        struct pcg32 generator = pcg32_seed(161, s);
        struct variable *const a = random_variable(&generator, shape_2d(n, k));
        struct variable *const b = random_variable(&generator, shape_2d(k, m));
        const real *const above = random_reals(&generator, n * m);
        real *const da = zero_reals(n * k), *const db = zero_reals(k * m);
        matmul(&tape, a, b);
        lead_back(&tape, above);
        naive_backend.matmul_backward(n, k, m, a->value.data, b->value.data, above, da, db);
        assert_all_near(n * k, a->gradient, da, 0);
        assert_all_near(k * m, b->gradient, db, 0);
    }
}

Test(products, matmul_leaves_out_what_wants_no_gradient)
{
    struct tape tape = new_tape();
    struct pcg32 generator = pcg32_seed(162, 1);
    struct variable *const a = random_variable(&generator, shape_2d(5, 3));
    struct variable *const b = random_variable(&generator, shape_2d(3, 2));
    struct variable *const only_a = twin_of(a), *const only_b = twin_of(b);
    const real *const above = random_reals(&generator, 10);
    matmul(&tape, a, b);
    lead_back(&tape, above);
    matmul(&tape, only_a, constant_of(shape_2d(3, 2), b->value.data));
    lead_back(&tape, above);
    matmul(&tape, constant_of(shape_2d(5, 3), a->value.data), only_b);
    lead_back(&tape, above);
    assert_all_near(15, only_a->gradient, a->gradient, 0);
    assert_all_near(6, only_b->gradient, b->gradient, 0);
}

Test(products, matmul_of_a_variable_with_itself)
{
    struct tape tape = new_tape();
    struct pcg32 generator = pcg32_seed(163, 1);
    struct variable *const x = random_variable(&generator, shape_2d(3, 3));
    struct variable *const left = twin_of(x), *const right = twin_of(x);
    const real *const above = random_reals(&generator, 9);
    matmul(&tape, x, x);
    lead_back(&tape, above);
    matmul(&tape, left, right);
    lead_back(&tape, above);
    for (size_t i = 0; i < 9; i++) {
        assert_near(x->gradient[i], left->gradient[i] + right->gradient[i], 16 * REAL_EPSILON);
    }
}

static void multiply_64_784_with_100_10(void)
{
    struct tape tape = new_tape();
    static real numbers[64 * 784];
    matmul(&tape, tape_constant(&tape, tensor_view(shape_2d(64, 784), numbers)),
           tape_constant(&tape, tensor_view(shape_2d(100, 10), numbers)));
}

static void multiply_a_row(void)
{
    struct tape tape = new_tape();
    matmul(&tape, variable_of(shape_1d(3), six), variable_of(shape_2d(3, 2), six));
}

static void multiply_with_a_row(void)
{
    struct tape tape = new_tape();
    matmul(&tape, variable_of(shape_2d(2, 3), six), variable_of(shape_1d(3), six));
}

Test(products, matmul_panics_with_both_shapes)
{
    cr_assert_str_eq(panic_of(multiply_64_784_with_100_10),
                     "descent: matmul: a is (64,784), b is (100,10): 784 != 100\n");
    cr_assert_str_eq(panic_of(multiply_a_row),
                     "descent: matmul: a is (3), b is (3,2): both need 2 axes\n");
    cr_assert_str_eq(panic_of(multiply_with_a_row),
                     "descent: matmul: a is (2,3), b is (3): both need 2 axes\n");
}

/* --- add_row --- */

Test(products, add_row_by_hand)
{
    struct tape tape = new_tape();
    const real values[] = {10, 20, -30}, expected[] = {11, 22, -27, /**/ 14, 25, -24};
    const real above[] = {1, -1, 2, /**/ 3, -2, 0.5}, to_row[] = {4, -3, 2.5};
    struct variable *const x = variable_of(shape_2d(2, 3), six);
    struct variable *const row = variable_of(shape_1d(3), values);
    const struct variable *const y = add_row(&tape, x, row);
    lead_back(&tape, above);
    cr_assert(shape_equal(y->value.shape, shape_2d(2, 3)));
    assert_all_near(6, y->value.data, expected, 0);
    assert_all_near(6, x->gradient, above, 0);
    assert_all_near(3, row->gradient, to_row, 0);
}

Test(products, add_row_leaves_out_what_wants_no_gradient)
{
    struct tape tape = new_tape();
    const real above[] = {1, -1, 2, /**/ 3, -2, 0.5}, to_row[] = {4, -3, 2.5};
    struct variable *const x = variable_of(shape_2d(2, 3), six);
    struct variable *const row = variable_of(shape_1d(3), six);
    add_row(&tape, x, constant_of(shape_1d(3), six));
    lead_back(&tape, above);
    add_row(&tape, constant_of(shape_2d(2, 3), six), row);
    lead_back(&tape, above);
    assert_all_near(6, x->gradient, above, 0);
    assert_all_near(3, row->gradient, to_row, 0);
}

static void add_a_row_of_2_to_rows_of_3(void)
{
    struct tape tape = new_tape();
    add_row(&tape, variable_of(shape_2d(2, 3), six), variable_of(shape_1d(2), six));
}

static void add_a_matrix_as_row(void)
{
    struct tape tape = new_tape();
    add_row(&tape, variable_of(shape_2d(2, 3), six), variable_of(shape_2d(3, 1), six));
}

static void add_a_row_to_three_axes(void)
{
    struct tape tape = new_tape();
    add_row(&tape, variable_of(shape_3d(1, 3, 2), six), variable_of(shape_1d(3), six));
}

Test(products, add_row_panics_with_both_shapes)
{
    cr_assert_str_eq(panic_of(add_a_row_of_2_to_rows_of_3),
                     "descent: add_row: x is (2,3), row is (2)\n");
    cr_assert_str_eq(panic_of(add_a_matrix_as_row), "descent: add_row: x is (2,3), row is (3,1)\n");
    cr_assert_str_eq(panic_of(add_a_row_to_three_axes),
                     "descent: add_row: x is (1,3,2), row is (3)\n");
}

/* --- reshape --- */

Test(products, reshape_shares_value_and_gradient)
{
    struct tape tape = new_tape();
    struct variable *const x = variable_of(shape_2d(2, 3), six);
    const struct variable *const view = reshape(&tape, x, shape_3d(3, 1, 2));
    cr_assert(shape_equal(view->value.shape, shape_3d(3, 1, 2)));
    cr_assert(shape_equal(x->value.shape, shape_2d(2, 3)));
    cr_assert_eq(view->value.data, x->value.data);
    cr_assert_eq(view->gradient, x->gradient);
    cr_assert_eq(tape.count, 0);
}

Test(products, reshape_of_a_constant_is_a_constant)
{
    struct tape tape = new_tape();
    cr_assert_null(reshape(&tape, constant_of(shape_1d(6), six), shape_2d(2, 3))->gradient);
}

/* What reaches the view reaches x, and what was there is added to: sum of x[i]^2 as (1,6) (6,1). */
Test(products, reshape_leads_back_from_several_views)
{
    struct tape tape = new_tape();
    struct variable *const x = variable_of(shape_2d(2, 3), six);
    const real twice[] = {2, 4, 6, 8, 10, 12};
    struct variable *const squares =
        matmul(&tape, reshape(&tape, x, shape_2d(1, 6)), reshape(&tape, x, shape_2d(6, 1)));
    tape_backward(&tape, squares);
    cr_assert_eq(squares->value.data[0], 91);
    assert_all_near(6, x->gradient, twice, 0);
}

/* A view of an output in the middle of the graph: x -> x + x -> view -> sum of squares. */
Test(products, reshape_leads_back_in_the_middle)
{
    struct tape tape = new_tape();
    struct variable *const x = variable_of(shape_1d(6), six);
    const real expected[] = {8, 16, 24, 32, 40, 48}; /* (2 x)^2 has slope 8 x */
    struct variable *const twice = add(&tape, x, x);
    tape_backward(&tape, matmul(&tape, reshape(&tape, twice, shape_2d(1, 6)),
                                reshape(&tape, twice, shape_2d(6, 1))));
    assert_all_near(6, x->gradient, expected, 0);
}

static void reshape_to_7(void)
{
    struct tape tape = new_tape();
    reshape(&tape, variable_of(shape_2d(2, 3), six), shape_1d(7));
}

Test(products, reshape_panics_when_the_counts_differ)
{
    cr_assert_str_eq(panic_of(reshape_to_7),
                     "descent: tensor_reshape: (2,3) to (7): 6 != 7 elements\n");
}
