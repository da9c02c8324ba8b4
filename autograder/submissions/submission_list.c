#define _GNU_SOURCE /* asprintf */

#include "submissions/submission_list.h"

#include "report/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int compare_submissions(const void *a, const void *b)
{
    const struct submission *const left = a, *const right = b;
    const int alike = strcasecmp(left->name, right->name);
    if (alike != 0) {
        return alike;
    }
    const int same = strcmp(left->name, right->name);
    return same != 0 ? same : strcmp(left->folder, right->folder);
}

static int add(struct submission_list *list, const char *folder, bool is_link)
{
    struct submission *const grown =
        realloc(list->submission, (list->count + 1) * sizeof *list->submission);
    if (!grown) {
        return -1;
    }
    list->submission = grown;
    struct submission *const new = &grown[list->count];
    *new = (struct submission){strdup(folder), text_clean(folder), is_link};
    list->count++;
    return new->folder &&new->name ? 0 : -1;
}

static bool is_passed_over(const char *name)
{
    return name[0] == '.' || strcmp(name, "__MACOSX") == 0;
}

/* Adds the entry if it is a submission. */
static int add_entry(struct submission_list *list, int directory, const char *name,
                     const struct stat *skip)
{
    struct stat status;
    if (is_passed_over(name) || fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
        return 0;
    }
    if (!S_ISDIR(status.st_mode) && !S_ISLNK(status.st_mode)) {
        list->others++;
        return 0;
    }
    if (skip && status.st_dev == skip->st_dev && status.st_ino == skip->st_ino) {
        return 0;
    }
    return add(list, name, S_ISLNK(status.st_mode));
}

/* Names that differ only in what text_clean replaced stand side by side now: the second gets " (2)"
 * behind, and so on. From the end, so that those before still have their first names. */
static int tell_apart(struct submission_list *list)
{
    for (size_t i = list->count; i-- > 1;) {
        struct submission *const this = &list->submission[i];
        size_t alike = 1;
        while (alike <= i && strcmp(this->name, list->submission[i - alike].name) == 0) {
            alike++;
        }
        char *numbered = NULL;
        if (alike > 1 && asprintf(&numbered, "%s (%zu)", this->name, alike) < 0) {
            return -1;
        }
        if (numbered) {
            free(this->name);
            this->name = numbered;
        }
    }
    return 0;
}

static int read_entries(DIR *directory, const struct stat *skip, struct submission_list *list)
{
    const struct dirent *entry;
    while ((entry = readdir(directory))) {
        if (add_entry(list, dirfd(directory), entry->d_name, skip) != 0) {
            return -1;
        }
    }
    if (list->count > 0) {
        qsort(list->submission, list->count, sizeof *list->submission, compare_submissions);
    }
    return tell_apart(list);
}

int submission_list_read(const char *path, const struct stat *skip, struct submission_list *list,
                         struct message *why)
{
    *list = (struct submission_list){0};
    DIR *const directory = opendir(path);
    if (!directory) {
        return message_set(why, "%s: %s", path, strerror(errno));
    }
    const int status = read_entries(directory, skip, list);
    closedir(directory);
    if (status != 0) {
        submission_list_free(list);
        return message_set(why, "no memory for the list of submissions");
    }
    return 0;
}

void submission_list_free(struct submission_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->submission[i].folder);
        free(list->submission[i].name);
    }
    free(list->submission);
    *list = (struct submission_list){0};
}
