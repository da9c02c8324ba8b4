/* submissions/submission_list.h: who has handed in: the folders in the instructor's folder.
 *
 * Hidden folders and __MACOSX are passed over. A symbolic link is on the list, so that nobody is
 * lost in silence, but is not followed. What is no folder is counted.
 */
#ifndef DESCENT_SUBMISSIONS_SUBMISSION_LIST_H
#define DESCENT_SUBMISSIONS_SUBMISSION_LIST_H

#include "base/message.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

struct submission {
    char *folder; /* the folder's name as the file system has it: any bytes */
    char *name;   /* the same as text that can be shown; no two submissions have the same */
    bool is_link; /* a symbolic link, not to be followed */
};

struct submission_list {
    size_t count;
    struct submission *submission; /* (count) sorted by name, A like a */
    size_t others;                 /* files and other things that are no folders */
};

/* Reads the folder. `skip` is a folder to leave out when it lies in there (the reports of an earlier
 * run), or NULL. Returns 0, or -1 and says why; the list is then empty. */
int submission_list_read(const char *path, const struct stat *skip, struct submission_list *list,
                         struct message *why);

/* Gives the list's memory back. */
void submission_list_free(struct submission_list *list);

#endif
