/* Section 4.7, why not fully connected: what both networks make of images that were shifted by a few
 * pixels, as no image they trained on was; and how many parameters each layer has, and would have if it
 * were fully connected. */
#include "04-cnn/given/network.h"
#include "04-cnn/given/sections.h"
#include "04-cnn/given/trained.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { farthest = 4, directions = 4, most_images = 2000, least_images = 50 };

static const double seconds_of_shifts = 9;

/* --- shifted images ---------------------------------------------------------------------------- */

struct direction {
    int right, down;
};
static const struct direction towards[directions] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};

/* Writes an image moved by so many pixels; what comes in from outside is ground. */
static void shift_image(const struct image_set *set, const unsigned char *from,
                        struct direction direction, int distance, unsigned char *to)
{
    const int rows = (int)set->rows, columns = (int)set->columns;
    for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
            const int from_r = r - distance * direction.down,
                      from_c = c - distance * direction.right;
            const bool inside = from_r >= 0 && from_r < rows && from_c >= 0 && from_c < columns;
            to[r * columns + c] = inside ? from[from_r * columns + from_c] : 0;
        }
    }
}

/* Copies of some images of the set, to be shifted, with the numbers of all of them. */
struct copies {
    struct image_set set;
    struct images all;
};

static struct copies copy_images(struct arena *arena, const struct image_set *set,
                                 struct images some)
{
    struct copies copies = {.set = *set};
    copies.set.count = some.count;
    copies.set.bytes = arena_take(arena, some.count * set->rows * set->columns);
    copies.set.labels = arena_take(arena, some.count);
    for (size_t i = 0; i < some.count; i++) {
        copies.set.labels[i] = set->labels[some.index[i]];
    }
    copies.all = images_of_set(arena, &copies.set, some.count);
    return copies;
}

static void shift_all(struct copies *copies, const struct image_set *set, struct images some,
                      struct direction direction, int distance)
{
    const size_t pixels = set->rows * set->columns;
    for (size_t i = 0; i < some.count; i++) {
        shift_image(set, image_set_pixels(set, some.index[i]), direction, distance,
                    copies->set.bytes + i * pixels);
    }
}

/* --- how well they do -------------------------------------------------------------------------- */

struct accuracies {
    size_t images;
    real cnn[farthest + 1], mlp[farthest + 1]; /* by distance: the mean over the directions */
};

/* With --images: of those to test with the fourth part, as each is tried seventeen times. */
static size_t fewer(size_t images)
{
    const size_t some = images / 4 < most_images ? images / 4 : most_images;
    return some > least_images ? some : least_images;
}

static struct accuracies try_shifts(struct lab *lab, const struct trained *trained)
{
    const struct image_set *const set = &lab->images.test;
    const size_t evaluations = 1 + farthest * directions;
    struct images some = trained_test_images(lab, seconds_of_shifts / (double)evaluations);
    some =
        images_some(&lab->model, some, lab->options.images > 0 ? fewer(some.count) : most_images);
    struct copies copies = copy_images(&lab->model, set, some);
    struct accuracies accuracies = {.images = some.count};
    for (int distance = 0; distance <= farthest; distance++) {
        const size_t ways = distance == 0 ? 1 : directions;
        for (size_t way = 0; way < ways; way++) {
            shift_all(&copies, set, some, towards[way], distance);
            const struct evaluation cnn =
                learner_evaluate(trained->cnn, &copies.set, copies.all, NULL);
            const struct evaluation mlp =
                learner_evaluate(trained->mlp, &copies.set, copies.all, NULL);
            accuracies.cnn[distance] += evaluation_accuracy(&cnn) / (real)ways;
            accuracies.mlp[distance] += evaluation_accuracy(&mlp) / (real)ways;
        }
    }
    return accuracies;
}

static void print_row(const char *name, const real *accuracy)
{
    printf("     %-24s", name);
    for (size_t distance = 0; distance <= farthest; distance++) {
        printf("  %6.1f %%", 100 * (double)accuracy[distance]);
    }
    puts("");
}

/* How far chance moves an accuracy on so many images, up or down: two standard deviations. Four directions
 * of an image are hardly more than one image, so that their mean moves nearly as far. */
static double chance(size_t images, real accuracy)
{
    return 2 * sqrt((double)(accuracy * (1 - accuracy)) / (double)images);
}

static double most_chance(const struct accuracies *accuracies)
{
    double most = 0;
    for (size_t distance = 0; distance <= farthest; distance++) {
        most = fmax(most, chance(accuracies->images, accuracies->cnn[distance]));
        most = fmax(most, chance(accuracies->images, accuracies->mlp[distance]));
    }
    return most;
}

