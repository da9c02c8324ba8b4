/* Section 4.7, your own picture: what the network saw of it, and what it takes it for. */
#include "04-cnn/given/photo.h"

#include "04-cnn/given/sections.h"
#include "04-cnn/given/trained.h"
#include "base/file.h"
#include "common/section.h"
#include "data/photo.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { bar_width = 40, most_printed = 12 };

void photo_load(struct lab *lab)
{
    const struct image_set *const set = &lab->images.set;
    const char *const path = lab->options.photo;
    struct message why;
    struct gray_image image;
    if (set->rows != set->columns) {
        lab_require(message_set(&why,
                                "--photo: %s has images of %zu x %zu pixels, and a picture is "
                                "made a square",
                                lab->images.name, set->rows, set->columns),
                    &why);
    }
    lab_require(png_image_read(path, &image, &why), &why);
    const struct photo_object object = photo_find(&image);
    lab->photo = arena_take(&lab->kept, set->rows * set->columns);
    photo_fit(&image, &object, set->rows, lab->photo);
    printf("%s: %zu x %zu pixels; what differs from the ground, %zu x %zu of them, becomes %zu x "
           "%zu\n",
           path, image.columns, image.rows, object.columns, object.rows, set->columns, set->rows);
    gray_image_destroy(&image);
}

/* --- what the network says --------------------------------------------------------------------- */

/* A batch of one. */
static void read_logits(struct lab *lab, real *logit /* (classes) */)
{
    const struct image_set *const set = &lab->images.set;
    struct image_set alone = *set;
    unsigned char label = 0;
    alone.count = 1;
    alone.bytes = lab->photo;
    alone.labels = &label;
    struct learner *const learner = lab->trained->cnn;
    const struct images first = images_of_set(&lab->model, &alone, 1);
    struct image_batches batches = images_batches(&lab->images, &lab->model, &alone, first, 1);
    real *const x = arena_reals(&lab->model, set->rows * set->columns);
    real y[1];
    image_batches_next(&batches, x, y);
    const struct variable *const logits = learner_logits(learner, 1, x);
    memcpy(logit, logits->value.data, set->classes * sizeof *logit);
    tape_reset(&learner->tape);
}

/* The softmax, in double; the lab's own stands in lab 03. */
static void probabilities(size_t classes, const real *logit, double *probability)
{
    double largest = -HUGE_VAL, sum = 0;
    for (size_t c = 0; c < classes; c++) {
        largest = fmax(largest, (double)logit[c]);
    }
    for (size_t c = 0; c < classes; c++) {
        probability[c] = exp((double)logit[c] - largest);
        sum += probability[c];
    }
    for (size_t c = 0; c < classes; c++) {
        probability[c] /= sum;
    }
}

/* --- in words ---------------------------------------------------------------------------------- */

/* A character is twice as high as it is wide: two for a pixel. */
static void print_seen(const struct lab *lab)
{
    static const char shade[] = " .:-=+*#%@";
    const size_t rows = lab->images.set.rows, columns = lab->images.set.columns;
    puts("     What the network saw:\n");
    for (size_t r = 0; r < rows; r++) {
        char line[512];
        size_t length = 0;
        for (size_t c = 0; c < columns && length + 3 < sizeof line; c++) {
            const char ink = shade[lab->photo[r * columns + c] * 9 / 255];
            line[length++] = ink;
            line[length++] = ink;
        }
        while (length > 0 && line[length - 1] == ' ') {
            length--;
        }
        line[length] = '\0';
        printf("%s%s\n", length > 0 ? "     " : "", line);
    }
}

/* The class that is most probable of those that are not printed yet. */
static size_t next_class(size_t classes, const double *probability, const bool *is_printed)
{
    size_t best = classes;
    for (size_t c = 0; c < classes; c++) {
        if (!is_printed[c] && (best == classes || probability[c] > probability[best])) {
            best = c;
        }
    }
    return best;
}

static void print_classes(const struct lab *lab, const double *probability)
{
    const size_t classes = lab->images.set.classes;
    bool is_printed[image_set_max_classes] = {false};
    puts("\n     What it takes it for:\n");
    for (size_t i = 0; i < classes && i < most_printed; i++) {
        const size_t c = next_class(classes, probability, is_printed);
        const int length = (int)lround(bar_width * probability[c]);
        is_printed[c] = true;
        printf("     %-12s %6.2f %%", lab->images.set.class_name[c], 100 * probability[c]);
        printf(length > 0 ? "  %.*s\n" : "\n", length, "########################################");
    }
    printf(
        "\n     It knows %zu classes and must say one of them, whatever stands in the picture.\n",
        classes);
}

/* --- the section ------------------------------------------------------------------------------- */

/* Blocks: the pixels; a class a row, the most probable of them first. */
static void write_photo(const struct lab *lab, const double *probability)
{
    const struct image_set *const set = &lab->images.set;
    bool is_written[image_set_max_classes] = {false};
    struct trace trace = lab_trace_begin(lab, "photo", "column row ink");
    for (size_t p = 0; p < set->rows * set->columns; p++) {
        trace_row(&trace, (real[]){(real)(p % set->columns), (real)(p / set->columns),
                                   (real)lab->photo[p]});
    }
    trace_block(&trace, "rank, class, probability");
    for (size_t i = 0; i < set->classes; i++) {
        const size_t c = next_class(set->classes, probability, is_written);
        is_written[c] = true;
        trace_row(&trace, (real[]){(real)i, (real)c, (real)probability[c]});
    }
    lab_trace_finish(&trace);
}

void show_photo(void *context)
{
    struct lab *const lab = context;
    if (!lab->photo) {
        puts("     make lab04 ARGS=\"--photo shoe.png\" shows here what the network takes your "
             "picture "
             "for:\n     one thing on an even ground, as a .png file. With --save FILE the "
             "networks are "
             "kept,\n     and --load FILE takes them from there: then it is a matter of seconds.");
        section_pass();
    }
    if (!lab->trained && lab->options.load) {
        trained_load(lab);
    }
    trained_require(lab);
    real *const logit = arena_reals(&lab->model, lab->images.set.classes);
    double probability[image_set_max_classes];
    read_logits(lab, logit);
    probabilities(lab->images.set.classes, logit, probability);
    print_seen(lab);
    print_classes(lab, probability);
    write_photo(lab, probability);
}
