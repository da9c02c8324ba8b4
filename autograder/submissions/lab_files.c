#include "submissions/lab_files.h"

#include "base/file.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { table_limit = 1024 * 1024 /* bytes */ };

/* Adds the file, without its folders, unless it is there: a file can hold several exercises. */
static int add_file(struct lab_files *lab, const char *path)
{
    const char *const slash = strrchr(path, '/');
    const char *const name = slash ? slash + 1 : path;
    for (size_t i = 0; i < lab->count; i++) {
        if (strcmp(lab->file[i], name) == 0) {
            return 0;
        }
    }
    const size_t length = strlen(name);
    if (lab->count == lab_files_most || length == 0 || length >= lab_name_size || *name == '.') {
        return -1;
    }
    memcpy(lab->file[lab->count], name, length + 1);
    lab->count++;
    return 0;
}

/* Reads one line, "id<tab>points<tab>file<tab>...". */
static int read_row(char *line, struct lab_files *lab)
{
    if (*line == '#' || *line == '\0') {
        return 0;
    }
    char *rest = line;
    const char *field = NULL;
    for (int column = 0; column < 3; column++) {
        field = strsep(&rest, "\t");
        if (!field) {
            return -1;
        }
    }
    return add_file(lab, field);
}

static int read_table(const char *path, struct lab_files *lab, struct message *why)
{
    unsigned char *bytes;
    size_t length, number = 1;
    if (file_read(path, table_limit, &bytes, &length, why) != 0) {
        return -1;
    }
    char *rest = (char *)bytes, *line;
    for (; (line = strsep(&rest, "\n")); number++) {
        if (read_row(line, lab) != 0) {
            free(bytes);
            return message_set(why, "%s:%zu: expected id, points, file, ... between tabs", path,
                               number);
        }
    }
    free(bytes);
    return 0;
}

static bool is_lab(const char *name)
{
    return isdigit((unsigned char)name[0]) && isdigit((unsigned char)name[1]) && name[2] == '-' &&
           strlen(name) < lab_name_size;
}

/* Adds the lab of this folder; a folder without a table is a lab that is not there yet. */
static int read_lab(const char *kit, const char *folder, struct kit_labs *labs, struct message *why)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/labs/%s/exercises.tsv", kit, folder);
    if (access(path, F_OK) != 0) {
        return 0;
    }
    if (labs->count == labs_most) {
        return message_set(why, "%s/labs: more than %d labs", kit, labs_most);
    }
    struct lab_files *const lab = &labs->lab[labs->count];
    *lab = (struct lab_files){0};
    memcpy(lab->folder, folder, strlen(folder) + 1);
    memcpy(lab->number, folder, 2);
    labs->count++;
    return read_table(path, lab, why);
}

static int read_labs(const char *kit, DIR *directory, struct kit_labs *labs, struct message *why)
{
    const struct dirent *entry;
    while ((entry = readdir(directory))) {
        if (is_lab(entry->d_name) && read_lab(kit, entry->d_name, labs, why) != 0) {
            return -1;
        }
    }
    return 0;
}

static int compare_labs(const void *a, const void *b)
{
    const struct lab_files *const left = a, *const right = b;
    return strcmp(left->folder, right->folder);
}

int lab_files_read(const char *kit, struct kit_labs *labs, struct message *why)
{
    char path[1024];
    labs->count = 0;
    snprintf(path, sizeof path, "%s/labs", kit);
    DIR *const directory = opendir(path);
    if (!directory) {
        return message_set(why, "%s: %s", path, strerror(errno));
    }
    const int status = read_labs(kit, directory, labs, why);
    closedir(directory);
    if (status == 0 && labs->count == 0) {
        return message_set(why, "%s: no lab with an exercises.tsv", path);
    }
    qsort(labs->lab, labs->count, sizeof labs->lab[0], compare_labs);
    return status;
}

/* Writes " 01 02", the labs that there are. */
static void list_numbers(const struct kit_labs *labs, char *list, size_t size)
{
    size_t used = 0;
    for (size_t i = 0; i < labs->count && used < size; i++) {
        used += (size_t)snprintf(list + used, size - used, " %s", labs->lab[i].number);
    }
}

static bool is_among(const char *number, size_t count, const char *const *numbers)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(number, numbers[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_lab(const struct kit_labs *labs, const char *number)
{
    for (size_t i = 0; i < labs->count; i++) {
        if (strcmp(labs->lab[i].number, number) == 0) {
            return true;
        }
    }
    return false;
}

int lab_files_keep(struct kit_labs *labs, size_t count, const char *const *number,
                   struct message *why)
{
    for (size_t i = 0; i < count; i++) {
        if (!has_lab(labs, number[i])) {
            char list[128] = "";
            list_numbers(labs, list, sizeof list);
            return message_set(why, "no lab '%.20s' in the kit; it has%s", number[i], list);
        }
    }
    size_t kept = 0;
    for (size_t i = 0; count > 0 && i < labs->count; i++) {
        if (is_among(labs->lab[i].number, count, number)) {
            labs->lab[kept] = labs->lab[i];
            kept++;
        }
    }
    labs->count = count > 0 ? kept : labs->count;
    return 0;
}
