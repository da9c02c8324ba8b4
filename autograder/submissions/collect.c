#define _GNU_SOURCE /* asprintf */

#include "submissions/collect.h"

#include "report/text.h"
#include "submissions/open_beneath.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct search {
    int folder; /* the student's */
    size_t roots;
    char **root; /* (roots) where to look: "" first, then "x/" for each folder */
    const struct wanted_labs *labs;
    const char *to;
    json_t *notes;
    struct message *why;
};

/* Notes "path: what", which the reader of the report will see. */
static void note(const struct search *search, const char *path, const char *what)
{
    char *const clean = text_clean(path);
    json_array_append_new(search->notes, json_sprintf("%s: %s", clean ? clean : "?", what));
    free(clean);
}

/* True for a name that has its own meaning: a place of the list above, or a file to be taken. */
static bool is_known_name(const struct wanted_labs *labs, const char *name)
{
    bool is = strcmp(name, "labs") == 0;
    for (size_t i = 0; i < labs->count; i++) {
        is = is || strcmp(name, labs->lab[i].folder) == 0;
        for (size_t j = 0; j < labs->lab[i].count; j++) {
            is = is || strcmp(name, labs->lab[i].file[j]) == 0;
        }
    }
    return is;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int add_root(struct search *search, const char *name)
{
    char **const grown = realloc(search->root, (search->roots + 1) * sizeof *grown);
    if (!grown) {
        return -1;
    }
    search->root = grown;
    const size_t size = strlen(name) + 2;
    grown[search->roots] = malloc(size);
    if (!grown[search->roots]) {
        return -1;
    }
    snprintf(grown[search->roots], size, "%s%s", name, *name ? "/" : "");
    search->roots++;
    return 0;
}

/* Adds the entry of the student's folder if it is a folder to look into; notes it if it is a link.
 */
static int add_entry(struct search *search, const char *name)
{
    struct stat status;
    if (name[0] == '.' || strcmp(name, "__MACOSX") == 0 || is_known_name(search->labs, name) ||
        fstatat(search->folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
        return 0;
    }
    if (S_ISLNK(status.st_mode)) {
        note(search, name, "a symbolic link, not followed");
    }
    return S_ISDIR(status.st_mode) ? add_root(search, name) : 0;
}

/* Lists where to look. */
static int list_roots(struct search *search)
{
    DIR *const directory = fdopendir(dup(search->folder));
    if (!directory) {
        return -1;
    }
    int status = add_root(search, "");
    const struct dirent *entry;
    while (status == 0 && (entry = readdir(directory))) {
        status = add_entry(search, entry->d_name);
    }
    closedir(directory);
    if (search->roots > 1) {
        qsort(search->root + 1, search->roots - 1, sizeof *search->root, compare_texts);
    }
    return status;
}

/* Copies what is open to a new file. Returns 1; 0 when it is larger than the limit; -1 when it
 * cannot be read or written. */
static int copy(int from, const char *path)
{
    char *const bytes = malloc(collect_limit + 1);
    FILE *const in = fdopen(dup(from), "rb");
    size_t length = 0;
    int status = -1;
    if (bytes && in) {
        length = fread(bytes, 1, collect_limit + 1, in);
        status = ferror(in) ? -1 : length <= collect_limit;
    }
    if (in) {
        fclose(in);
    }
    FILE *const out = status == 1 ? fopen(path, "wbx") : NULL;
    if (status == 1) {
        const bool written = out && fwrite(bytes, 1, length, out) == length;
        status = out && fclose(out) == 0 && written ? 1 : -1;
    }
    free(bytes);
    return status;
}

/* Takes the file at this path of the student's folder. Returns 1; 0 when it is not to be had, which
 * is noted unless there is none; -1 and says why when it cannot be stored. */
static int take(const struct search *search, const char *path, const char *to)
{
    struct stat status;
    const int file = open_beneath(search->folder, path, &status);
    if (file < 0) {
        if (errno == ELOOP) {
            note(search, path, "a symbolic link, not followed");
        } else if (errno != ENOENT && errno != ENOTDIR) {
            note(search, path, strerror(errno));
        }
        return 0;
    }
    int taken = 0;
    if (!S_ISREG(status.st_mode)) {
        note(search, path, "not a regular file");
    } else if (status.st_size > collect_limit || (taken = copy(file, to)) == 0) {
        note(search, path, "larger than 1 MiB");
    }
    close(file);
    return taken < 0 ? message_set(search->why, "%s: cannot be copied: %s", path, strerror(errno))
                     : taken;
}

/* Writes the candidate with this number: each root has three. */
static char *candidate(const struct search *search, size_t number, const char *lab,
                       const char *file)
{
    const char *const root = search->root[number / 3];
    char *path = NULL;
    const int length = number % 3 == 0   ? asprintf(&path, "%slabs/%s/%s", root, lab, file)
                       : number % 3 == 1 ? asprintf(&path, "%s%s/%s", root, lab, file)
                                         : asprintf(&path, "%s%s", root, file);
    return length < 0 ? NULL : path;
}

static bool exists(const struct search *search, const char *path)
{
    struct stat status;
    const int file = open_beneath(search->folder, path, &status);
    if (file >= 0) {
        close(file);
    }
    return file >= 0;
}

/* Looks for one file at all its places. Returns 1 when it was taken, 0, or -1 and says why. */
static int collect_file(const struct search *search, const char *lab, const char *file,
                        const char *to)
{
    char *from = NULL; /* where it was taken */
    int status = 0;
    for (size_t number = 0; status == 0 && number < 3 * search->roots; number++) {
        char *const path = candidate(search, number, lab, file);
        if (!path) {
            status = message_set(search->why, "no memory");
        } else if (from && exists(search, path)) {
            char what[600];
            snprintf(what, sizeof what, "not taken: %.500s is there as well", from);
            note(search, path, what);
        } else if (!from) {
            const int taken = take(search, path, to);
            from = taken == 1 ? strdup(path) : NULL;
            status = taken < 0 ? -1 : 0;
        }
        free(path);
    }
    const int taken = from != NULL;
    free(from);
    return status < 0 ? -1 : taken;
}

static long collect_lab(const struct search *search, const struct lab_files *lab)
{
    char folder[800], path[1024];
    snprintf(folder, sizeof folder, "%s/%s", search->to, lab->folder);
    long taken = 0;
    if (mkdir(folder, 0777) != 0) {
        return message_set(search->why, "%s: %s", folder, strerror(errno));
    }
    for (size_t i = 0; i < lab->count; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, lab->file[i]);
        const int status = collect_file(search, lab->folder, lab->file[i], path);
        if (status < 0) {
            return -1;
        }
        taken += status;
    }
    return taken;
}

long collect_files(const char *folder, const struct wanted_labs *labs, const char *to,
                   json_t *notes, struct message *why)
{
    struct search search = {.labs = labs, .to = to, .notes = notes, .why = why};
    search.folder = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (search.folder < 0) {
        return message_set(why, "cannot be read: %s", strerror(errno));
    }
    long taken = 0;
    if (list_roots(&search) != 0) {
        taken = message_set(why, "cannot be read: %s", strerror(errno));
    }
    for (size_t i = 0; taken >= 0 && i < labs->count; i++) {
        const long more = collect_lab(&search, &labs->lab[i]);
        taken = more < 0 ? -1 : taken + more;
    }
    for (size_t i = 0; i < search.roots; i++) {
        free(search.root[i]);
    }
    free(search.root);
    close(search.folder);
    return taken;
}
