#include "04-cnn/given/tiles.h"

#include "data/image_set.h"

#include <tgmath.h>

const char tile_columns[] = "column row number";

void write_tile(struct trace *trace, const char *name, size_t height, size_t width,
                const real *number, real scale)
{
    trace_block(trace, name);
    for (size_t h = 0; h < height; h++) {
        for (size_t v = 0; v < width; v++) {
            trace_row(trace, (real[]){(real)v, (real)h, number[h * width + v] / scale});
        }
    }
}

real scale_of(size_t count, const real *number)
{
    real largest = 0;
    for (size_t i = 0; i < count; i++) {
        largest = fmax(largest, fabs(number[i]));
    }
    return largest > 0 ? largest : 1;
}

void tile_of_image(const struct image_set *set, size_t image, real *pixel)
{
    const unsigned char *const bytes = image_set_pixels(set, image);
    for (size_t i = 0; i < set->rows * set->columns; i++) {
        pixel[i] = (real)bytes[i] / 255;
    }
}

static size_t first_of_class(const struct image_set *set, size_t class)
{
    for (size_t i = 0; i < set->count; i++) {
        if (set->labels[i] == class) {
            return i;
        }
    }
    return class % set->count; /* none is there: any */
}

void images_of_classes(const struct image_set *set, size_t count, size_t *image)
{
    for (size_t i = 0; i < count; i++) {
        image[i] =
            first_of_class(set, (set->classes - 1) * (count - 1 - i) / (count > 1 ? count - 1 : 1));
    }
}
