/* Does a handout hold an answer? Compares every file of a folder with every exercise's answer and
 * every known mistake of the labs that are not released:
 *
 *     leak KIT HANDOUT [--released NN]...
 *
 * Prints a line for each file that holds one, and the closest pair of all. A file is suspicious when
 * some stretch of it has four fifths of an answer's tokens (nearly all of a short one's), names
 * aside; a very short one, a loop with one line in it, is looked for with its names. A program or an
 * object always is, but for the compiled kernels for a device, which are there in place of sources. Exit status: 0 nothing found, 1 found, 2 usage.
 */
#define _GNU_SOURCE
#include "base/file.h"
#include "catalogue/exercises.h"
#include "catalogue/mistakes.h"
#include "handout/tokens.h"
#include "variants/source.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { most_secrets = 2048, largest_file = 256 * 1024 * 1024 };

enum { tokens_of_a_loop = 32 };

/* `y[i] = f(x[i])` for all i stands in many places. */
static enum identifiers names_for(const struct tokens *answer)
{
    return answer->count < tokens_of_a_loop ? names_kept : names_aside;
}

/* Short answers look like many loops: of those all but a word or two must be there. */
static double limit_of(const struct tokens *answer)
{
    return answer->count < 40 ? 0.95 : answer->count < 60 ? 0.9 : 0.8;
}

/* Something that must not be found. */
struct secret {
    char name[160]; /* "1.6 linear_backward" */
    struct tokens tokens;
    enum identifiers names; /* with which it was read */
};

struct secrets {
    size_t count;
    struct secret secret[most_secrets];
    size_t released;                       /* files of the labs whose solutions may be seen */
    char released_file[most_secrets][160]; /* "/reference/kernels/naive/linear.c" */
};

struct nearest {
    double share;
    char file[1024];
    const char *secret;
};

/* Most mistakes of an exercise leave most of its functions as they are. */
static bool is_known(const struct secrets *all, const struct tokens *tokens)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct tokens *const known = &all->secret[i].tokens;
        if (known->count == tokens->count &&
            memcmp(known->token, tokens->token, tokens->count * sizeof *tokens->token) == 0) {
            return true;
        }
    }
    return false;
}

static void add_secret(struct secrets *all, const char *exercise, const char *name,
                       const char *text, size_t length)
{
    if (all->count == most_secrets) {
        panic("leak: more than %d answers and mistakes", most_secrets);
    }
    struct secret *const secret = &all->secret[all->count];
    snprintf(secret->name, sizeof secret->name, "%s %s", exercise, name);
    secret->tokens = tokens_of(text, length, names_aside);
    secret->names = names_for(&secret->tokens);
    if (secret->names == names_kept) {
        tokens_free(&secret->tokens);
        secret->tokens = tokens_of(text, length, names_kept);
    }
    if (is_known(all, &secret->tokens)) {
        tokens_free(&secret->tokens);
    } else {
        all->count++;
    }
}

/* Adds the bodies of the exercise's functions as they stand in `text`. */
static void add_bodies(struct secrets *all, const struct exercise *exercise, const char *what,
                       const char *text)
{
    for (size_t i = 0; i < exercise->functions.count; i++) {
        struct function function;
        struct message why;
        char name[128];
        if (source_find(text, exercise->functions.name[i], &function, &why) != 0) {
            panic("leak: %s", why.text);
        }
        snprintf(name, sizeof name, "%.60s%.60s", exercise->functions.name[i], what);
        add_secret(all, exercise->id, name, text + function.body, function.end - function.body);
    }
}

