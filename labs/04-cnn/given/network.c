/* The network that the options describe. The header says what each function does. */
#include "04-cnn/given/network.h"

#include "common/arguments.h"
#include "common/section.h"
#include "kernels/naive/conv2d.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* --- sizes ------------------------------------------------------------------------------------- */

/* What one block makes of an axis. */
struct axis {
    size_t in, convolved, pooled; /* pixels; 0: the window does not fit */
};

static size_t windows(size_t size, size_t window, size_t stride)
{
    return size < window ? 0 : (size - window) / stride + 1;
}

static struct axis axis_behind(size_t size, const struct cnn_block *block)
{
    struct axis axis = {.in = size};
    if (size > 0) {
        axis.convolved = windows(size + 2 * block->padding, block->kernel, block->stride);
    }
    if (axis.convolved > 0) {
        axis.pooled = windows(axis.convolved, block->pool, block->pool);
    }
    return axis;
}

/* The first block that does not fit along an axis of so many pixels; settings->blocks when all do. */
static size_t first_misfit(const struct cnn_settings *settings, size_t size, struct axis *axis)
{
    for (size_t b = 0; b < settings->blocks; b++) {
        *axis = axis_behind(size, &settings->block[b]);
        size = axis->pooled;
        if (size == 0) {
            return b;
        }
    }
    return settings->blocks;
}

static size_t smaller_side(const struct cnn_settings *settings)
{
    const struct image_shape *const image = &settings->image;
    return image->height < image->width ? image->height : image->width;
}

static bool fits(const struct cnn_settings *settings)
{
    struct axis axis;
    return first_misfit(settings, smaller_side(settings), &axis) == settings->blocks;
}

/* --- what would fit ------------------------------------------------------------------------------ */

enum number { number_kernel, number_stride, number_padding, number_pool, numbers };

static void set_number(struct cnn_settings *settings, enum number which, size_t value)
{
    for (size_t b = 0; b < settings->blocks; b++) {
        struct cnn_block *const block = &settings->block[b];
        size_t *const field[] = {&block->kernel, &block->stride, &block->padding, &block->pool};
        *field[which] = value;
    }
}

/* With that one number changed and all others as they are: the largest value that fits, of the padding the
 * smallest. 0 when none does. */
static size_t fitting(const struct cnn_settings *settings, enum number which)
{
    enum { most = 64 };
    for (size_t i = 1; i <= most; i++) {
        struct cnn_settings changed = *settings;
        const size_t value = which == number_padding ? i : most + 1 - i;
        set_number(&changed, which, value);
        if (fits(&changed)) {
            return value;
        }
    }
    return 0;
}

static void __attribute__((format(printf, 3, 4)))
add(char *text, size_t size, const char *format, ...)
{
    const size_t length = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + length, size - length, format, arguments);
    va_end(arguments);
}

static void add_what_fits(const struct cnn_settings *settings, char *text, size_t size)
{
    static const char *const format[] = {"--kernel %zu or less", "--stride %zu or less",
                                         "--padding %zu or more", "--pool %zu or less"};
    size_t found = 0;
    for (enum number which = number_kernel; which < numbers; which++) {
        const size_t value = fitting(settings, which);
        if (value > 0) {
            char words[64];
            snprintf(words, sizeof words, format[which], value);
            add(text, size, "%s%s", found == 0 ? "; it fits with " : ", or ", words);
            found++;
        }
    }
    if (found == 0) {
        add(text, size, "; fewer convolutions (--filters 16) leave more");
    }
}

_Noreturn static void refuse(const struct cnn_settings *settings, size_t block,
                             const struct axis *axis)
{
    char text[512] = "";
    const struct cnn_block *const misfit = &settings->block[block];
    if (axis->convolved == 0) {
        add(text, sizeof text,
            "convolution %zu gets %zu x %zu pixels, with their padding %zu x %zu, and its window "
            "is %zu x %zu",
            block + 1, axis->in, axis->in, axis->in + 2 * misfit->padding,
            axis->in + 2 * misfit->padding, misfit->kernel, misfit->kernel);
    } else {
        add(text, sizeof text, "pooling %zu gets %zu x %zu pixels, and its window is %zu x %zu",
            block + 1, axis->convolved, axis->convolved, misfit->pool, misfit->pool);
    }
    add_what_fits(settings, text, sizeof text);
    arguments_refuse(text);
}

