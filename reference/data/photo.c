#include "data/photo.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { levels = 256, least_difference = 8 };

/* The first level that has at least `share` of all counted pixels at or below it. */
static int quantile(const size_t count[levels], double share)
{
    size_t all = 0;
    for (int level = 0; level < levels; level++) {
        all += count[level];
    }
    int level = 0;
    for (size_t below = count[0]; (double)below < share * (double)all; below += count[level]) {
        level++;
    }
    return level;
}

static unsigned char median_of_border(const struct gray_image *image)
{
    size_t count[levels] = {0};
    for (size_t i = 0; i < image->rows; i++) {
        const unsigned char *const row = image->bytes + i * image->columns;
        const bool whole = i == 0 || i == image->rows - 1;
        for (size_t j = 0; j < image->columns; j++) {
            count[row[j]] += whole || j == 0 || j == image->columns - 1;
        }
    }
    return (unsigned char)quantile(count, 0.5);
}

/* How far from the ground a pixel of the object is at least. */
static int threshold(const struct gray_image *image, int ground)
{
    size_t count[levels] = {0};
    for (size_t i = 0; i < image->rows * image->columns; i++) {
        count[abs(image->bytes[i] - ground)]++;
    }
    const int quarter = quantile(count, 0.99) / 4;
    return quarter > least_difference ? quarter : least_difference;
}

/* An image's rows, or its columns. */
struct lines {
    size_t lines, apart;  /* in bytes */
    size_t count, stride; /* pixels in each, and how far they are apart */
};

static size_t differing(const unsigned char *pixel, struct lines lines, int ground, int least)
{
    size_t found = 0;
    for (size_t i = 0; i < lines.count; i++) {
        found += abs(pixel[i * lines.stride] - ground) >= least;
    }
    return found;
}

/* The first line in which more than a hundredth differs, and how many there are up to the last such
 * one. All lines where there is none. */
static void find_lines(const unsigned char *pixel, struct lines lines, int ground, int least,
                       size_t *first, size_t *number)
{
    size_t from = lines.lines, end = 0;
    for (size_t line = 0; line < lines.lines; line++) {
        if (differing(pixel + line * lines.apart, lines, ground, least) > lines.count / 100) {
            from = line < from ? line : from;
            end = line + 1;
        }
    }
    *first = end > 0 ? from : 0;
    *number = end > 0 ? end - from : lines.lines;
}

static bool is_darker(const struct gray_image *image, const struct photo_object *object)
{
    double difference = 0; /* from the ground, summed over the box */
    for (size_t i = 0; i < object->rows; i++) {
        const unsigned char *const row =
            image->bytes + (object->top + i) * image->columns + object->left;
        for (size_t j = 0; j < object->columns; j++) {
            difference += row[j] - object->ground;
        }
    }
    return difference < 0;
}

struct photo_object photo_find(const struct gray_image *image)
{
    struct photo_object object = {.ground = median_of_border(image)};
    const int ground = object.ground, least = threshold(image, ground);
    const size_t rows = image->rows, columns = image->columns;
    const struct lines across = {rows, columns, columns, 1}, down = {columns, 1, rows, columns};
    find_lines(image->bytes, across, ground, least, &object.top, &object.rows);
    find_lines(image->bytes, down, ground, least, &object.left, &object.columns);
    object.darker = is_darker(image, &object);
    return object;
}

/* 0 for the ground and beyond, 255 for what is as far from it as can be. */
static double ink(const struct photo_object *object, unsigned char gray)
{
    const double ground = object->ground;
    const double share =
        object->darker ? (ground - gray) / ground : (gray - ground) / (255 - ground);
    return share > 0 ? 255 * share : 0; /* 0 / 0, where the ground is as far as can be, is none */
}

/* A stretch of rows or columns of the object, whole or not. */
struct stretch {
    double start, end;
};

/* The part of `length` that falls to pixel i of `pixels`: the last one ends exactly at length. */
static struct stretch part(size_t i, size_t pixels, size_t length)
{
    return (struct stretch){(double)(i * length) / (double)pixels,
                            (double)((i + 1) * length) / (double)pixels};
}

/* How much of the pixel that starts at i lies within. */
static double overlap(struct stretch stretch, double i)
{
    return fmin(i + 1, stretch.end) - fmax(i, stretch.start);
}

static double mean_ink(const struct gray_image *image, const struct photo_object *object,
                       struct stretch rows, struct stretch columns)
{
    double sum = 0;
    for (double i = floor(rows.start); i < rows.end; i++) {
        const unsigned char *const row =
            image->bytes + (object->top + (size_t)i) * image->columns + object->left;
        for (double j = floor(columns.start); j < columns.end; j++) {
            sum += overlap(rows, i) * overlap(columns, j) * ink(object, row[(size_t)j]);
        }
    }
    return sum / ((rows.end - rows.start) * (columns.end - columns.start));
}

/* How many of `side` pixels a length has when the longer one has them all. */
static size_t scaled(size_t length, size_t longer, size_t side)
{
    const size_t pixels = (side * length + longer / 2) / longer;
    return pixels > 0 ? pixels : 1;
}

void photo_fit(const struct gray_image *image, const struct photo_object *object, size_t side,
               unsigned char *pixels)
{
    const size_t longer = object->rows > object->columns ? object->rows : object->columns;
    const size_t rows = scaled(object->rows, longer, side);
    const size_t columns = scaled(object->columns, longer, side);
    memset(pixels, 0, side * side);
    for (size_t i = 0; i < rows; i++) {
        unsigned char *const row = pixels + ((side - rows) / 2 + i) * side + (side - columns) / 2;
        for (size_t j = 0; j < columns; j++) {
            const double mean = mean_ink(image, object, part(i, rows, object->rows),
                                         part(j, columns, object->columns));
            row[j] = (unsigned char)(mean + 0.5);
        }
    }
}
