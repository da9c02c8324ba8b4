/* submissions/collect.h: takes the files to be graded out of one student's folder.
 *
 * Only the files that the labs' exercises.tsv name are taken. Each is looked for at these places;
 * the first that holds it counts:
 *
 *     labs/01-linear-sgd/linear.c    as in the kit
 *     01-linear-sgd/linear.c         the lab's folder
 *     linear.c                       the file alone
 *     x/ and each of the three       the same, one folder deeper (folders in sorted order)
 *
 * The folder is hostile: symbolic links are not followed, at no place of the path; what is no
 * regular file, or is larger than 1 MiB, is not taken. Each such case is noted.
 */
#ifndef DESCENT_SUBMISSIONS_COLLECT_H
#define DESCENT_SUBMISSIONS_COLLECT_H

#include "base/message.h"
#include "submissions/lab_files.h"

#include <jansson.h>
#include <stddef.h>

enum { collect_limit = 1024 * 1024 /* bytes a file */ };

/* Copies the files of the student's folder to `to`/01-linear-sgd/linear.c; the folder `to` must
 * exist. Adds to `notes`, an array, a sentence for each file that was found and not taken. Returns
 * how many files were taken, or -1 and says why (the folder cannot be read, the disk is full). */
long collect_files(const char *folder, const struct wanted_labs *labs, const char *to,
                   json_t *notes, struct message *why);

#endif