static void print_shifts(const struct accuracies *accuracies)
{
    printf("     %s images to test with, shifted to the right, left, down and up; accuracy:\n\n",
           count_to_text(accuracies->images).text);
    printf("     %-24s", "pixels");
    for (size_t distance = 0; distance <= farthest; distance++) {
        printf("  %8zu", distance);
    }
    puts("");
    print_row("convolutional", accuracies->cnn);
    print_row("fully connected", accuracies->mlp);
    printf("     Shifted by %d pixels the convolutional network changes by %+.1f points, the fully "
           "connected one by %+.1f.\n",
           farthest, 100 * (double)(accuracies->cnn[farthest] - accuracies->cnn[0]),
           100 * (double)(accuracies->mlp[farthest] - accuracies->mlp[0]));
    printf(
        "     On so many images chance alone moves each of these by up to %.1f points up or down. "
        "The four\n"
        "     directions hardly make it less: they are the same images. What is nearer together "
        "than that\n"
        "     tells nothing.\n",
        100 * most_chance(accuracies));
}

/* --- the parameters ---------------------------------------------------------------------------- */

enum { most_layers = cnn_max_blocks + 2 };

struct layer {
    char name[32];
    size_t in, out;             /* numbers */
    size_t parameters, if_full; /* as it is; if each number in met each number out */
};

static size_t full(size_t in, size_t out)
{
    return out * (in + 1);
}

/* The layers of the trained network; returns how many. */
static size_t list_layers(const struct cnn *cnn, struct layer *layer /* (most_layers) */)
{
    const struct cnn_settings *const settings = &cnn->settings;
    struct shape x =
        shape_4d(1, settings->image.channels, settings->image.height, settings->image.width);
    size_t count = 0;
    for (size_t b = 0; b < settings->blocks; b++) {
        const struct cnn_block *const block = &settings->block[b];
        const struct conv2d conv = conv2d_layer_geometry(&cnn->conv[b], x);
        struct layer *const l = &layer[count++];
        *l = (struct layer){.in = shape_count(x),
                            .out = block->filters * conv.out_height * conv.out_width,
                            .parameters = cnn->parameter[2 * b].count + block->filters};
        snprintf(l->name, sizeof l->name, "conv %zu-%zu %zux%zu", conv.in_channels, block->filters,
                 block->kernel, block->kernel);
        l->if_full = full(l->in, l->out);
        x = shape_4d(1, block->filters, (conv.out_height - block->pool) / block->pool + 1,
                     (conv.out_width - block->pool) / block->pool + 1);
    }
    for (size_t i = 0; i < (settings->hidden > 0 ? 2 : 1); i++) {
        const struct shape w = cnn->linear[i].w.value.shape;
        struct layer *const l = &layer[count++];
        *l = (struct layer){.in = w.size[1], .out = w.size[0]};
        snprintf(l->name, sizeof l->name, "linear %zu-%zu", l->in, l->out);
        l->parameters = l->if_full = full(l->in, l->out);
    }
    return count;
}

static void print_layers(size_t count, const struct layer *layer)
{
    size_t sum = 0, sum_if_full = 0;
    printf("\n     %-22s %11s %11s  %12s  %18s\n", "layer", "numbers in", "out", "parameters",
           "if fully connected");
    for (size_t i = 0; i < count; i++) {
        const struct layer *const l = &layer[i];
        printf("     %-22s %11s %11s  %12s  %18s\n", l->name, count_to_text(l->in).text,
               count_to_text(l->out).text, count_to_text(l->parameters).text,
               count_to_text(l->if_full).text);
        sum += l->parameters;
        sum_if_full += l->if_full;
    }
    printf("     %-22s %11s %11s  %12s  %18s\n", "all", "", "", count_to_text(sum).text,
           count_to_text(sum_if_full).text);
}

/* --- the section ------------------------------------------------------------------------------- */

/* Blocks: accuracies by distance; a layer a row. */
static void write_numbers(const struct lab *lab, const struct accuracies *accuracies, size_t count,
                          const struct layer *layer)
{
    struct trace trace =
        lab_trace_begin(lab, "shifts", "pixels convolutional fully_connected chance chance");
    for (size_t distance = 0; distance <= farthest; distance++) {
        trace_row(&trace,
                  (real[]){(real)distance, accuracies->cnn[distance], accuracies->mlp[distance],
                           (real)chance(accuracies->images, accuracies->cnn[distance]),
                           (real)chance(accuracies->images, accuracies->mlp[distance])});
    }
    trace_block(&trace, "layer, parameters, if fully connected");
    for (size_t i = 0; i < count; i++) {
        trace_named_row(&trace, layer[i].name,
                        (real[]){(real)layer[i].parameters, (real)layer[i].if_full});
    }
    lab_trace_finish(&trace);
}

void show_shifts(void *context)
{
    struct lab *const lab = context;
    const struct trained *const trained = trained_require(lab);
    const struct accuracies accuracies = try_shifts(lab, trained);
    struct layer layer[most_layers];
    const size_t count = list_layers(trained->cnn->cnn, layer);
    print_shifts(&accuracies);
    print_layers(count, layer);
    write_numbers(lab, &accuracies, count, layer);
}
