/* submissions/lab_files.h: which files a student hands in for each lab: those that its exercises.tsv
 * names. */
#ifndef DESCENT_SUBMISSIONS_LAB_FILES_H
#define DESCENT_SUBMISSIONS_LAB_FILES_H

#include "base/message.h"
#include "catalogue/exercises.h"

#include <stddef.h>

struct lab_files {
    const char *folder; /* "01-linear-sgd", the kit's */
    const char *number; /* "01", the kit's */
    size_t count;
    const char *file[lab_max_exercises]; /* (count) "linear.c", without folders, each once */
};

struct wanted_labs {
    size_t count;
    struct lab_files lab[kit_max_labs]; /* (count) in the kit's order */
};

/* Lists the labs with these numbers, all when none is given. The texts are the kit's, which must
 * stay. Returns 0, or -1 and says which lab the kit does not have. */
int lab_files_list(const struct kit *kit, size_t count, const char *const *number /* (count) */,
                   struct wanted_labs *wanted, struct message *why);

#endif
