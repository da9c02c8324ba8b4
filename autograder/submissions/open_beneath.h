/* submissions/open_beneath.h: opens a file in a folder that may try to lead astray. */
#ifndef DESCENT_SUBMISSIONS_OPEN_BENEATH_H
#define DESCENT_SUBMISSIONS_OPEN_BENEATH_H

#include <sys/stat.h>

/* Opens the file `path`, relative to the folder that is open as `folder`, for reading, without
 * following a symbolic link at any place of the path and without waiting (for a pipe's other end,
 * say), and tells what it is. Returns the descriptor, or -1 with errno: ELOOP for a link, ENOENT
 * for nothing there. The path must not hold "..": it is ours, only the names come from outside. */
int open_beneath(int folder, const char *path, struct stat *status);

#endif
