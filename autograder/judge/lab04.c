/* The checks of lab 04: the convolution. Each starts with the handout's numbers, goes on to the smallest
 * shapes, odd ones and larger ones, with seeded random data. The other exercises have files of their own.
 *
 * Gradients are measured on the reference's forward function: each backward function is judged alone. What
 * y measures is given with each case, so that a wrong 4.1 costs only itself.
 */
#include "judge/lab04.h"

#include "judge/checks.h"

static const char handout[] = "the handout's numbers";

const real hand_image[9] = {1, 2, 0, 3, 1, 2, 0, 1, 4}, hand_filter[4] = {1, -1, 2, 3},
           hand_offset[1] = {1};

/* --- 4.1: the size of the output -------------------------------------------------------------- */

static void check_windows(struct check *check, const char *words, size_t size, size_t kernel,
                          size_t stride, size_t padding)
{
    struct bundle request = check_case(check, "%s", words);
    give_number(&request, "size", (real)size);
    give_number(&request, "kernel", (real)kernel);
    give_number(&request, "stride", (real)stride);
    give_number(&request, "padding", (real)padding);
    check_values(check, &request);
}

static void check_output_size(struct check *check)
{
    enum { draws = 40 };
    check_windows(check, handout, 5, 3, 1, 0);
    check_windows(check, "the handout's numbers, stride 2", 5, 3, 2, 0);
    check_windows(check, "the handout's numbers, padding 1", 5, 3, 1, 1);
    check_windows(check, "the handout's numbers, a pixel is left over", 5, 2, 2, 0);
    check_windows(check, "the handout's numbers, the lab's images", 28, 3, 1, 1);
    check_windows(check, "one pixel", 1, 1, 1, 0);
    check_windows(check, "one window", 7, 7, 3, 0);
    check_windows(check, "a stride longer than the image", 3, 1, 5, 0);
    check_windows(check, "a window larger than the image", 2, 5, 1, 2);
    check_windows(check, "an even window", 4, 2, 1, 1);
    check_windows(check, "more padding than window", 2, 1, 2, 3);
    for (size_t i = 0; i < draws; i++) {
        const size_t size = 1 + pcg32_below(&check->generator, 40);
        const size_t padding = pcg32_below(&check->generator, 4);
        const uint32_t room = (uint32_t)(size + 2 * padding);
        const size_t kernel = 1 + pcg32_below(&check->generator, room < 7 ? room : 7);
        const size_t stride = 1 + pcg32_below(&check->generator, 4);
        check_windows(check, "drawn sizes", size, kernel, stride, padding);
    }
}

/* --- 4.2: convolution, forward ---------------------------------------------------------------- */

void give_windows(struct bundle *request, const struct conv_shape *s)
{
    give_number(request, "stride", (real)s->stride);
    give_number(request, "padding", (real)s->padding);
    give_number(request, "out_height", (real)s->out_height);
    give_number(request, "out_width", (real)s->out_width);
}

void give_conv(struct check *check, struct bundle *request, const struct conv_shape *s)
{
    give_random(check, request, "x", shape_4d(s->n, s->in, s->height, s->width));
    give_random(check, request, "w", shape_4d(s->out, s->in, s->kernel, s->kernel));
    give_random(check, request, "b", shape_1d(s->out));
    give_windows(request, s);
}

/* A case of the handout: its shape and its numbers. */
struct hand_conv {
    struct conv_shape shape;
    const real *x, *w, *b;
};

static void give_hand(struct bundle *request, const struct hand_conv *hand)
{
    const struct conv_shape *const s = &hand->shape;
    give(request, "x", shape_4d(s->n, s->in, s->height, s->width), hand->x);
    give(request, "w", shape_4d(s->out, s->in, s->kernel, s->kernel), hand->w);
    give(request, "b", shape_1d(s->out), hand->b);
    give_windows(request, s);
}

static const real two_channels[] = {1, 2, 0, 3, 1, 2, 0, 1, 4, 0, 1, 0, 1, 0, 2, 2, 0, 1};
static const real two_filters[] = {1, -1, 2, 3, 2, 0, 1, -1, 0, 1, 1, 0, -1, 2, 0, 1};
static const real two_offsets[] = {1, -2};
static const real wide_image[] = {1, 2, 0, 1, 3, 3, 1, 2, 0, 1, 0, 1, 4, 2, 0, 2, 0, 1, 1, 5};
static const real two_images[] = {1, 2, 0, 3, 1, 2, 0, 1, 4, 0, 0, 1, 2, 0, 0, 1, 1, 0};

