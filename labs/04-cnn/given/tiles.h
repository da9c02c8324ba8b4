/* tiles.h: grids of numbers for pictures: images, feature maps, filters. */
#ifndef DESCENT_LAB04_TILES_H
#define DESCENT_LAB04_TILES_H

#include "base/real.h"
#include "train/trace.h"

#include <stddef.h>

/* What a trace of tiles is begun with. */
extern const char tile_columns[];

/* Adds a block of its own: a row for each number, `column row number`, each number divided by `scale`. */
void write_tile(struct trace *trace, const char *name, size_t height, size_t width,
                const real *number /* (height,width) */, real scale);

/* The number farthest from 0, as a scale for it: 1 when all are 0. */
real scale_of(size_t count, const real *number /* (count) */);

/* One image of a set, its pixels from 0 to 1; no student's function is called. */
struct image_set;
void tile_of_image(const struct image_set *set, size_t image, real *pixel /* (rows,columns) */);

/* The first image of each of `count` classes, none of them twice: classes spread over all. */
void images_of_classes(const struct image_set *set, size_t count, size_t *image /* (count) */);

#endif
