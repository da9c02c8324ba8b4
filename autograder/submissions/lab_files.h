/* submissions/lab_files.h: the labs of the kit, and which files a student hands in for each: those
 * that the lab's exercises.tsv names. */
#ifndef DESCENT_SUBMISSIONS_LAB_FILES_H
#define DESCENT_SUBMISSIONS_LAB_FILES_H

#include "base/message.h"

#include <stddef.h>

enum { labs_most = 16, lab_files_most = 48, lab_name_size = 64 };

struct lab_files {
    char folder[lab_name_size]; /* "01-linear-sgd" */
    char number[8];             /* "01" */
    size_t count;
    char file[lab_files_most][lab_name_size]; /* (count) "linear.c", without folders, each once */
};

struct kit_labs {
    size_t count;
    struct lab_files lab[labs_most]; /* (count) sorted by folder */
};

/* Reads labs/NN-name/exercises.tsv of the kit in the folder `kit`. Returns 0, or -1 and says
 * `file:line: what is wrong`. */
int lab_files_read(const char *kit, struct kit_labs *labs, struct message *why);

/* Keeps the labs whose numbers are asked for, all when none is. Returns 0, or -1 and says which of
 * them the kit does not have. */
int lab_files_keep(struct kit_labs *labs, size_t count, const char *const *number /* (count) */,
                   struct message *why);

#endif
