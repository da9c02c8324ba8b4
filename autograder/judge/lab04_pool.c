/* 4.6 and 4.7: max-pooling. Slopes are measured away from kinks: there all numbers of an image keep their
 * distance. Who wins among equal ones is a convention, which the handout states: there the reference's
 * values are compared.
 */
#include "judge/lab04.h"

#include <stddef.h>

static const char handout[] = "the handout's numbers";

static const struct pool_shape {
    size_t n, channels, height, width, kernel, stride, out_height, out_width;
} pools[] = {
    {1, 1, 1, 1, 1, 1, 1, 1}, {1, 1, 2, 2, 2, 2, 1, 1}, {1, 1, 5, 3, 3, 3, 1, 1},
    {1, 1, 3, 4, 2, 1, 2, 3}, {1, 2, 5, 5, 2, 2, 2, 2}, {2, 3, 7, 5, 3, 2, 3, 2},
    {1, 1, 4, 6, 1, 2, 2, 3}, {1, 2, 5, 7, 2, 3, 2, 2}, {3, 2, 6, 5, 3, 1, 4, 3},
    {2, 4, 8, 9, 2, 2, 4, 4},
};
enum { pool_count = sizeof pools / sizeof *pools };

static void give_pool(struct bundle *request, const struct pool_shape *s)
{
    give_number(request, "kernel", (real)s->kernel);
    give_number(request, "stride", (real)s->stride);
    give_number(request, "out_height", (real)s->out_height);
    give_number(request, "out_width", (real)s->out_width);
}

static struct shape shape_of_x(const struct pool_shape *s)
{
    return shape_4d(s->n, s->channels, s->height, s->width);
}

static struct shape shape_of_y(const struct pool_shape *s)
{
    return shape_4d(s->n, s->channels, s->out_height, s->out_width);
}

/* The numbers low, low + step, ... in a drawn order: no two of them are alike. */
static void give_distinct(struct check *check, struct bundle *request, const struct pool_shape *s,
                          real low, real step)
{
    struct frame *const x = bundle_add(request, "x", shape_of_x(s));
    for (size_t i = 0; i < x->count; i++) {
        const size_t j = pcg32_below(&check->generator, (uint32_t)i + 1);
        x->data[i] = x->data[j];
        x->data[j] = low + step * (real)i;
    }
    give_pool(request, s);
}

/* As behind a ReLU: whole numbers, half of them 0. */
static void give_equals(struct check *check, struct bundle *request, const struct pool_shape *s)
{
    struct frame *const x = bundle_add(request, "x", shape_of_x(s));
    for (size_t i = 0; i < x->count; i++) {
        const uint32_t drawn = pcg32_below(&check->generator, 6);
        x->data[i] = drawn < 3 ? 0 : (real)(drawn - 2);
    }
    give_pool(request, s);
}

static const struct pool_shape hand_shape = {1, 1, 4, 4, 2, 2, 2, 2},
                               hand_overlap = {1, 1, 3, 3, 2, 1, 2, 2};
static const real hand_x[] = {-1, -5, 2, 0, -3, -2, 7, 1, 4, 4, -6, -9, 0, 4, -8, -7};
static const real overlap_x[] = {1, 2, 0, 3, 9, 4, 0, 5, 6};

static void give_hand(struct bundle *request, const struct pool_shape *s, const real *x)
{
    give(request, "x", shape_of_x(s), x);
    give_pool(request, s);
}

/* --- 4.6 -------------------------------------------------------------------------------------- */

static void check_pool_by_hand(struct check *check)
{
    struct bundle hand = check_case(check, "%s", handout);
    give_hand(&hand, &hand_shape, hand_x);
    check_values(check, &hand);
    struct bundle overlap = check_case(check, "%s, windows that overlap", handout);
    give_hand(&overlap, &hand_overlap, overlap_x);
    check_values(check, &overlap);
}

void check_max_pool(struct check *check)
{
    check_pool_by_hand(check);
    for (size_t i = 0; i < pool_count; i++) {
        struct bundle request = check_case(check, "random numbers");
        give_random(check, &request, "x", shape_of_x(&pools[i]));
        give_pool(&request, &pools[i]);
        check_values(check, &request);
    }
    for (size_t i = 0; i < pool_count; i++) {
        struct bundle negative = check_case(check, "all are negative");
        give_distinct(check, &negative, &pools[i], -1000, (real)0.9);
        check_values(check, &negative);
    }
    struct bundle far = check_case(check, "all are below -100000");
    give_distinct(check, &far, &pools[4], -200000, 7);
    check_values(check, &far);
    struct bundle equal = check_case(check, "many are equal");
    give_equals(check, &equal, &pools[5]);
    check_values(check, &equal);
}

/* --- 4.7 -------------------------------------------------------------------------------------- */

/* Frees the request. */
static void check_slopes(struct check *check, struct bundle *request)
{
    static const struct derivative by_x = {"dx", "x"};
    may_change(request, "dx");
    check_gradients(check, request, "4.6", "y", "dy", &by_x, 1);
}

/* At equal numbers there is no slope to measure. Frees the request. */
static void check_winners(struct check *check, struct bundle *request)
{
    may_change(request, "dx");
    check_values(check, request);
}

static void check_slopes_by_hand(struct check *check)
{
    static const real above[] = {1, 2, 3, 4};
    struct bundle overlap = check_case(check, "%s, windows that overlap", handout);
    give_hand(&overlap, &hand_overlap, overlap_x);
    give(&overlap, "dy", shape_of_y(&hand_overlap), above);
    give_zeros(&overlap, "dx", shape_of_x(&hand_overlap));
    check_slopes(check, &overlap);
    struct bundle hand = check_case(check, "%s, three equal ones in a window", handout);
    give_hand(&hand, &hand_shape, hand_x);
    give(&hand, "dy", shape_of_y(&hand_shape), above);
    give_zeros(&hand, "dx", shape_of_x(&hand_shape));
    check_winners(check, &hand);
}

static void give_slopes(struct check *check, struct bundle *request, const struct pool_shape *s)
{
    give_random(check, request, "dy", shape_of_y(s));
    give_random(check, request, "dx", shape_of_x(s));
}

void check_max_pool_backward(struct check *check)
{
    check_slopes_by_hand(check);
    for (size_t i = 0; i < 2 * pool_count; i++) {
        const struct pool_shape *const s = &pools[i / 2];
        struct bundle request = check_case(check, "%s, something stands in dx",
                                           i % 2 == 0 ? "random numbers" : "all are negative");
        give_distinct(check, &request, s, i % 2 == 0 ? (real)-1.5 : -1000, (real)0.01);
        give_slopes(check, &request, s);
        check_slopes(check, &request);
    }
    for (size_t i = 0; i < pool_count; i++) {
        struct bundle request = check_case(check, "many are equal, something stands in dx");
        give_equals(check, &request, &pools[i]);
        give_slopes(check, &request, &pools[i]);
        check_winners(check, &request);
    }
}