static const struct hand_conv hand_one = {
    {1, 1, 3, 3, 1, 2, 1, 0, 2, 2}, hand_image, hand_filter, hand_offset};

/* The parts of 4.2: the handout's case of each, then others. Each but the last has one thing only that the
 * first has not; the last has all in every mixture. */
static const struct conv_part {
    const char *name;
    struct hand_conv hand;
    size_t count;
    struct conv_shape shape[6];
} conv_parts[] = {
    {"one channel",
     {{1, 1, 3, 3, 1, 2, 1, 0, 2, 2}, hand_image, hand_filter, hand_offset},
     5,
     {{1, 1, 1, 1, 1, 1, 1, 0, 1, 1},
      {1, 1, 2, 3, 1, 1, 1, 0, 2, 3},
      {1, 1, 3, 3, 1, 3, 1, 0, 1, 1},
      {1, 1, 4, 6, 1, 3, 1, 0, 2, 4},
      {1, 1, 9, 5, 1, 2, 1, 0, 8, 4}}},
    {"channels",
     {{1, 2, 3, 3, 2, 2, 1, 0, 2, 2}, two_channels, two_filters, two_offsets},
     5,
     {{1, 2, 3, 4, 1, 2, 1, 0, 2, 3},
      {1, 1, 4, 3, 3, 2, 1, 0, 3, 2},
      {1, 2, 1, 1, 3, 1, 1, 0, 1, 1},
      {1, 3, 5, 4, 2, 3, 1, 0, 3, 2},
      {1, 5, 2, 7, 4, 2, 1, 0, 1, 6}}},
    {"stride",
     {{1, 1, 4, 5, 1, 2, 2, 0, 2, 2}, wide_image, hand_filter, hand_offset},
     5,
     {{1, 1, 5, 5, 1, 3, 2, 0, 2, 2},
      {1, 1, 6, 7, 1, 3, 2, 0, 2, 3},
      {1, 1, 4, 5, 1, 2, 3, 0, 1, 2},
      {1, 1, 7, 6, 1, 1, 3, 0, 3, 2},
      {1, 1, 2, 9, 1, 2, 4, 0, 1, 2}}},
    {"padding",
     {{1, 1, 3, 3, 1, 2, 1, 1, 4, 4}, hand_image, hand_filter, hand_offset},
     6,
     {{1, 1, 3, 3, 1, 3, 1, 1, 3, 3},
      {1, 1, 1, 1, 1, 3, 1, 1, 1, 1},
      {1, 1, 2, 3, 1, 3, 1, 2, 4, 5},
      {1, 1, 2, 2, 1, 2, 1, 3, 7, 7},
      {1, 1, 1, 2, 1, 5, 1, 2, 1, 2},
      {1, 1, 6, 4, 1, 1, 1, 1, 8, 6}}},
    {"batch",
     {{2, 1, 3, 3, 1, 2, 1, 0, 2, 2}, two_images, hand_filter, hand_offset},
     3,
     {{2, 1, 1, 2, 1, 1, 1, 0, 1, 2},
      {3, 1, 4, 3, 1, 2, 1, 0, 3, 2},
      {2, 2, 3, 5, 3, 3, 1, 0, 1, 3}}},
};

const struct conv_shape conv_shapes[] = {
    {1, 1, 1, 1, 1, 1, 1, 0, 1, 1}, {1, 2, 3, 4, 1, 2, 1, 0, 2, 3}, {1, 1, 4, 3, 3, 3, 1, 1, 4, 3},
    {2, 1, 5, 4, 2, 2, 2, 0, 2, 2}, {1, 2, 2, 2, 2, 2, 1, 3, 7, 7}, {3, 2, 5, 4, 3, 3, 2, 1, 3, 2},
    {2, 3, 4, 3, 2, 4, 3, 2, 2, 2}, {1, 3, 7, 6, 2, 1, 3, 0, 3, 2}, {4, 1, 1, 2, 2, 5, 1, 2, 1, 2},
    {5, 2, 6, 7, 3, 3, 1, 1, 6, 7},
};
const size_t conv_shape_count = sizeof conv_shapes / sizeof *conv_shapes;

static void check_conv_of(struct check *check, const struct conv_shape *s)
{
    struct bundle request = check_case(check, "random numbers");
    give_conv(check, &request, s);
    check_values(check, &request);
}

