/* Sections 4.6 and 4.7: the largest of each window, and the way back to it. */
#include "04-cnn/given/lab.h"
#include "04-cnn/given/sections.h"
#include "04-cnn/given/tiles.h"

#include "common/matrix.h"
#include "common/measured.h"
#include "kernels/naive/max_pool.h"

#include <stdio.h>
#include <string.h>
#include <tgmath.h>

enum { stream_of_numbers = 4600, sides = 3, most_moved = 500, stream_of_gradient = 4700 };

/* of the windows that images are pooled by */
static const size_t side[sides] = {2, 3, 4};

static struct pool2d pool_of(size_t channels, size_t height, size_t width, size_t kernel,
                             size_t stride)
{
    return (struct pool2d){.channels = channels,
                           .height = height,
                           .width = width,
                           .kernel = kernel,
                           .stride = stride,
                           .out_height = (height - kernel) / stride + 1,
                           .out_width = (width - kernel) / stride + 1};
}

/* --- 4.6 ----------------------------------------------------------------------------------------- */

/* The last two columns are all below 0: so are all numbers of their windows. */
static void show_small(struct lab *lab)
{
    struct pcg32 generator = lab_generator(lab, stream_of_numbers);
    const struct matrix x = matrix_drawn(&lab->model, 4, 6, &generator);
    for (size_t i = 0; i < matrix_count(x); i++) {
        x.at[i] = i % x.columns < 4 ? x.at[i] : -fabs(x.at[i]) - (real)0.1;
    }
    const struct pool2d pool = pool_of(1, x.rows, x.columns, 2, 2);
    const struct matrix y = matrix_new(&lab->model, pool.out_height, pool.out_width);
    max_pool_forward(&pool, 1, x.at, y.at);
    matrix_require_finite(y, "a number that max_pool_forward writes");
    matrix_print_beside("x (4,6)", x, "y: 2 x 2 (2,3)", y);
    puts("     The last two columns are all below 0. What stands in y for them?");
}

/* What is left of an image when it is pooled. */
struct pooled {
    size_t kernel, height, width;
    real *largest, *mean; /* (height,width) */
};

static struct pooled pooled_by(struct lab *lab, const real *pixel, size_t kernel)
{
    const struct image_set *const set = &lab->images.test;
    const struct pool2d pool = pool_of(1, set->rows, set->columns, kernel, kernel);
    const size_t count = pool.out_height * pool.out_width;
    const struct pooled p = {kernel, pool.out_height, pool.out_width,
                             arena_reals(&lab->model, count), arena_reals(&lab->model, count)};
    max_pool_forward(&pool, 1, pixel, p.largest);
    lab->backend.average_pool_forward(&pool, 1, pixel, p.mean);
    return p;
}

/* How far apart the numbers of two images are, and how large those of the first. */
struct change {
    double difference, sum;
};

static void add_change(struct change *change, size_t count, const real *a, const real *b)
{
    for (size_t i = 0; i < count; i++) {
        change->difference += (double)fabs(a[i] - b[i]);
        change->sum += (double)fabs(a[i]);
    }
}

static double percent(const struct change *change)
{
    return change->sum > 0 ? 100 * change->difference / change->sum : 0;
}

/* What becomes of an image when it is moved right by one pixel: of its pixels, and of what is left of
 * them in windows of each size. */
struct moved {
    struct change pixels, largest[sides], mean[sides];
};

static real *moved_right(struct lab *lab, const real *pixel)
{
    const struct image_set *const set = &lab->images.test;
    const size_t pixels = set->rows * set->columns;
    real *const to = arena_reals(&lab->model, pixels);
    for (size_t i = 0; i < pixels; i++) {
        to[i] = i % set->columns > 0 ? pixel[i - 1] : 0;
    }
    return to;
}

static void move_image(struct lab *lab, size_t image, size_t count, struct moved *moved)
{
    const struct image_set *const set = &lab->images.test;
    const size_t mark = lab->model.used, pixels = set->rows * set->columns;
    real *const pixel = arena_reals(&lab->model, pixels);
    tile_of_image(set, image, pixel);
    const real *const to = moved_right(lab, pixel);
    add_change(&moved->pixels, pixels, pixel, to);
    for (size_t i = 0; i < count; i++) {
        const struct pooled before = pooled_by(lab, pixel, side[i]);
        const struct pooled after = pooled_by(lab, to, side[i]);
        const size_t size = before.height * before.width;
        add_change(&moved->largest[i], size, before.largest, after.largest);
        add_change(&moved->mean[i], size, before.mean, after.mean);
    }
    arena_reset(&lab->model, mark);
}

static void show_moved(struct lab *lab, size_t count)
{
    const size_t all = lab->images.test.count, images = all < most_moved ? all : most_moved;
    struct moved moved = {0};
    for (size_t i = 0; i < images; i++) {
        move_image(lab, i, count, &moved);
    }
    printf("     %zu images, each moved right by one pixel: how much the numbers change, as a "
           "share of\n     their sum\n"
           "       the pixels            %5.1f %%\n",
           images, percent(&moved.pixels));
    for (size_t i = 0; i < count; i++) {
        printf("       the largest of %zu x %zu  %5.1f %%     the mean of %zu x %zu  %5.1f %%\n",
               side[i], side[i], percent(&moved.largest[i]), side[i], side[i],
               percent(&moved.mean[i]));
    }
    puts("     It is often said that pooling makes a network blind to small shifts. How much of "
         "that do\n"
         "     you see here, and what else does pooling save?");
}