static void add_exercise(struct secrets *all, const char *root, const struct exercise *exercise,
                         const struct mistakes *mistakes)
{
    char path[1024];
    unsigned char *text;
    size_t length;
    struct message why;
    snprintf(path, sizeof path, "%s/reference/%s", root, exercise->file);
    if (file_read(path, largest_file, &text, &length, &why) != 0) {
        panic("leak: %s", why.text);
    }
    add_bodies(all, exercise, "", (const char *)text);
    for (size_t i = 0; i < mistakes->count; i++) {
        const struct mistake *const mistake = &mistakes->mistake[i];
        if (strcmp(mistake->exercise, exercise->id) == 0) {
            char what[80];
            char *const changed = mistake_apply(mistake, (const char *)text, &why);
            snprintf(what, sizeof what, " with %s", mistake->name);
            if (!changed) {
                panic("leak: %s", why.text);
            }
            add_bodies(all, exercise, what, changed);
            free(changed);
        }
    }
    free(text);
}

/* The library's own answer of a released exercise may resemble a later one: a linear layer is a
 * product of matrices. */
static void add_released(struct secrets *all, const struct exercise *exercise)
{
    if (all->released == most_secrets) {
        panic("leak: more than %d released exercises", most_secrets);
    }
    snprintf(all->released_file[all->released++], sizeof *all->released_file, "/reference/%s",
             exercise->file);
}

