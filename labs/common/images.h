/* common/images.h: the images that a lab learns from: loaded, split and standardised, each once in a run.
 *
 *     lab->images = (struct lab_images){.source = {.data = options->data, .seed = options->seed, ...}};
 *     images_load(&lab->images);
 *     ...
 *     images_measure(&lab->images); // splits before, if need be: the student's functions
 *     struct image_batches batches = images_batches(&lab->images, &lab->model, &lab->images.set,
 *                                                   lab->images.training, 64);
 *
 * The split and the statistics are exercises of lab 03: the first section that needs them may end there.
 */
#ifndef DESCENT_LABS_COMMON_IMAGES_H
#define DESCENT_LABS_COMMON_IMAGES_H

#include "base/arena.h"
#include "base/real.h"
#include "data/image_batches.h"
#include "data/image_set.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the options say of them. */
struct images_source {
    const char *data; /* "fashion", "glyphs" or a folder; NULL: fashion, or glyphs without it */
    size_t most;      /* to train and validate with; 0: all */
    bool mine;        /* all kernels are a student's: when nothing is said, not the whole set */
    real validation;  /* the share that validates */
    bool leak;        /* split so that the score is too good */
    uint64_t seed;
};

/* Numbers of images of a set. */
struct images {
    size_t count;
    const size_t *index; /* (count) */
};

struct lab_images {
    struct images_source source;
    const char *name;     /* "Fashion-MNIST" */
    struct image_set set; /* to train and validate with */
    struct image_set test;

    /* made by the student's functions when the first section asks for them */
    struct arena kept; /* as long as the program */
    bool is_split, is_measured;
    struct images training, validation;
    real mean, deviation; /* of the training part's pixels */

    struct arena passing; /* large and short: a section that ended early may have left it */
};

/* Loads the images that the source names, and says which. A file that is wrong ends the program with one
 * line and status 1. */
void images_load(struct lab_images *images);
void images_unload(struct lab_images *images);

/* Splits them into training and validation by the student's split_stratified, once in a run. Ends the
 * section in words when a part is empty or names an image that there is not. */
void images_split(struct lab_images *images);

/* Fills in mean and deviation of the training part by the student's standardise_fit, once in a run. */
void images_measure(struct lab_images *images);

/* Batches of some of a set's images, standardised with the training part's statistics: split and measured
 * before, if need be. */
struct image_batches images_batches(struct lab_images *images, struct arena *arena,
                                    const struct image_set *set, struct images some, size_t size);

/* As many of the images, evenly from the whole list; all when there are no more. */
struct images images_some(struct arena *arena, struct images images, size_t count);

/* As many of a whole set's, always the same, drawn by chance, in their order; all when there are no
 * more. */
struct images images_of_set(struct arena *arena, const struct image_set *set, size_t count);

/* What pictures write beside their numbers, to OUT/about-.gp: the name of the data and of its classes. */
void images_write_names(const struct lab_images *images, const char *out);

/* "55,000": the text is held in the returned struct. */
struct count_text {
    char text[32];
};
struct count_text count_to_text(size_t count);

#endif
