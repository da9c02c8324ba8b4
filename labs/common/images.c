/* The images. The header says what each function does. */
#include "common/images.h"

#include "base/file.h"
#include "common/lab_output.h"
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
    stream_of_selection = 3,
    leaking_images = 4000, /* with `leak` so many are taken, each twice */
    images_of_mine = 6000  /* plain loops take some milliseconds a step */
};

/* --- loading ---------------------------------------------------------------------------------- */

static void make_glyphs(struct lab_images *images)
{
    struct pcg32 generator = pcg32_seed(images->source.seed, stream_of_glyphs);
    struct message why;
    images->name = "glyphs";
    lab_require(glyphs_make(glyphs_to_train, &generator, &images->set, &why), &why);
    lab_require(glyphs_make(glyphs_to_test, &generator, &images->test, &why), &why);
}

static void read_folder(struct lab_images *images, const char *folder)
{
    struct message why;
    lab_require(fashion_mnist_read(folder, &images->set, &images->test, &why), &why);
}

static void find_fashion(struct lab_images *images)
{
    struct message why;
    const char *const folder = fashion_mnist_find(fashion_mnist_folders, &why);
    if (!folder && images->source.data) {
        lab_require(-1, &why);
    }
    if (folder) {
        images->name = "Fashion-MNIST";
        read_folder(images, folder);
    } else {
        printf("%s.\nUntil then the lab learns glyphs: made digits, drawn by the program.\n",
               why.text);
        make_glyphs(images);
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
static void require_images(const struct lab_images *images)
{
    const struct image_set *const set = &images->set, *const test = &images->test;
    struct message why;
    if (set->rows != test->rows || set->columns != test->columns) {
        lab_require(message_set(&why,
                                "%s: the images to test with have %zu x %zu pixels, expected "
                                "%zu x %zu as those to train with",
                                images->name, test->rows, test->columns, set->rows, set->columns),
                    &why);
    }
    if (set->count < 100) {
        lab_require(message_set(&why, "%s: %zu images to train with, expected 100 or more",
                                images->name, set->count),
                    &why);
    }
}

/* With --images, or where all kernels are a student's, not the whole set. */
static void take_first(struct lab_images *images)
{
    const bool chosen = images->source.most > 0;
    const size_t most = chosen ? images->source.most : images->source.mine ? images_of_mine : 0;
    if (most == 0 || most >= images->set.count) {
        return;
    }
    if (!chosen) {
        printf(
            "On your own kernels the lab takes the first %s of %s images, to end within minutes; "
            "--images %zu takes all.\n",
            count_to_text(most).text, count_to_text(images->set.count).text, images->set.count);
    }
    images->set.count = most;
}

void images_load(struct lab_images *images)
{
    const char *const data = images->source.data;
    if (data && strcmp(data, "glyphs") == 0) {
        make_glyphs(images);
    } else if (data && strcmp(data, "fashion") != 0) {
        images->name = data;
        read_folder(images, data);
    } else {
        find_fashion(images);
    }
    require_images(images);
    take_first(images);
    const size_t kept = 2 * (images->set.count + 64) * (2 * sizeof(size_t) + 1);
    struct message why;
    lab_require(arena_create(&images->kept, kept, &why), &why);
    printf("%s: %s images of %zu x %zu pixels in %zu classes, and %s to test with\n", images->name,
           count_to_text(images->set.count).text, images->set.rows, images->set.columns,
           images->set.classes, count_to_text(images->test.count).text);
}

void images_unload(struct lab_images *images)
{
    image_set_destroy(&images->set);
    image_set_destroy(&images->test);
    arena_destroy(&images->passing);
    arena_destroy(&images->kept);
}

/* --- the split -------------------------------------------------------------------------------- */

/* The labels of what is split; with `leak` of a few images, twice. */
static const unsigned char *labels_to_split(struct lab_images *images, size_t *different,
                                            size_t *count)
{
    *different = *count = images->set.count;
    if (!images->source.leak) {
        return images->set.labels;
    }
    *different = *different < leaking_images ? *different : leaking_images;
    *count = 2 * *different;
    unsigned char *const twice = arena_take(&images->kept, *count);
    memcpy(twice, images->set.labels, *different);
    memcpy(twice + *different, images->set.labels, *different);
    return twice;
}

/* A part's numbers of images, or the end of the section. */
static struct images part_of(const char *name, size_t count, size_t *row, size_t rows,
                             size_t different)
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
        row[i] %= different; /* a copy is the same image */
    }
    return (struct images){count, row};
}

