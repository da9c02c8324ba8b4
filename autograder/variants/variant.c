/* Variants of the reference's files, printed to standard output:
 *
 *     variant starter KIT LAB FILE             the bodies of the lab's exercises emptied
 *     variant solution KIT LAB FILE            the file as it is
 *     variant abort KIT LAB FILE FUNCTION      one body replaced by abort()
 *     variant mistake KIT LAB EXERCISE NAME    a known mistake made
 *     variant files KIT LAB                    the lab's files, a line each
 *     variant functions KIT LAB                FILE FUNCTION of each exercise
 *     variant mistakes KIT LAB                 EXERCISE NAME FILE of each known mistake
 *     variant points KIT LAB                   EXERCISE POINTS PARTS, "4.2 12 stride 2, padding 3", of each exercise
 *
 * KIT is the kit's root, LAB a number such as 01, FILE a name such as linear.c.
 */
#define _GNU_SOURCE
#include "base/file.h"
#include "catalogue/exercises.h"
#include "catalogue/mistakes.h"
#include "variants/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct context {
    const char *root;
    const struct kit *kit;
    const struct lab *lab;
};

enum { largest_source = 1024 * 1024 };

/* The reference's text of an exercise's file, to be freed. */
static char *reference_text(const struct context *in, const struct exercise *exercise,
                            struct message *why)
{
    char path[1024];
    unsigned char *bytes;
    size_t length;
    snprintf(path, sizeof path, "%s/reference/%s", in->root, exercise->file);
    return file_read(path, largest_source, &bytes, &length, why) == 0 ? (char *)bytes : NULL;
}

/* The first exercise whose file has this basename, or NULL and why. */
static const struct exercise *exercise_of_file(const struct context *in, const char *file,
                                               struct message *why)
{
    for (size_t i = 0; i < in->lab->exercises; i++) {
        if (strcmp(exercise_basename(&in->lab->exercise[i]), file) == 0) {
            return &in->lab->exercise[i];
        }
    }
    message_set(why, "lab %s has no file %s", in->lab->number, file);
    return NULL;
}

/* Replaces text by a variant with another body; frees the old text. */
static int replace_body(char **text, const char *function_name, const char *body,
                        struct message *why)
{
    struct function function;
    if (source_find(*text, function_name, &function, why) != 0) {
        return -1;
    }
    char *const changed = source_with_body(*text, &function, body);
    free(*text);
    *text = changed;
    return 0;
}

static int empty_exercise(char **text, const struct exercise *exercise, struct message *why)
{
    for (size_t i = 0; i < exercise->functions.count; i++) {
        const char *const name = exercise->functions.name[i];
        struct function function;
        char body[1024], bonus[32] = "";
        if (source_find(*text, name, &function, why) != 0) {
            return -1;
        }
        if (exercise->bonus > 0) {
            snprintf(bonus, sizeof bonus, " and a bonus of %u", exercise->bonus);
        }
        snprintf(body, sizeof body,
                 "    /* Exercise %s, %u points%s: %s.\n"
                 "     * Write your lines here and delete the TODO. */\n"
                 "    TODO(\"%s\", %s);\n",
                 exercise->id, exercise->points, bonus, exercise->title, exercise->id,
                 function.arguments);
        if (replace_body(text, name, body, why) != 0) {
            return -1;
        }
    }
    return 0;
}

static int print_starter(const struct context *in, const char *file, struct message *why)
{
    const struct exercise *const first = exercise_of_file(in, file, why);
    char *text = first ? reference_text(in, first, why) : NULL;
    int status = text ? 0 : -1;
    for (size_t i = 0; status == 0 && i < in->lab->exercises; i++) {
        const struct exercise *const exercise = &in->lab->exercise[i];
        if (strcmp(exercise->file, first->file) == 0) {
            status = empty_exercise(&text, exercise, why);
        }
    }
    if (status == 0) {
        fputs(text, stdout);
    }
    free(text);
    return status;
}

static int print_solution(const struct context *in, const char *file, struct message *why)
{
    const struct exercise *const exercise = exercise_of_file(in, file, why);
    char *const text = exercise ? reference_text(in, exercise, why) : NULL;
    if (!text) {
        return -1;
    }
    fputs(text, stdout);
    free(text);
    return 0;
}

static int print_abort(const struct context *in, const char *file, const char *function,
                       struct message *why)
{
    const struct exercise *const exercise = exercise_of_file(in, file, why);
    char *text = exercise ? reference_text(in, exercise, why) : NULL;
    const int status = text ? replace_body(&text, function, "    __builtin_abort();\n", why) : -1;
    if (status == 0) {
        fputs(text, stdout);
    }
    free(text);
    return status;
}

