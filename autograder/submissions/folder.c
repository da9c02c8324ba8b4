#define _GNU_SOURCE /* nftw */

#include "submissions/folder.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

int folder_make(const char *path, struct message *why)
{
    char part[1024];
    if (strlen(path) >= sizeof part) {
        return message_set(why, "%.200s...: the path is too long", path);
    }
    strcpy(part, path);
    for (char *c = part + 1; *c; c++) {
        if (*c == '/') {
            *c = '\0';
            mkdir(part, 0777); /* what is wrong here, the last one says */
            *c = '/';
        }
    }
    struct stat status;
    if (mkdir(part, 0777) != 0 && errno != EEXIST) {
        return message_set(why, "%s: cannot be made: %s", path, strerror(errno));
    }
    if (stat(part, &status) != 0 || !S_ISDIR(status.st_mode)) {
        return message_set(why, "%s: not a folder", path);
    }
    return 0;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    remove(path);
    return 0;
}

void folder_remove(const char *path)
{
    nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}
