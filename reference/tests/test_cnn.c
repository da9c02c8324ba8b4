#include "kernels/backend.h"
#include "layers/conv2d_layer.h"
#include "layers/pool_layer.h"
#include "losses/loss.h"
#include "models/cnn.h"
#include "tests/support.h"

#include <tgmath.h>

TestSuite(cnn, .init = test_begin, .fini = test_end);

static struct arena step;
static struct tape tape;

static void begin_tape(void)
{
    struct message why;
    cr_assert_eq(arena_create(&step, 8 << 20, &why), 0);
    tape = tape_new(&scratch, &step, &naive_backend, 32);
}

static const struct cnn_settings small = {
    .image = {.channels = 2, .height = 7, .width = 6},
    .blocks = 2,
    .block = {{.filters = 3, .kernel = 3, .stride = 1, .padding = 1, .pool = 2},
              {.filters = 4, .kernel = 2, .stride = 1, .padding = 0, .pool = 1}},
    .hidden = 5,
    .classes = 3};

static struct cnn *cnn_of(const struct cnn_settings *settings)
{
    struct pcg32 generator = pcg32_seed(67, 1);
    return cnn_new(&scratch, settings, &generator);
}

/* 1 16 9 + 16, 16 32 9 + 32, 1568 128 + 128, 128 10 + 10 */
Test(cnn, lab_network_has_206922_parameters)
{
    struct arena large;
    struct message why;
    cr_assert_eq(arena_create(&large, 8 << 20, &why), 0);
    struct pcg32 generator = pcg32_seed(67, 1);
    const struct cnn_settings usual = cnn_usual();
    const struct cnn *const cnn = cnn_new(&large, &usual, &generator);
    cr_assert_eq(cnn->features, 1568);
    cr_assert_eq(cnn->parameters, 8);
    cr_assert_eq(cnn_parameter_count(cnn), 206922);
    arena_destroy(&large);
}

Test(cnn, logits_are_a_row_a_class_for_each_image)
{
    begin_tape();
    struct cnn *const cnn = cnn_of(&small);
    cr_assert_eq(cnn->features, 4 * 2 * 2);
    struct pcg32 generator = pcg32_seed(67, 2);
    const struct tensor x = {shape_2d(3, 84), random_reals(&generator, 3 * 84)};
    const struct variable *const logits =
        module_forward(&tape, cnn_module(cnn), tape_constant(&tape, x));
    cr_assert(shape_equal(logits->value.shape, shape_2d(3, 3)));
    arena_destroy(&step);
}

/* Filter by filter, He's limit is sqrt(6 / taps), and no class is preferred. */
Test(cnn, starts_from_he_with_a_small_last_layer)
{
    begin_tape();
    const struct cnn *const cnn = cnn_of(&small);
    const struct parameter filters = cnn->parameter[0], last = cnn->parameter[6];
    real largest = 0, largest_last = 0;
    for (size_t i = 0; i < filters.count; i++) {
        largest = fmax(largest, fabs(filters.value[i]));
    }
    for (size_t i = 0; i < last.count; i++) {
        largest_last = fmax(largest_last, fabs(last.value[i]));
    }
    const real limit = sqrt((real)6 / 18), limit_last = sqrt((real)6 / 5) / 10;
    cr_assert(largest <= limit && largest > limit * (real)0.8, "%g", (double)largest);
    cr_assert(largest_last <= limit_last && largest_last > limit_last * (real)0.6, "%g",
              (double)largest_last);
    arena_destroy(&step);
}

static void make_a_window_too_large(void)
{
    struct cnn_settings settings = small;
    settings.block[1].kernel = 5;
    cnn_of(&settings);
}

Test(cnn, refuses_a_window_larger_than_what_is_left)
{
    cr_assert_str_eq(
        panic_of(make_a_window_too_large),
        "descent: conv2d_layer: x is (1,3,3,3), w is (4,3,5,5): with padding 0 the window is "
        "larger than the image\n");
}

static void convolve_other_channels(void)
{
    struct conv2d_layer layer = conv2d_layer_new(&scratch, 2, 3, 3, 1, 1);
    const struct tensor x = tensor_new(&scratch, shape_4d(1, 1, 5, 5));
    conv2d_layer_forward(&tape, &layer, tape_constant(&tape, x));
}

Test(cnn, conv2d_layer_refuses_other_channels)
{
    begin_tape();
    cr_assert_str_eq(panic_of(convolve_other_channels),
                     "descent: conv2d_layer: x is (1,1,5,5), w is (3,2,3,3): 1 channels != 2\n");
}

static void pool_too_much(void)
{
    const struct pool_layer pool = {.kernel = 2, .stride = 2};
    max_pool(&tape, &pool, tape_constant(&tape, tensor_new(&scratch, shape_4d(64, 32, 1, 1))));
}

Test(cnn, max_pool_refuses_images_smaller_than_its_window)
{
    begin_tape();
    cr_assert_str_eq(panic_of(pool_too_much),
                     "descent: max_pool: x is (64,32,1,1): a window of 2 x 2 does not fit\n");
}

/* Average pooling and no hidden layer: other modules, other counts. */
Test(cnn, settings_choose_the_modules)
{
    struct cnn_settings settings = small;
    settings.average = true;
    settings.hidden = 0;
    const struct cnn *const cnn = cnn_of(&settings);
    cr_assert_eq(cnn->parameters, 6);
    cr_assert_eq(cnn_parameter_count(cnn), 2 * 3 * 9 + 3 + 3 * 4 * 4 + 4 + 16 * 3 + 3);
}
