/* The images. The header says what each function does. */
#include "03-classifier/given/images.h"

#include "common/section.h"
#include "data/fashion_mnist.h"
#include "data/glyphs.h"
#include "data/split.h"
#include "data/standardise.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    glyphs_to_train = 12000,
    glyphs_to_test = 2000,
    stream_of_glyphs = 1,
    stream_of_split = 2,
    leaking_images = 4000, /* with --leak so many are taken, each twice */
    images_of_mine = 6000  /* plain loops take some milliseconds a step */
};

/* --- loading ---------------------------------------------------------------------------------- */

static void make_glyphs(struct lab *lab)
{
    struct pcg32 generator = lab_generator(lab, stream_of_glyphs);
    struct message why;
    lab->data_name = "glyphs";
    lab_require(glyphs_make(glyphs_to_train, &generator, &lab->set, &why), &why);
    lab_require(glyphs_make(glyphs_to_test, &generator, &lab->test, &why), &why);
}

static void read_folder(struct lab *lab, const char *folder)
{
    struct message why;
    lab_require(fashion_mnist_read(folder, &lab->set, &lab->test, &why), &why);
}

static void find_fashion(struct lab *lab)
{
    struct message why;
    const char *const folder = fashion_mnist_find(fashion_mnist_folders, &why);
    if (!folder && lab->options.data) {
        lab_require(-1, &why);
    }
    if (folder) {
        lab->data_name = "Fashion-MNIST";
        read_folder(lab, folder);
    } else {
        printf("%s.\nUntil then the lab learns glyphs: made digits, drawn by the program.\n",
               why.text);
        make_glyphs(lab);
    }
}

struct count_text count_to_text(size_t count)
{
    struct count_text text;
    char digits[24];
    const int length = snprintf(digits, sizeof digits, "%zu", count);
    char *out = text.text;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            *out++ = ',';
        }
        *out++ = digits[i];
    }
    *out = '\0';
    return text;
}

/* All of them must be of one size, and more than a few. */
static void require_images(const struct lab *lab)
{
    const struct image_set *const set = &lab->set, *const test = &lab->test;
    struct message why;
    if (set->rows != test->rows || set->columns != test->columns) {
        lab_require(message_set(&why,
                                "%s: the images to test with have %zu x %zu pixels, expected "
                                "%zu x %zu as those to train with",
                                lab->data_name, test->rows, test->columns, set->rows, set->columns),
                    &why);
    }
    if (set->count < 100) {
        lab_require(message_set(&why, "%s: %zu images to train with, expected 100 or more",
                                lab->data_name, set->count),
                    &why);
    }
}

/* With --images, or where all kernels are a student's, not the whole set. */
static void take_first(struct lab *lab)
{
    const bool chosen = lab->options.images > 0;
    const size_t most = chosen ? lab->options.images : lab->options.mine ? images_of_mine : 0;
    if (most == 0 || most >= lab->set.count) {
        return;
    }
    if (!chosen) {
        printf(
            "On your own kernels the lab takes the first %s of %s images, to end within minutes; "
            "--images %zu takes all.\n",
            count_to_text(most).text, count_to_text(lab->set.count).text, lab->set.count);
    }
    lab->set.count = most;
}

void images_load(struct lab *lab)
{
    const char *const data = lab->options.data;
    if (data && strcmp(data, "glyphs") == 0) {
        make_glyphs(lab);
    } else if (data && strcmp(data, "fashion") != 0) {
        lab->data_name = data;
        read_folder(lab, data);
    } else {
        find_fashion(lab);
    }
    require_images(lab);
    take_first(lab);
    printf("%s: %s images of %zu x %zu pixels in %zu classes, and %s to test with\n",
           lab->data_name, count_to_text(lab->set.count).text, lab->set.rows, lab->set.columns,
           lab->set.classes, count_to_text(lab->test.count).text);
}

void images_unload(struct lab *lab)
{
    image_set_destroy(&lab->set);
    image_set_destroy(&lab->test);
}

