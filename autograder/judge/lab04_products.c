/* 4.8 to 4.11: windows as columns, and products of matrices.
 *
 * That 4.10 multiplies is seen by the product that it is given: it counts how often it is called, and with
 * which sizes. One product for each image is what the header says; one for each row of w does as well.
 */
#include "judge/lab04.h"

#include <stdio.h>

static const char handout[] = "the handout's numbers";

/* Not square: then columns and their transpose look different. */
static const struct conv_shape hand_shape = {1, 1, 3, 4, 1, 2, 1, 0, 2, 3};
static const real hand_pixels[12] = {1, 2, 0, 3, 3, 1, 2, 1, 0, 1, 4, 2};

/* --- 4.8 and 4.9 ------------------------------------------------------------------------------ */

static void give_kernel(struct bundle *request, const struct conv_shape *s)
{
    give_number(request, "kernel", (real)s->kernel);
    give_windows(request, s);
}

static struct shape shape_of_image(const struct conv_shape *s)
{
    return shape_3d(s->in, s->height, s->width);
}

static struct shape shape_of_columns(const struct conv_shape *s)
{
    return shape_2d(s->in * s->kernel * s->kernel, s->out_height * s->out_width);
}

void check_im2col(struct check *check)
{
    struct bundle hand = check_case(check, "%s", handout);
    give(&hand, "x", shape_of_image(&hand_shape), hand_pixels);
    give_kernel(&hand, &hand_shape);
    check_values(check, &hand);
    for (size_t i = 0; i < conv_shape_count; i++) {
        struct bundle request = check_case(check, "random numbers");
        give_random(check, &request, "x", shape_of_image(&conv_shapes[i]));
        give_kernel(&request, &conv_shapes[i]);
        check_values(check, &request);
    }
}

/* It is the way back of im2col, so its answer is im2col's slope. Frees the request. */
static void check_way_back(struct check *check, struct bundle *request)
{
    static const struct derivative by_x = {"dx", "x"};
    may_change(request, "dx");
    check_gradients(check, request, "4.8", "columns", "dcolumns", &by_x, 1);
}

void check_col2im(struct check *check)
{
    real counted[24];
    for (size_t i = 0; i < 24; i++) {
        counted[i] = (real)(i + 1);
    }
    struct bundle hand = check_case(check, "%s", handout);
    give(&hand, "x", shape_of_image(&hand_shape), hand_pixels);
    give_kernel(&hand, &hand_shape);
    give(&hand, "dcolumns", shape_of_columns(&hand_shape), counted);
    give_zeros(&hand, "dx", shape_of_image(&hand_shape));
    check_way_back(check, &hand);
    for (size_t i = 0; i < conv_shape_count; i++) {
        const struct conv_shape *const s = &conv_shapes[i];
        struct bundle request = check_case(check, "random numbers, something stands in dx");
        give_random(check, &request, "x", shape_of_image(s));
        give_kernel(&request, s);
        give_random(check, &request, "dcolumns", shape_of_columns(s));
        give_random(check, &request, "dx", shape_of_image(s));
        check_way_back(check, &request);
    }
}

/* --- 4.10 ------------------------------------------------------------------------------------- */

/* Whether the products that were asked for can have made y. */
static void check_products(struct check *check)
{
    const struct conv_shape *const s = &conv_shapes[5];
    struct bundle request = check_case_of(check, 'b', "how multiply is called"), got;
    give_conv(check, &request, s);
    if (check_ask(check, &request, &got)) {
        const size_t taps = s->in * s->kernel * s->kernel, places = s->out_height * s->out_width;
        const real products = number_in(&got, "products"), rows = number_in(&got, "rows");
        const real inner = number_in(&got, "inner"), columns = number_in(&got, "columns");
        check_that(check, products >= (real)s->n, "products", &request,
                   "multiply was called %g times for %zu images: the products are to be its work.",
                   (double)products, s->n);
        check_that(check,
                   products == 0 || (rows >= 1 && rows <= (real)s->out && inner == (real)taps &&
                                     columns == (real)places),
                   "sizes", &request,
                   "multiply was called with n = %g, k = %g, m = %g: w is (%zu,%zu) and columns "
                   "(%zu,%zu).",
                   (double)rows, (double)inner, (double)columns, s->out, taps, taps, places);
        bundle_free(&got);
    }
    bundle_free(&request);
}

void check_conv_product(struct check *check)
{
    struct bundle hand = check_case(check, "%s", handout);
    give(&hand, "x", shape_4d(1, 1, 3, 4), hand_pixels);
    give(&hand, "w", shape_4d(1, 1, 2, 2), hand_filter);
    give(&hand, "b", shape_1d(1), hand_offset);
    give_windows(&hand, &hand_shape);
    check_values(check, &hand);
    check_products(check);
    for (size_t i = 0; i < conv_shape_count; i++) {
        struct bundle request = check_case(check, "random numbers");
        give_conv(check, &request, &conv_shapes[i]);
        check_values(check, &request);
    }
    check_fault_follows(check, "y", "sizes"); /* a product whose sizes do not fit writes nothing */
}

/* --- 4.11 ------------------------------------------------------------------------------------- */

/* A block has 32 rows and columns: below, at, and beyond one, each axis alone and together. In every
 * second of them something stands in c. The first are small enough for Valgrind to look at; a handout keeps
 * a recording of all of them for each known mistake. */
static const struct product_shape {
    size_t n, k, m;
} products[] = {{1, 1, 1},   {1, 1, 1},   {1, 5, 1},    {4, 1, 3},    {3, 2, 5},    {17, 19, 18},
                {33, 3, 2},  {33, 2, 3},  {3, 33, 2},   {2, 33, 3},   {2, 3, 33},   {3, 2, 33},
                {33, 33, 3}, {3, 33, 33}, {33, 3, 33},  {32, 32, 32}, {33, 35, 34}, {31, 70, 37},
                {40, 65, 1}, {1, 97, 40}, {64, 33, 10}, {9, 64, 65}};
enum { product_count = sizeof products / sizeof *products };

void check_blocked_product(struct check *check)
{
    struct bundle hand = check_case(check, "%s", handout);
    give(&hand, "a", shape_2d(2, 3), (const real[]){1, 2, 3, 4, 5, 6});
    give(&hand, "b", shape_2d(3, 2), (const real[]){1, 0, 2, 1, 0, 3});
    check_values(check, &hand);
    for (size_t i = 0; i < product_count; i++) {
        const struct product_shape s = products[i];
        struct bundle request =
            check_case(check, "random numbers, %s", i % 2 == 0 ? "c unwritten" : "something in c");
        give_random(check, &request, "a", shape_2d(s.n, s.k));
        give_random(check, &request, "b", shape_2d(s.k, s.m));
        if (i % 2 == 1) {
            give_random(check, &request, "c", shape_2d(s.n, s.m));
            may_change(&request, "c");
        }
        check_values(check, &request);
    }
}