/* The image as it is, and moved. */
struct picture {
    const real *pixel; /* (rows,columns) */
    struct pooled pooled[sides];
};

static struct picture picture_of(struct lab *lab, const real *pixel, size_t count)
{
    struct picture picture = {.pixel = pixel};
    for (size_t i = 0; i < count; i++) {
        picture.pooled[i] = pooled_by(lab, pixel, side[i]);
    }
    return picture;
}

static void write_picture(const struct lab *lab, struct trace *trace, const char *name,
                          const struct picture *picture, size_t count)
{
    const struct image_set *const set = &lab->images.test;
    write_tile(trace, name, set->rows, set->columns, picture->pixel, 1);
    for (size_t i = 0; i < count; i++) {
        const struct pooled *const p = &picture->pooled[i];
        write_tile(trace, "largest", p->height, p->width, p->largest, 1);
        write_tile(trace, "mean", p->height, p->width, p->mean, 1);
    }
}

void show_pooling(void *context)
{
    struct lab *const lab = context;
    const struct image_set *const set = &lab->images.test;
    size_t image, count = 0;
    show_small(lab);
    images_of_classes(set, 1, &image);
    real *const pixel = arena_reals(&lab->model, set->rows * set->columns);
    tile_of_image(set, image, pixel);
    while (count < sides && side[count] <= set->rows && side[count] <= set->columns) {
        count++;
    }
    show_moved(lab, count);
    const struct picture before = picture_of(lab, pixel, count);
    const struct picture after = picture_of(lab, moved_right(lab, pixel), count);
    struct trace trace = lab_trace_begin(lab, "pooling", tile_columns);
    write_picture(lab, &trace, "image", &before, count);
    write_picture(lab, &trace, "moved", &after, count);
    lab_trace_finish(&trace);
}

/* --- 4.7 ----------------------------------------------------------------------------------------- */

/* L = the sum of y's elements, each times its dy. */
struct problem {
    struct arena *arena;
    struct pool2d pool;
    struct matrix x, dy;
};

static real loss_of(const real *coefficients, void *context)
{
    const struct problem *const p = context; /* the coefficients are x's own */
    const size_t mark = p->arena->used;
    real *const y = arena_reals(p->arena, matrix_count(p->dy));
    max_pool_forward(&p->pool, 1, p->x.at, y);
    real loss = 0;
    for (size_t i = 0; i < matrix_count(p->dy); i++) {
        loss += p->dy.at[i] * y[i];
    }
    (void)coefficients;
    arena_reset(p->arena, mark);
    return loss;
}

/* Numbers that are all different, so that every window has one winner: 0.1, 0.2, ... in disorder. */
static struct matrix all_different(struct arena *arena, size_t rows, size_t columns,
                                   struct pcg32 *generator)
{
    const struct matrix m = matrix_new(arena, rows, columns);
    for (size_t i = 0; i < matrix_count(m); i++) {
        const size_t place = pcg32_below(generator, (uint32_t)(i + 1));
        m.at[i] = m.at[place];
        m.at[place] = (real)i / 10 - 1;
    }
    return m;
}

static void compare(struct lab *lab, size_t kernel, size_t stride, uint64_t stream)
{
    struct pcg32 generator = lab_generator(lab, stream);
    struct problem p = {.arena = &lab->model,
                        .pool = pool_of(1, 5, 5, kernel, stride),
                        .x = all_different(&lab->model, 5, 5, &generator)};
    p.dy = matrix_drawn(&lab->model, p.pool.out_height, p.pool.out_width, &generator);
    const struct objective objective = {loss_of, &p};
    const struct matrix dx = matrix_zeros(&lab->model, 5, 5);
    const struct matrix measured = matrix_measure(&lab->model, &objective, p.x);
    max_pool_backward(&p.pool, 1, p.x.at, p.dy.at, dx.at);
    printf("     windows of %zu x %zu, stride %zu\n", kernel, kernel, stride);
    matrix_print_beside("x (5,5)", p.x, "dy", p.dy);
    matrix_compare("dx (5,5)", dx, measured);
}

/* Two are the largest: where there is a corner in the curve, nothing can be measured. */
static void show_ties(struct lab *lab)
{
    static const real x[] = {1, 3, 3, 2}, dy[] = {5};
    const struct pool2d pool = pool_of(1, 2, 2, 2, 2);
    const struct matrix dx = matrix_zeros(&lab->model, 1, 4);
    max_pool_backward(&pool, 1, x, dy, dx.at);
    printf("     Of 1 3 / 3 2 two are the largest, and dy is 5. Your dx:");
    matrix_print_row(dx, 0);
    puts("\n     Who won?");
}

void show_pool_gradient(void *context)
{
    struct lab *const lab = context;
    compare(lab, 2, 2, stream_of_gradient);
    compare(lab, 3, 2, stream_of_gradient + 1);
    puts("     Windows of 3 that move on by 2 overlap: can one pixel win twice?");
    show_ties(lab);
}