void images_split(struct lab_images *images)
{
    if (images->is_split) {
        return;
    }
    arena_reset(&images->kept, 0);
    size_t different, count;
    const unsigned char *const labels = labels_to_split(images, &different, &count);
    struct pcg32 generator = pcg32_seed(images->source.seed, stream_of_split);
    struct split split = {.training = arena_take(&images->kept, count * sizeof(size_t)),
                          .validation = arena_take(&images->kept, count * sizeof(size_t))};
    split_stratified(count, labels, images->set.classes, images->source.validation, &generator,
                     &split);
    images->training = part_of("training", split.training_count, split.training, count, different);
    images->validation =
        part_of("validation", split.validation_count, split.validation, count, different);
    images->is_split = true;
}

/* --- the statistics --------------------------------------------------------------------------- */

void images_measure(struct lab_images *images)
{
    if (images->is_measured) {
        return;
    }
    images_split(images);
    const size_t pixels = images->set.rows * images->set.columns;
    const size_t count = images->training.count * pixels;
    struct message why;
    arena_destroy(&images->passing);
    lab_require(arena_create(&images->passing, (count + 64) * sizeof(real), &why), &why);
    real *const x = arena_reals(&images->passing, count);
    images_to_reals(&images->set, images->training.count, images->training.index, x);
    real mean = REAL_NAN, deviation = REAL_NAN;
    standardise_fit(count, 1, x, &mean, &deviation);
    arena_destroy(&images->passing);
    if (!isfinite(mean) || !isfinite(deviation) || deviation <= 0) {
        section_stop("standardise_fit found the mean %g and the deviation %g of the pixels; "
                     "make grade CHECK=3.1 tells more",
                     (double)mean, (double)deviation);
    }
    images->mean = mean;
    images->deviation = deviation;
    images->is_measured = true;
}

/* --- batches ---------------------------------------------------------------------------------- */

struct image_batches images_batches(struct lab_images *images, struct arena *arena,
                                    const struct image_set *set, struct images some, size_t size)
{
    images_measure(images);
    struct image_batches batches = image_batches_new(arena, set, some.count, some.index, size);
    image_batches_standardise(&batches, 1, &images->mean, &images->deviation);
    return batches;
}

struct images images_some(struct arena *arena, struct images images, size_t count)
{
    if (count >= images.count) {
        return images;
    }
    size_t *const index = arena_take(arena, count * sizeof *index);
    for (size_t i = 0; i < count; i++) {
        index[i] = images.index[i * images.count / count];
    }
    return (struct images){count, index};
}

/* Each is taken with the share of those that are still wanted in those that are left: any selection is as
 * likely as any other. (D. Knuth, "The Art of Computer Programming", volume 2, 3.4.2, algorithm S.)
 * Every so-manieth would not do: labels often follow each other in a pattern. */
struct images images_of_set(struct arena *arena, const struct image_set *set, size_t count)
{
    struct pcg32 generator = pcg32_seed(0, stream_of_selection);
    const size_t wanted = count < set->count ? count : set->count;
    size_t *const index = arena_take(arena, wanted * sizeof *index);
    size_t taken = 0;
    for (size_t i = 0; taken < wanted; i++) {
        if (pcg32_below(&generator, (uint32_t)(set->count - i)) < wanted - taken) {
            index[taken++] = i;
        }
    }
    return (struct images){wanted, index};
}

/* --- their names ------------------------------------------------------------------------------ */

void images_write_names(const struct lab_images *images, const char *out)
{
    const struct image_set *const set = &images->set;
    char path[1024];
    snprintf(path, sizeof path, "%s/about-.gp", out);
    struct file_writer writer;
    struct message why;
    lab_require(file_begin(&writer, path, &why), &why);
    fprintf(writer.stream, "data_name = '%s'\nclasses = %zu\narray class_name[%zu]\n", images->name,
            set->classes, set->classes);
    for (size_t c = 0; c < set->classes; c++) {
        fprintf(writer.stream, "class_name[%zu] = '%s'\n", c + 1, set->class_name[c]);
    }
    lab_require(file_finish(&writer, &why), &why);
}
