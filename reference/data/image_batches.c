#include "data/image_batches.h"

#include "base/message.h"
#include "data/standardise.h"

enum { pixel_values = 256 };

static size_t pixels_of(const struct image_set *set)
{
    return set->rows * set->columns;
}

static void require_images(const struct image_set *set, size_t count, const size_t *index)
{
    for (size_t i = 0; i < count; i++) {
        const size_t image = index ? index[i] : i;
        if (image >= set->count) {
            panic("image_batches: image %zu at place %zu of the list, the set has %zu", image, i,
                  set->count);
        }
    }
}

static void scale_values(real *value /* (pixel_values) */)
{
    for (size_t p = 0; p < pixel_values; p++) {
        value[p] = (real)p / 255;
    }
}

struct image_batches image_batches_new(struct arena *arena, const struct image_set *set,
                                       size_t count, const size_t *index, size_t size)
{
    if (count == 0 || size == 0) {
        panic("image_batches_new: %zu images in batches of %zu, expected 1 or more", count, size);
    }
    require_images(set, count, index);
    struct image_batches batches = {.set = set, .index = index};
    batches.batches = (struct batches){.count = count, .size = size};
    batches.batches.order = arena_take(arena, count * sizeof *batches.batches.order);
    image_batches_in_order(&batches);
    batches.value = arena_reals(arena, pixel_values);
    scale_values(batches.value);
    return batches;
}

void image_batches_standardise(struct image_batches *batches, size_t columns, const real *mean,
                               const real *deviation)
{
    if (columns == 0 || pixels_of(batches->set) % columns != 0) {
        panic("image_batches_standardise: statistics of %zu columns for images of %zu x %zu pixels",
              columns, batches->set->rows, batches->set->columns);
    }
    scale_values(batches->value);
    batches->columns = columns;
    batches->mean = columns == 1 ? NULL : mean;
    batches->deviation = columns == 1 ? NULL : deviation;
    if (columns == 1) { /* equal pixels stay equal: it is enough to do it once for each value */
        standardise_apply(pixel_values, 1, mean, deviation, batches->value);
    }
}

void image_batches_shuffle(struct image_batches *batches, struct pcg32 *generator)
{
    batches_shuffle(&batches->batches, generator);
}

void image_batches_in_order(struct image_batches *batches)
{
    for (size_t i = 0; i < batches->batches.count; i++) {
        batches->batches.order[i] = i;
    }
    batches->batches.next = 0;
}

size_t image_batches_next(struct image_batches *batches, real *x, real *y)
{
    const struct image_set *const set = batches->set;
    struct batches *const order = &batches->batches;
    const size_t left = order->count - order->next, pixels = pixels_of(set);
    const size_t rows = left < order->size ? left : order->size;
    for (size_t i = 0; i < rows; i++) {
        const size_t place = order->order[order->next + i];
        const size_t image = batches->index ? batches->index[place] : place;
        const unsigned char *const bytes = set->bytes + image * pixels;
        for (size_t p = 0; p < pixels; p++) {
            x[i * pixels + p] = batches->value[bytes[p]];
        }
        y[i] = (real)set->labels[image];
    }
    if (batches->mean && rows > 0) {
        standardise_apply(rows * pixels / batches->columns, batches->columns, batches->mean,
                          batches->deviation, x);
    }
    order->next += rows;
    return rows;
}

void images_to_reals(const struct image_set *set, size_t count, const size_t *index, real *x)
{
    require_images(set, count, index);
    const size_t pixels = pixels_of(set);
    for (size_t i = 0; i < count; i++) {
        const unsigned char *const bytes = set->bytes + (index ? index[i] : i) * pixels;
        for (size_t p = 0; p < pixels; p++) {
            x[i * pixels + p] = (real)bytes[p] / 255;
        }
    }
}