static bool is_released_file(const struct secrets *all, const char *path)
{
    const size_t length = strlen(path);
    for (size_t i = 0; i < all->released; i++) {
        const size_t end = strlen(all->released_file[i]);
        if (length > end && strcmp(path + length - end, all->released_file[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_released(const struct lab *lab, int released_count, char **released)
{
    for (int i = 0; i < released_count; i++) {
        if (strcmp(released[i], lab->number) == 0) {
            return true;
        }
    }
    return false;
}

/* Like to like: those that are looked for side by side should be about as long. */
static int compare_secrets(const void *a, const void *b)
{
    const struct secret *const x = a, *const y = b;
    if (x->names != y->names) {
        return x->names < y->names ? -1 : 1;
    }
    return x->tokens.count < y->tokens.count ? -1 : x->tokens.count > y->tokens.count ? 1 : 0;
}

static struct secrets *read_secrets(const char *root, const struct kit *kit, int released_count,
                                    char **released)
{
    struct secrets *const all = calloc(1, sizeof *all);
    for (size_t i = 0; all && i < kit->labs; i++) {
        const struct lab *const lab = &kit->lab[i];
        char path[1024];
        struct message why;
        snprintf(path, sizeof path, "%s/autograder/mistakes/lab%s.txt", root, lab->number);
        struct mistakes *const mistakes = mistakes_read(path, &why);
        if (!mistakes) {
            panic("leak: %s", why.text);
        }
        const bool may_be_seen = is_released(lab, released_count, released);
        for (size_t j = 0; j < lab->exercises; j++) {
            if (may_be_seen) {
                add_released(all, &lab->exercise[j]);
            } else {
                add_exercise(all, root, &lab->exercise[j], mistakes);
            }
        }
        mistakes_free(mistakes);
    }
    if (all) {
        qsort(all->secret, all->count, sizeof *all->secret, compare_secrets);
    }
    return all;
}

static bool is_binary(const unsigned char *bytes, size_t length)
{
    return (length > 4 && memcmp(bytes, "\177ELF", 4) == 0) ||
           (length > 8 && memcmp(bytes, "!<arch>\n", 8) == 0);
}

/* A recording is arrays; only the text between them is looked at elsewhere. */
static bool is_recording(const char *path)
{
    const char *const dot = strrchr(path, '.');
    return dot && strcmp(dot, ".frames") == 0;
}

/* Says so when so much of a secret stands in the file that it is held there. */
static bool see_share(const char *path, const struct secret *secret, double share,
                      struct nearest *nearest)
{
    if (share > nearest->share) {
        nearest->share = share;
        nearest->secret = secret->name;
        snprintf(nearest->file, sizeof nearest->file, "%s", path);
    }
    if (share < limit_of(&secret->tokens)) {
        return false;
    }
    printf("%s holds %s (%.0f %% of its tokens)\n", path, secret->name, 100 * share);
    return true;
}

/* Looks for a few secrets in the file, each in the text with names or in that without. */
static bool look_for(const char *path, const struct secret *secret, size_t count,
                     const struct tokens text[2], struct nearest *nearest)
{
    bool found = false;
    for (enum identifiers names = names_aside; names <= names_kept; names++) {
        const struct tokens *answer[answers_at_once];
        const struct secret *of[answers_at_once];
        double share[answers_at_once];
        size_t answers = 0;
        for (size_t i = 0; i < count; i++) {
            if (secret[i].names == names) {
                of[answers] = &secret[i];
                answer[answers] = &secret[i].tokens;
                answers++;
            }
        }
        if (answers > 0) {
            tokens_shares(answers, answer, &text[names], share);
        }
        for (size_t i = 0; i < answers; i++) {
            found = see_share(path, of[i], share[i], nearest) || found;
        }
    }
    return found;
}

/* autograder/recorded/device/cuda/others.o */
static bool is_compiled_kernel(const char *path)
{
    const size_t length = strlen(path);
    return strstr(path, "/autograder/recorded/device/") && length > 2 &&
           strcmp(path + length - 2, ".o") == 0;
}

/* Returns whether the file holds something that it must not. */
static bool look_at(const char *path, const struct secrets *all, struct nearest *nearest)
{
    unsigned char *bytes;
    size_t length;
    struct message why;
    bool found = false;
    if (file_read(path, largest_file, &bytes, &length, &why) != 0) {
        fprintf(stderr, "leak: %s\n", why.text);
        return true;
    }
    if (is_binary(bytes, length) && !is_compiled_kernel(path)) {
        printf("%s is a program or an object: a handout ships text\n", path);
        found = true;
    }
    const size_t readable = is_recording(path) ? 0 : length;
    struct tokens text[] = {[names_aside] = tokens_of((const char *)bytes, readable, names_aside),
                            [names_kept] = tokens_of((const char *)bytes, readable, names_kept)};
    for (size_t i = 0; i < all->count; i += answers_at_once) {
        const size_t left = all->count - i, count = left < answers_at_once ? left : answers_at_once;
        found = look_for(path, &all->secret[i], count, text, nearest) || found;
    }
    tokens_free(&text[names_aside]);
    tokens_free(&text[names_kept]);
    free(bytes);
    return found;
}

/* nftw passes no argument on. */
static const struct secrets *secrets_for_walk;
static struct nearest nearest_of_walk;
static int leaks_of_walk, files_of_walk;

static int visit(const char *path, const struct stat *status, int type, struct FTW *where)
{
    (void)status;
    (void)where;
    if (type == FTW_F && !is_released_file(secrets_for_walk, path)) {
        files_of_walk++;
        leaks_of_walk += look_at(path, secrets_for_walk, &nearest_of_walk) ? 1 : 0;
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct message why;
    if (argc < 3) {
        fputs("usage: leak KIT HANDOUT [RELEASED LAB NUMBERS]\n", stderr);
        return 2;
    }
    struct kit *const kit = kit_read(argv[1], &why);
    if (!kit) {
        fprintf(stderr, "leak: %s\n", why.text);
        return 2;
    }
    struct secrets *const all = read_secrets(argv[1], kit, argc - 3, argv + 3);
    secrets_for_walk = all;
    if (nftw(argv[2], visit, 16, FTW_PHYS) != 0 || files_of_walk == 0) {
        fprintf(stderr, "leak: %s holds no files\n", argv[2]);
        return 2;
    }
    printf("%d files, %zu answers and mistakes, %d files hold one; the closest pair: %s and %s, "
           "%.0f %%\n",
           files_of_walk, all->count, leaks_of_walk, nearest_of_walk.file,
           nearest_of_walk.secret ? nearest_of_walk.secret : "none", 100 * nearest_of_walk.share);
    for (size_t i = 0; i < all->count; i++) {
        tokens_free(&all->secret[i].tokens);
    }
    free(all);
    free(kit);
    return leaks_of_walk > 0 ? 1 : 0;
}