/* --- the header's functions ---------------------------------------------------------------------- */

struct cnn_settings network_settings(const struct options *options, const struct image_set *set)
{
    struct cnn_settings settings = cnn_usual();
    settings.image = (struct image_shape){1, set->rows, set->columns};
    settings.blocks = options->blocks > 0 ? options->blocks : settings.blocks;
    for (size_t b = 0; b < settings.blocks; b++) {
        struct cnn_block *const block = &settings.block[b];
        block->filters = options->blocks > 0 ? options->filters[b] : block->filters;
        block->kernel = options->kernel;
        block->stride = options->stride;
        block->padding = options->padding;
        block->pool = options->pool;
    }
    settings.hidden = options->hidden;
    settings.classes = set->classes;
    struct axis axis;
    const size_t misfit = first_misfit(&settings, smaller_side(&settings), &axis);
    if (misfit < settings.blocks) {
        refuse(&settings, misfit, &axis);
    }
    return settings;
}

static void require_axis(const struct cnn_settings *settings, size_t size)
{
    for (size_t b = 0; b < settings->blocks; b++) {
        const struct cnn_block *const block = &settings->block[b];
        const struct axis axis = axis_behind(size, block);
        const size_t said = conv2d_output_size(size, block->kernel, block->stride, block->padding);
        if (said != axis.convolved) {
            section_stop(
                "conv2d_output_size(size %zu, kernel %zu, stride %zu, padding %zu) returns "
                "%zu, and a network cannot be built on that; make grade CHECK=4.1 tells more",
                size, block->kernel, block->stride, block->padding, said);
        }
        size = axis.pooled;
    }
}

void network_require_sizes(const struct cnn_settings *settings)
{
    require_axis(settings, settings->image.height);
    require_axis(settings, settings->image.width);
}

/* Numbers that come into the first linear layer. */
static size_t features_of(const struct cnn_settings *settings)
{
    size_t height = settings->image.height, width = settings->image.width;
    for (size_t b = 0; b < settings->blocks; b++) {
        height = axis_behind(height, &settings->block[b]).pooled;
        width = axis_behind(width, &settings->block[b]).pooled;
    }
    return height * width * settings->block[settings->blocks - 1].filters;
}

size_t network_parameters(const struct cnn_settings *settings)
{
    size_t count = 0, channels = settings->image.channels;
    for (size_t b = 0; b < settings->blocks; b++) {
        const struct cnn_block *const block = &settings->block[b];
        count += block->filters * (channels * block->kernel * block->kernel + 1);
        channels = block->filters;
    }
    const size_t features = features_of(settings), hidden = settings->hidden;
    const size_t classes = settings->classes;
    return count + (hidden > 0 ? hidden * (features + 1) + classes * (hidden + 1)
                               : classes * (features + 1));
}

struct network_text network_to_text(const struct cnn_settings *settings)
{
    struct network_text text = {""};
    char *const words = text.text;
    size_t channels = settings->image.channels;
    for (size_t b = 0; b < settings->blocks; b++) {
        const struct cnn_block *const block = &settings->block[b];
        add(words, sizeof text.text, "conv %zu-%zu %zux%zu", channels, block->filters,
            block->kernel, block->kernel);
        if (block->stride != 1) {
            add(words, sizeof text.text, " stride %zu", block->stride);
        }
        if (block->padding != block->kernel / 2) {
            add(words, sizeof text.text, " padding %zu", block->padding);
        }
        add(words, sizeof text.text, ", relu, ");
        if (block->pool > 1) {
            add(words, sizeof text.text, "pool %zu, ", block->pool);
        }
        channels = block->filters;
    }
    add(words, sizeof text.text, "%zu-", features_of(settings));
    if (settings->hidden > 0) {
        add(words, sizeof text.text, "%zu-", settings->hidden);
    }
    add(words, sizeof text.text, "%zu", settings->classes);
    return text;
}
