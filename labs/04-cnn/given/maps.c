/* Section 4.7, feature maps: what each layer of the trained network makes of one image. */
#include "04-cnn/given/sections.h"
#include "04-cnn/given/stages.h"
#include "04-cnn/given/tiles.h"
#include "04-cnn/given/trained.h"

#include <stdio.h>

enum { most_maps = 32 };

/* The maps of one layer, copied from the tape. */
enum kind { convolution, relu, pooling };

struct layer {
    enum kind what;
    char name[64];
    struct shape shape; /* (1,maps,height,width) */
    real *map;
};

static struct layer layer_of(struct lab *lab, enum kind what, size_t block,
                             const struct variable *v)
{
    static const char *const name[] = {"convolution", "ReLU", "pooling"};
    struct layer layer = {.what = what, .shape = v->value.shape};
    const size_t count = variable_count(v);
    layer.map = arena_reals(&lab->model, count);
    for (size_t i = 0; i < count; i++) {
        layer.map[i] = v->value.data[i];
        lab_require_finite(layer.map[i], "a number of a feature map");
    }
    snprintf(layer.name, sizeof layer.name, "%s %zu", name[what], block + 1);
    return layer;
}

/* Layers of all blocks, of one image; returns how many. */
static size_t layers_of(struct lab *lab, struct learner *cnn, size_t image, struct layer *layer)
{
    size_t count = 0;
    struct variable *x = stages_images(cnn, &lab->images.test, (struct images){1, &image});
    for (size_t b = 0; b < lab->network.blocks; b++) {
        const struct stages s = stages_of_block(cnn, b, x);
        layer[count++] = layer_of(lab, convolution, b, s.convolved);
        layer[count++] = layer_of(lab, relu, b, s.active);
        if (s.pooled != s.active) {
            layer[count++] = layer_of(lab, pooling, b, s.pooled);
        }
        x = s.pooled;
    }
    tape_reset(&cnn->tape);
    return count;
}

static size_t maps_shown(const struct layer *layer)
{
    return layer->shape.size[1] < most_maps ? layer->shape.size[1] : most_maps;
}

/* Numbers above 0: what ReLU lets through. */
static double share_above_zero(const struct layer *layer)
{
    const size_t count = shape_count(layer->shape);
    size_t above = 0;
    for (size_t i = 0; i < count; i++) {
        above += layer->map[i] > 0;
    }
    return (double)above / (double)count;
}

/* The maps of a block have one scale, its convolution's: neither ReLU nor pooling makes a number larger. */
static void write_layers(const struct lab *lab, const struct layer *layer, size_t count,
                         const real *pixel)
{
    const struct image_set *const set = &lab->images.test;
    struct trace trace = lab_trace_begin(lab, "maps", tile_columns);
    write_tile(&trace, "image", set->rows, set->columns, pixel, 1);
    real scale = 1;
    for (size_t i = 0; i < count; i++) {
        const size_t size = layer[i].shape.size[2] * layer[i].shape.size[3];
        if (layer[i].what == convolution) {
            scale = scale_of(shape_count(layer[i].shape), layer[i].map);
        }
        for (size_t m = 0; m < maps_shown(&layer[i]); m++) {
            write_tile(&trace, layer[i].name, layer[i].shape.size[2], layer[i].shape.size[3],
                       layer[i].map + m * size, scale);
        }
    }
    lab_trace_finish(&trace);
    struct trace names = lab_trace_begin(lab, "maps_layers", "layer maps height width");
    for (size_t i = 0; i < count; i++) {
        trace_named_row(&names, layer[i].name,
                        (real[]){(real)maps_shown(&layer[i]), (real)layer[i].shape.size[2],
                                 (real)layer[i].shape.size[3]});
    }
    lab_trace_finish(&names);
}

void show_maps(void *context)
{
    struct lab *const lab = context;
    const struct trained *const trained = trained_require(lab);
    const struct image_set *const set = &lab->images.test;
    struct layer layer[3 * cnn_max_blocks];
    size_t image;
    images_of_classes(set, 1, &image);
    const size_t count = layers_of(lab, trained->cnn, image, layer);
    real *const pixel = arena_reals(&lab->model, set->rows * set->columns);
    tile_of_image(set, image, pixel);
    printf("     What the layers make of one image (%s):\n", set->class_name[set->labels[image]]);
    for (size_t i = 0; i < count; i++) {
        printf("       %-14s %3zu maps of %2zu x %2zu, %3.0f %% of their numbers above 0\n",
               layer[i].name, layer[i].shape.size[1], layer[i].shape.size[2],
               layer[i].shape.size[3], 100 * share_above_zero(&layer[i]));
    }
    puts("     In which layer can you no longer tell what it is? And the network?");
    write_layers(lab, layer, count, pixel);
}