/* --- the split -------------------------------------------------------------------------------- */

/* The labels of what is split; with --leak of a few images, twice. */
static const unsigned char *labels_to_split(struct lab *lab, size_t *images, size_t *count)
{
    *images = *count = lab->set.count;
    if (!lab->options.leak) {
        return lab->set.labels;
    }
    *images = *images < leaking_images ? *images : leaking_images;
    *count = 2 * *images;
    unsigned char *const twice = arena_take(&lab->kept, *count);
    memcpy(twice, lab->set.labels, *images);
    memcpy(twice + *images, lab->set.labels, *images);
    return twice;
}

/* A part's numbers of images, or the end of the section. */
static struct images part_of(const char *name, size_t count, size_t *row, size_t rows,
                             size_t images)
{
    if (count == 0 || count > rows) {
        section_stop("split_stratified put %zu of %zu images into the %s part; "
                     "make grade CHECK=3.2 tells more",
                     count, rows, name);
    }
    for (size_t i = 0; i < count; i++) {
        if (row[i] >= rows) {
            section_stop("split_stratified put image %zu into the %s part, and there are %zu: "
                         "is every place written? make grade CHECK=3.2 tells more",
                         row[i], name, rows);
        }
        row[i] %= images; /* a copy is the same image */
    }
    return (struct images){count, row};
}

void images_split(struct lab *lab)
{
    if (lab->is_split) {
        return;
    }
    arena_reset(&lab->kept, 0);
    size_t images, count;
    const unsigned char *const labels = labels_to_split(lab, &images, &count);
    struct pcg32 generator = lab_generator(lab, stream_of_split);
    struct split split = {.training = arena_take(&lab->kept, count * sizeof(size_t)),
                          .validation = arena_take(&lab->kept, count * sizeof(size_t))};
    split_stratified(count, labels, lab->set.classes, lab->options.validation, &generator, &split);
    lab->training = part_of("training", split.training_count, split.training, count, images);
    lab->validation =
        part_of("validation", split.validation_count, split.validation, count, images);
    lab->is_split = true;
}

/* --- the statistics --------------------------------------------------------------------------- */

void images_measure(struct lab *lab)
{
    if (lab->is_measured) {
        return;
    }
    images_split(lab);
    const size_t pixels = lab->set.rows * lab->set.columns;
    const size_t count = lab->training.count * pixels;
    struct message why;
    arena_destroy(&lab->passing);
    lab_require(arena_create(&lab->passing, (count + 64) * sizeof(real), &why), &why);
    real *const x = arena_reals(&lab->passing, count);
    images_to_reals(&lab->set, lab->training.count, lab->training.index, x);
    real mean = REAL_NAN, deviation = REAL_NAN;
    standardise_fit(count, 1, x, &mean, &deviation);
    arena_destroy(&lab->passing);
    if (!isfinite(mean) || !isfinite(deviation) || deviation <= 0) {
        section_stop("standardise_fit found the mean %g and the deviation %g of the pixels; "
                     "make grade CHECK=3.1 tells more",
                     (double)mean, (double)deviation);
    }
    lab->mean = mean;
    lab->deviation = deviation;
    lab->is_measured = true;
}

/* --- batches ---------------------------------------------------------------------------------- */

struct image_batches images_batches(struct lab *lab, const struct image_set *set,
                                    struct images images, size_t size)
{
    images_measure(lab);
    struct image_batches batches =
        image_batches_new(&lab->model, set, images.count, images.index, size);
    image_batches_standardise(&batches, 1, &lab->mean, &lab->deviation);
    return batches;
}

struct images images_some(struct lab *lab, struct images images, size_t count)
{
    if (count >= images.count) {
        return images;
    }
    size_t *const index = arena_take(&lab->model, count * sizeof *index);
    for (size_t i = 0; i < count; i++) {
        index[i] = images.index[i * images.count / count];
    }
    return (struct images){count, index};
}
