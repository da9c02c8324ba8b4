/* Section 4.7, patches: which parts of images excite each filter most. */
#include "04-cnn/given/sections.h"
#include "04-cnn/given/stages.h"
#include "04-cnn/given/tiles.h"
#include "04-cnn/given/trained.h"

#include "common/crash.h"

#include <stdio.h>
#include <string.h>
#include <tgmath.h>

enum { shown = 9, most_blocks = 2, most_filters = 32, at_once = 64 };

static const double seconds = 3;

/* A place of an image, and what a filter says to it. */
struct patch {
    size_t image, ho, wo;
    real answer;
};

struct filter {
    struct patch best[shown]; /* the strongest first */
    size_t count;
};

/* Keeps the best, one of an image. */
static void offer(struct filter *filter, struct patch patch)
{
    size_t place = filter->count;
    while (place > 0 && filter->best[place - 1].answer < patch.answer) {
        place--;
    }
    if (place == shown) {
        return;
    }
    const size_t kept = filter->count < shown ? filter->count : shown - 1;
    memmove(&filter->best[place + 1], &filter->best[place], (kept - place) * sizeof patch);
    filter->best[place] = patch;
    filter->count = kept + 1;
}

/* The place of one map where its filter answers most. */
static struct patch strongest(const real *map, size_t image, struct shape shape)
{
    const size_t height = shape.size[2], width = shape.size[3];
    struct patch patch = {.image = image, .answer = map[0]};
    for (size_t i = 1; i < height * width; i++) {
        if (map[i] > patch.answer) {
            patch = (struct patch){image, i / width, i % width, map[i]};
        }
    }
    return patch;
}

static void look_at(const struct variable *maps, const size_t *image, struct filter *filter)
{
    const struct shape shape = maps->value.shape;
    const size_t size = shape.size[2] * shape.size[3];
    for (size_t i = 0; i < shape.size[0]; i++) {
        for (size_t f = 0; f < shape.size[1] && f < most_filters; f++) {
            const real *const map = maps->value.data + (i * shape.size[1] + f) * size;
            offer(&filter[f], strongest(map, image[i], shape));
        }
    }
}

/* Looks through the images; filter is (blocks,most_filters). */
static void search_patches(struct lab *lab, struct learner *cnn, struct images images,
                           size_t blocks, struct filter *filter)
{
    for (size_t from = 0; from < images.count; from += at_once) {
        const size_t mark = lab->model.used, rest = images.count - from;
        const struct images some = {rest < at_once ? rest : at_once, images.index + from};
        struct variable *x = stages_images(cnn, &lab->images.test, some);
        for (size_t b = 0; b < blocks; b++) {
            const struct stages s = stages_of_block(cnn, b, x);
            look_at(s.convolved, some.index, filter + b * most_filters);
            x = s.pooled;
        }
        tape_reset(&cnn->tape);
        arena_reset(&lab->model, mark);
        crash_alive();
    }
}

/* The pixels that the filter saw, 0 to 1; what lies in the padding is -1. */
static void cut_out(const struct image_set *set, const struct patch *patch, struct view view,
                    real *pixel /* (view.size,view.size) */)
{
    const unsigned char *const bytes = image_set_pixels(set, patch->image);
    const long top = (long)(patch->ho * view.step) + view.start;
    const long left = (long)(patch->wo * view.step) + view.start;
    for (size_t i = 0; i < view.size * view.size; i++) {
        const size_t h = (size_t)(top + (long)(i / view.size));
        const size_t v = (size_t)(left + (long)(i % view.size));
        const bool inside = h < set->rows && v < set->columns;
        pixel[i] = inside ? (real)bytes[h * set->columns + v] / 255 : -1;
    }
}

static size_t filters_shown(const struct lab *lab, size_t block)
{
    const size_t filters = lab->network.block[block].filters;
    return filters < most_filters ? filters : most_filters;
}

static void write_filter(struct lab *lab, struct trace *trace, const struct filter *filter,
                         struct view view)
{
    const size_t mark = lab->model.used;
    real *const pixel = arena_reals(&lab->model, view.size * view.size);
    for (size_t i = 0; i < filter->count; i++) {
        cut_out(&lab->images.test, &filter->best[i], view, pixel);
        write_tile(trace, "patch", view.size, view.size, pixel, 1);
    }
    arena_reset(&lab->model, mark);
}

/* filter is (blocks,most_filters) */
static void write_patches(struct lab *lab, size_t blocks, const struct filter *filter)
{
    struct trace trace = lab_trace_begin(lab, "patches", tile_columns);
    for (size_t b = 0; b < blocks; b++) {
        for (size_t f = 0; f < filters_shown(lab, b); f++) {
            write_filter(lab, &trace, &filter[b * most_filters + f],
                         view_of_block(&lab->network, b));
        }
    }
    lab_trace_finish(&trace);
    struct trace layers = lab_trace_begin(lab, "patches_layers", "filters patches_of_each size");
    for (size_t b = 0; b < blocks; b++) {
        trace_row(&layers,
                  (real[]){(real)filters_shown(lab, b), (real)filter[b * most_filters].count,
                           (real)view_of_block(&lab->network, b).size});
    }
    lab_trace_finish(&layers);
}

/* Filters that no image excites: ReLU leaves nothing of them. */
static size_t silent(const struct filter *filter, size_t filters)
{
    size_t count = 0;
    for (size_t f = 0; f < filters; f++) {
        count += filter[f].count == 0 || !(filter[f].best[0].answer > 0);
    }
    return count;
}

void show_patches(void *context)
{
    struct lab *const lab = context;
    const struct trained *const trained = trained_require(lab);
    const size_t blocks = lab->network.blocks < most_blocks ? lab->network.blocks : most_blocks;
    const struct images images = trained_test_images(lab, lab_seconds(lab, seconds));
    struct filter *const filter =
        arena_take(&lab->model, most_blocks * most_filters * sizeof *filter);
    memset(filter, 0, most_blocks * most_filters * sizeof *filter);
    search_patches(lab, trained->cnn, images, blocks, filter);
    printf("     Of %s images to test with, the %d places that excite each filter most\n",
           count_to_text(images.count).text, shown);
    for (size_t b = 0; b < blocks; b++) {
        const size_t size = view_of_block(&lab->network, b).size;
        printf("       convolution %zu: %zu filters, each sees %zu x %zu pixels; nothing excites "
               "%zu of "
               "them\n",
               b + 1, filters_shown(lab, b), size, size,
               silent(filter + b * most_filters, filters_shown(lab, b)));
    }
    puts("     What do a filter's nine patches have in common? Why do those of the second "
         "convolution see\n"
         "     more than its own window? Nine white patches: an empty area excites that filter "
         "most. "
         "White is\n"
         "     0 as a pixel, but below 0 when it is standardised (lab 03): what do b and weights "
         "below 0 make\n"
         "     of it?");
    write_patches(lab, blocks, filter);
}
