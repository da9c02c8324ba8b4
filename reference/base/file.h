/* base/file.h: whole files, read and written safely. */
#ifndef DESCENT_BASE_FILE_H
#define DESCENT_BASE_FILE_H

#include "base/message.h"

#include <stddef.h>
#include <stdio.h>

/* Reads a whole regular file of at most `limit` bytes into memory that the caller frees; a zero
 * byte stands behind it. Returns 0, or -1 and says `path: why`. */
int file_read(const char *path, size_t limit, unsigned char **bytes, size_t *length,
              struct message *why);

/* A file that appears whole or not at all: it is written beside its place and renamed by
 * file_finish. */
struct file_writer {
    FILE *stream; /* write here */
    char path[1024];
    char beside[1040];
};

/* Opens the file beside its place. Returns 0, or -1 and says why. */
int file_begin(struct file_writer *writer, const char *path, struct message *why);

/* Closes and renames it. Returns 0, or -1 (disk full, no rights) and leaves nothing behind. */
int file_finish(struct file_writer *writer, struct message *why);

/* Closes it and takes it away. */
void file_abandon(struct file_writer *writer);

#endif
