#include "data/image_set.h"

#include <stdint.h>
#include <stdlib.h>

int image_set_create(struct image_set *set, size_t count, size_t rows, size_t columns,
                     struct message *why)
{
    *set = (struct image_set){.count = count, .rows = rows, .columns = columns};
    if (rows <= SIZE_MAX / columns) {
        set->bytes = calloc(count, rows * columns);
        set->labels = calloc(count, 1);
    }
    if (!set->bytes || !set->labels) {
        image_set_destroy(set);
        return message_set(why, "no memory for %zu images of %zu x %zu pixels", count, rows,
                           columns);
    }
    return 0;
}

void image_set_destroy(struct image_set *set)
{
    free(set->bytes);
    free(set->labels);
    *set = (struct image_set){0};
}

const unsigned char *image_set_pixels(const struct image_set *set, size_t image)
{
    if (image >= set->count) {
        panic("image_set_pixels: image %zu of %zu", image, set->count);
    }
    return set->bytes + image * set->rows * set->columns;
}
