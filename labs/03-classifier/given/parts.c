/* Section 3.2: the split into two parts, beside one that does not look at the classes. */
#include "03-classifier/given/lab.h"
#include "03-classifier/given/sections.h"

#include "common/section.h"
#include "data/class_weights.h"
#include "data/split.h"

#include <stdio.h>
#include <string.h>

enum { stream_of_parts = 3200, tries = 10, few_images = 500 };

/* What is split. */
struct rows {
    size_t count, classes;
    const unsigned char *labels; /* (count) */
};

/* --- each row once ---------------------------------------------------------------------------- */

static void visit(const char *part, size_t rows, size_t count, const size_t *row, size_t *visits)
{
    if (count > rows) {
        section_stop("split_stratified put %zu rows into the %s part, and there are only %zu",
                     count, part, rows);
    }
    for (size_t i = 0; i < count; i++) {
        if (row[i] >= rows) {
            section_stop("place %zu of the %s part names row %zu, and there are only %zu: is every "
                         "place written?",
                         i, part, row[i], rows);
        }
        visits[row[i]]++;
    }
}

/* Ends the section when a row is in both parts, twice in one, or in none. */
static void require_each_once(struct arena *arena, const struct split *split, size_t rows)
{
    size_t *const visits = arena_take(arena, rows * sizeof *visits);
    memset(visits, 0, rows * sizeof *visits);
    visit("training", rows, split->training_count, split->training, visits);
    visit("validation", rows, split->validation_count, split->validation, visits);
    for (size_t i = 0; i < rows; i++) {
        if (visits[i] != 1) {
            section_stop("row %zu stands in the parts %zu times, and should once; of %zu rows the "
                         "training part has %zu, the validation part %zu",
                         i, visits[i], rows, split->training_count, split->validation_count);
        }
    }
}

/* The student's split, with each row in it once. */
static struct split split_of(struct lab *lab, const struct rows *rows, real share,
                             struct pcg32 *generator)
{
    struct arena *const arena = &lab->model;
    struct split split = {.training = arena_take(arena, rows->count * sizeof(size_t)),
                          .validation = arena_take(arena, rows->count * sizeof(size_t))};
    split_stratified(rows->count, rows->labels, rows->classes, share, generator, &split);
    require_each_once(arena, &split, rows->count);
    return split;
}

/* Who takes all rows for one class draws without looking. */
static struct rows as_one_class(struct lab *lab, const struct rows *rows)
{
    unsigned char *const labels = arena_take(&lab->model, rows->count);
    memset(labels, 0, rows->count);
    return (struct rows){rows->count, 1, labels};
}

/* --- all images ------------------------------------------------------------------------------- */

static void print_count(size_t in_part, size_t all)
{
    printf("  %7s", count_to_text(in_part).text);
    if (all > 0) {
        printf(" %6.2f %%", 100 * (double)in_part / (double)all);
    } else {
        printf(" %8s", "-");
    }
}

static void print_classes(const struct lab *lab, const size_t *training, const size_t *validation,
                          const size_t *plain)
{
    printf("     %-12s %8s  %9s  %-17s  %s\n", "", "", "", "validation,", "drawn without");
    printf("     %-12s %8s  %9s  %-17s  %s\n", "class", "images", "training", "class by class",
           "looking");
    for (size_t c = 0; c < lab->images.set.classes; c++) {
        const size_t all = training[c] + validation[c];
        printf("     %-12s %8s  %9s", lab->images.set.class_name[c], count_to_text(all).text,
               count_to_text(training[c]).text);
        print_count(validation[c], all);
        print_count(plain[c], all);
        puts("");
    }
}

static void split_all(struct lab *lab, struct pcg32 *generator)
{
    const struct image_set *const set = &lab->images.set;
    const struct rows rows = {set->count, set->classes, set->labels};
    const struct rows one = as_one_class(lab, &rows);
    const real share = lab->options.validation;
    const struct split split = split_of(lab, &rows, share, generator);
    const struct split plain = split_of(lab, &one, share, generator);
    size_t count[3][image_set_max_classes];
    class_counts(split.training_count, split.training, set->labels, set->classes, count[0]);
    class_counts(split.validation_count, split.validation, set->labels, set->classes, count[1]);
    class_counts(plain.validation_count, plain.validation, set->labels, set->classes, count[2]);
    print_classes(lab, count[0], count[1], count[2]);
    printf("     Each of the %s images is in one of the two parts, once.\n\n",
           count_to_text(set->count).text);
}

/* --- a rare class ----------------------------------------------------------------------------- */

/* Rows of which the first `rare` are class 1 and all others class 0. */
static struct rows with_rare(struct lab *lab, size_t count, size_t rare)
{
    unsigned char *const labels = arena_take(&lab->model, count);
    memset(labels, 0, count);
    memset(labels, 1, rare);
    return (struct rows){count, 2, labels};
}

/* Prints how many of the first `rare` rows come to validate, in several splits. */
static void print_tries(struct lab *lab, const char *how, const struct rows *rows, size_t rare,
                        struct pcg32 *generator)
{
    printf("       %-24s", how);
    for (size_t k = 0; k < tries; k++) {
        const struct split split = split_of(lab, rows, (real)0.2, generator);
        size_t validating = 0;
        for (size_t i = 0; i < split.validation_count; i++) {
            validating += split.validation[i] < rare;
        }
        printf(" %3zu", validating);
    }
    puts("");
}

static void split_rare(struct lab *lab, struct pcg32 *generator)
{
    const size_t wanted = (size_t)(lab->options.rare * few_images + (real)0.5);
    const size_t rare = wanted > 0 ? wanted : 1;
    const struct rows rows = with_rare(lab, few_images, rare);
    const struct rows one = as_one_class(lab, &rows);
    printf("     A class with %zu of %d images, of which a fifth validates: how many of the %zu "
           "do, in "
           "%d splits\n",
           rare, few_images, rare, tries);
    print_tries(lab, "class by class", &rows, rare, generator);
    print_tries(lab, "drawn without looking", &one, rare, generator);
}

void show_parts(void *context)
{
    struct lab *const lab = context;
    struct pcg32 generator = lab_generator(lab, stream_of_parts);
    split_all(lab, &generator);
    split_rare(lab, &generator);
}
