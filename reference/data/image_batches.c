#include "data/image_batches.h"

#include "base/message.h"
#include "data/standardise.h"
#include "kernels/fast/threads.h"

#include <string.h>

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

/* The number of the image at this place of the order. */
static size_t image_at(const struct image_batches *batches, size_t place)
{
    const size_t i = batches->batches.order[place];
    return batches->index ? batches->index[i] : i;
}

/* Its bytes; behind the last place, those of the last. */
static const unsigned char *bytes_at(const struct image_batches *batches, size_t place)
{
    const size_t count = batches->batches.count;
    return batches->set->bytes +
           image_at(batches, place < count ? place : count - 1) * pixels_of(batches->set);
}

/* Images that are wanted soon, and their places in the cache. */
struct wanted {
    const unsigned char *next; /* image, to the first level */
    const unsigned char
        *later; /* of the next mini-batch, to the second level or wherever it is pushed to */
};

/* x = what the pixels become. Shuffled images lie anywhere in the set, so those that come next are called
 * from memory in the meantime: 64 images take 10 us instead of 40. (A function that did nothing else would
 * be left out by gcc.) */
static void write_pixels(size_t pixels, const unsigned char *bytes /* (pixels) */,
                         const struct wanted *wanted, const real *value /* (pixel_values) */,
                         real *restrict x /* (pixels) */)
{
    enum { cache_line = 64, to_read = 0, second_level = 2 };
    for (size_t p = 0; p < pixels; p += cache_line) {
        __builtin_prefetch(wanted->next + p);
        __builtin_prefetch(wanted->later + p, to_read, second_level);
    }
    for (size_t p = 0; p < pixels; p++) {
        x[p] = value[bytes[p]];
    }
}

/* A mini-batch that is being written. */
struct rows {
    const struct image_batches *batches;
    real *x, *y;
};

static void write_rows(void *context, size_t from, size_t to)
{
    const struct rows *const rows = context;
    const struct image_batches *const batches = rows->batches;
    const struct image_set *const set = batches->set;
    const size_t first = batches->batches.next, pixels = pixels_of(set);
    for (size_t i = from; i < to; i++) {
        const unsigned char *const bytes = bytes_at(batches, first + i);
        const struct wanted wanted = {bytes_at(batches, first + i + 1),
                                      bytes_at(batches, first + i + batches->batches.size)};
        write_pixels(pixels, bytes, &wanted, batches->value, rows->x + i * pixels);
        rows->y[i] = (real)set->labels[image_at(batches, first + i)];
    }
}

size_t image_batches_next_rows(const struct image_batches *batches)
{
    const struct batches *const order = &batches->batches;
    const size_t left = order->count - order->next;
    return left < order->size ? left : order->size;
}

size_t image_batches_next(struct image_batches *batches, real *x, real *y)
{
    enum { rows_of_a_thread = 8 };
    struct batches *const order = &batches->batches;
    const size_t rows = image_batches_next_rows(batches), pixels = pixels_of(batches->set);
    threads_share(rows, rows_of_a_thread, write_rows, &(struct rows){batches, x, y});
    if (batches->mean && rows > 0) {
        standardise_apply(rows * pixels / batches->columns, batches->columns, batches->mean,
                          batches->deviation, x);
    }
    order->next += rows;
    return rows;
}

size_t image_batches_next_bytes(struct image_batches *batches, unsigned char *bytes,
                                unsigned char *labels)
{
    const size_t rows = image_batches_next_rows(batches), pixels = pixels_of(batches->set);
    const size_t first = batches->batches.next;
    for (size_t i = 0; i < rows; i++) {
        memcpy(bytes + i * pixels, bytes_at(batches, first + i), pixels);
        labels[i] = batches->set->labels[image_at(batches, first + i)];
    }
    batches->batches.next += rows;
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