static void check_conv_part(struct check *check, const struct conv_part *part)
{
    check_section(check, part->name, "conv2d_forward");
    struct bundle hand = check_case(check, "%s, %s", handout, part->name);
    give_hand(&hand, &part->hand);
    check_values(check, &hand);
    for (size_t i = 0; i < part->count; i++) {
        check_conv_of(check, &part->shape[i]);
    }
}

static void check_conv_forward(struct check *check)
{
    for (size_t i = 0; i < sizeof conv_parts / sizeof *conv_parts; i++) {
        check_conv_part(check, &conv_parts[i]);
    }
    for (size_t i = 0; i < conv_shape_count; i++) { /* in the last part */
        check_conv_of(check, &conv_shapes[i]);
    }
}

/* --- 4.3 to 4.5: convolution, backward -------------------------------------------------------- */

static const real hand_above[] = {1, 3, 2, -1}, hand_rows[] = {1, 2, 0, 3, 1, 2};

static const struct hand_conv hand_strided = {
    {1, 1, 4, 5, 1, 2, 2, 0, 2, 2}, wide_image, hand_filter, hand_offset};

/* Every pixel lies in one window; of the first window three numbers are padding. */
static const struct hand_conv hand_padded = {
    {1, 1, 2, 3, 1, 2, 2, 1, 2, 2}, hand_rows, hand_filter, hand_offset};

/* Frees the request, which has x, w, b and the gradient. */
static void check_conv_gradient(struct check *check, struct bundle *request,
                                struct derivative gradient)
{
    may_change(request, gradient.gradient);
    check_gradients(check, request, "4.2", "y", "dy", &gradient, 1);
}

/* Frees the case. */
static void check_gradient_by_hand(struct check *check, struct bundle *request,
                                   const struct hand_conv *hand, struct derivative gradient)
{
    give_hand(request, hand);
    give(request, "dy", shape_4d(1, 1, 2, 2), hand_above);
    give_zeros(request, gradient.gradient, bundle_find(request, gradient.input)->shape);
    check_conv_gradient(check, request, gradient);
}

static void check_conv_backward(struct check *check, struct derivative gradient)
{
    struct bundle one = check_case(check, "%s", handout);
    check_gradient_by_hand(check, &one, &hand_one, gradient);
    struct bundle strided = check_case(check, "%s, stride 2", handout);
    check_gradient_by_hand(check, &strided, &hand_strided, gradient);
    struct bundle padded = check_case(check, "%s, stride 2 and padding 1", handout);
    check_gradient_by_hand(check, &padded, &hand_padded, gradient);
    for (size_t i = 0; i < conv_shape_count; i++) {
        const struct conv_shape *const s = &conv_shapes[i];
        struct bundle request =
            check_case(check, "random numbers, something stands in %s", gradient.gradient);
        give_conv(check, &request, s);
        give_random(check, &request, "dy", shape_4d(s->n, s->out, s->out_height, s->out_width));
        give_random(check, &request, gradient.gradient,
                    bundle_find(&request, gradient.input)->shape);
        check_conv_gradient(check, &request, gradient);
    }
}

static void check_conv_backward_b(struct check *check)
{
    check_conv_backward(check, (struct derivative){"db", "b"});
}

static void check_conv_backward_w(struct check *check)
{
    check_conv_backward(check, (struct derivative){"dw", "w"});
}

static void check_conv_backward_x(struct check *check)
{
    check_conv_backward(check, (struct derivative){"dx", "x"});
}

const struct exercise_check lab04_checks[] = {
    {"4.1", check_output_size},
    {"4.2", check_conv_forward},
    {"4.3", check_conv_backward_b},
    {"4.4", check_conv_backward_w},
    {"4.5", check_conv_backward_x},
    {"4.6", check_max_pool},
    {"4.7", check_max_pool_backward},
    {"4.8", check_im2col},
    {"4.9", check_col2im},
    {"4.10", check_conv_product},
    {"4.11", check_blocked_product},
    {"4.12", check_kernel_step},
    {"4.13", check_kernel_softmax},
    {"4.14", check_kernel_product},
    {"4.15", check_kernel_im2col},
    {NULL, NULL},
};

const struct exercise_bonus lab04_bonuses[] = {
    {"4.11", count_blocked_product},
    {NULL, NULL},
};
