/* The drivers of 3.1 and 3.2: what is done to the data before training. */
#include "data/split.h"
#include "data/standardise.h"
#include "worker/lab03.h"

#include <stdlib.h>
#include <string.h>

/* --- 3.1: standardised pixels ----------------------------------------------------------------- */

/* x (count,columns) -> mean, deviation (columns) */
void exercise_3_1(const struct call *call)
{
    const size_t columns = size_of(call, "x", 1);
    real *const mean = output(call, "mean", shape_1d(columns));
    real *const deviation = output(call, "deviation", shape_1d(columns));
    standardise_fit(size_of(call, "x", 0), columns, array(call, "x"), mean, deviation);
}

/* x (count,columns), mean, deviation (columns) -> x */
void exercise_3_1_apply(const struct call *call)
{
    standardise_apply(size_of(call, "x", 0), size_of(call, "x", 1), array(call, "mean"),
                      array(call, "deviation"), array(call, "x"));
}

/* --- 3.2: the stratified split ---------------------------------------------------------------- */

/* A split to be filled: no row number stands in it yet, and the counts are wrong. */
static struct split new_split(size_t count)
{
    struct split split = {.training_count = 1, .validation_count = 1};
    split.training = malloc(count * sizeof *split.training);
    split.validation = malloc(count * sizeof *split.validation);
    if (!split.training || !split.validation) {
        panic("worker: no memory for %zu row numbers", count);
    }
    memset(split.training, 0xff, count * sizeof *split.training);
    memset(split.validation, 0xff, count * sizeof *split.validation);
    return split;
}

static void free_split(struct split *split)
{
    free(split->training);
    free(split->validation);
}

/* The row numbers of a part, as far as there was room for them. */
static void copy_rows(size_t count, size_t rows, const size_t *row, real *to)
{
    for (size_t i = 0; i < rows && i < count; i++) {
        to[i] = (real)row[i];
    }
}

/* labels (count), classes, share, seed -> the row numbers, training and validation (3,count), and how
 * many there are of each, training_count and validation_count (3): from the seed, from it once more,
 * and from the next seed */
void exercise_3_2(const struct call *call)
{
    enum { splits = 3 };
    const size_t count = count_of(call, "labels");
    unsigned char *const labels = labels_of(call, "labels");
    real *const training = output(call, "training", shape_2d(splits, count));
    real *const validation = output(call, "validation", shape_2d(splits, count));
    real *const training_count = output(call, "training_count", shape_1d(splits));
    real *const validation_count = output(call, "validation_count", shape_1d(splits));
    for (size_t i = 0; i < splits; i++) {
        struct pcg32 generator = pcg32_seed(whole(call, "seed") + i / 2, 1);
        struct split split = new_split(count);
        split_stratified(count, labels, whole(call, "classes"), number(call, "share"), &generator,
                         &split);
        training_count[i] = (real)split.training_count;
        validation_count[i] = (real)split.validation_count;
        copy_rows(count, split.training_count, split.training, training + i * count);
        copy_rows(count, split.validation_count, split.validation, validation + i * count);
        free_split(&split);
    }
    free(labels);
}

/* labels (count up to 8), classes, share, seed, splits -> tally (2^count): how often, of so many
 * splits with one generator, validation held just the rows whose bits are set */
void exercise_3_2_tally(const struct call *call)
{
    const size_t count = count_of(call, "labels"), choices = (size_t)1 << count;
    unsigned char *const labels = labels_of(call, "labels");
    struct pcg32 generator = pcg32_seed(whole(call, "seed"), 1);
    real *const tally = output(call, "tally", shape_1d(choices));
    memset(tally, 0, choices * sizeof *tally);
    struct split split = new_split(count);
    for (size_t i = 0; i < whole(call, "splits"); i++) {
        size_t chosen = 0;
        split_stratified(count, labels, whole(call, "classes"), number(call, "share"), &generator,
                         &split);
        for (size_t j = 0; j < split.validation_count && j < count; j++) {
            chosen |= split.validation[j] < count ? (size_t)1 << split.validation[j] : 0;
        }
        tally[chosen]++;
    }
    free_split(&split);
    free(labels);
}