static struct mistakes *catalogue(const struct context *in, struct message *why)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/autograder/mistakes/lab%s.txt", in->root, in->lab->number);
    return mistakes_read(path, why);
}

static int print_mistake(const struct context *in, const char *id, const char *name,
                         struct message *why)
{
    struct mistakes *const all = catalogue(in, why);
    if (!all) {
        return -1;
    }
    const struct mistake *const mistake = mistakes_find(all, id, name);
    const struct exercise *const exercise = kit_exercise(in->kit, id, NULL);
    int status = -1;
    if (!mistake || !exercise) {
        message_set(why, "no mistake %s %s", id, name);
    } else {
        char *const text = reference_text(in, exercise, why);
        char *const changed = text ? mistake_apply(mistake, text, why) : NULL;
        if (changed) {
            fputs(changed, stdout);
            status = 0;
        }
        free(changed);
        free(text);
    }
    mistakes_free(all);
    return status;
}

static int print_mistakes(const struct context *in, struct message *why)
{
    struct mistakes *const all = catalogue(in, why);
    if (!all) {
        return -1;
    }
    for (size_t i = 0; i < all->count; i++) {
        const struct exercise *const exercise =
            kit_exercise(in->kit, all->mistake[i].exercise, NULL);
        if (exercise) { /* a course may go without */
            printf("%s %s %s\n", all->mistake[i].exercise, all->mistake[i].name,
                   exercise_basename(exercise));
        }
    }
    mistakes_free(all);
    return 0;
}

static void print_files(const struct context *in)
{
    for (size_t i = 0; i < in->lab->exercises; i++) {
        const struct exercise *const exercise = &in->lab->exercise[i];
        struct message unused;
        if (exercise_of_file(in, exercise_basename(exercise), &unused) == exercise) {
            puts(exercise->file);
        }
    }
}

static void print_functions(const struct context *in)
{
    for (size_t i = 0; i < in->lab->exercises; i++) {
        const struct exercise *const exercise = &in->lab->exercise[i];
        for (size_t j = 0; j < exercise->functions.count; j++) {
            printf("%s %s\n", exercise_basename(exercise), exercise->functions.name[j]);
        }
    }
}

static void print_points(const struct context *in)
{
    for (size_t i = 0; i < in->lab->exercises; i++) {
        const struct exercise *const exercise = &in->lab->exercise[i];
        printf("%s %u", exercise->id, exercise->points);
        for (size_t j = 0; j < exercise->parts.count; j++) {
            printf("%s %s %u", j > 0 ? "," : "", exercise->parts.name[j], exercise->part_points[j]);
        }
        putchar('\n');
    }
}

static int run(const struct context *in, int count, char **word, struct message *why)
{
    if (strcmp(word[0], "starter") == 0 && count == 4) {
        return print_starter(in, word[3], why);
    }
    if (strcmp(word[0], "solution") == 0 && count == 4) {
        return print_solution(in, word[3], why);
    }
    if (strcmp(word[0], "abort") == 0 && count == 5) {
        return print_abort(in, word[3], word[4], why);
    }
    if (strcmp(word[0], "mistake") == 0 && count == 5) {
        return print_mistake(in, word[3], word[4], why);
    }
    if (strcmp(word[0], "mistakes") == 0 && count == 3) {
        return print_mistakes(in, why);
    }
    if (strcmp(word[0], "files") == 0 && count == 3) {
        print_files(in);
        return 0;
    }
    if (strcmp(word[0], "functions") == 0 && count == 3) {
        print_functions(in);
        return 0;
    }
    if (strcmp(word[0], "points") == 0 && count == 3) {
        print_points(in);
        return 0;
    }
    return message_set(why, "unknown call; the head of variant.c lists them");
}

int main(int argc, char **argv)
{
    struct message why = {""};
    if (argc < 4) {
        fputs("usage: variant starter|solution|abort|mistake|mistakes|files|functions|points KIT "
              "LAB ...\n",
              stderr);
        return 2;
    }
    struct kit *const kit = kit_read(argv[2], &why);
    const struct context in = {argv[2], kit, kit ? kit_lab(kit, argv[3]) : NULL};
    int status = -1;
    if (kit && !in.lab) {
        message_set(&why, "no lab %s", argv[3]);
    } else if (kit) {
        status = run(&in, argc - 1, argv + 1, &why);
    }
    if (status != 0) {
        fprintf(stderr, "variant: %s\n", why.text);
    }
    free(kit);
    return status == 0 ? 0 : 1;
}
