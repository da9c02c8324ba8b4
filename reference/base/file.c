#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int read_stream(FILE *stream, const char *path, size_t limit, unsigned char **bytes,
                       size_t *length, struct message *why)
{
    struct stat status;
    if (fstat(fileno(stream), &status) != 0) {
        return message_set(why, "%s: %s", path, strerror(errno));
    }
    if (!S_ISREG(status.st_mode)) {
        return message_set(why, "%s: not a file but a %s", path,
                           S_ISDIR(status.st_mode) ? "folder" : "device");
    }
    const size_t size = (size_t)status.st_size;
    if (size > limit) {
        return message_set(why, "%s: %zu bytes, expected at most %zu", path, size, limit);
    }
    *bytes = malloc(size + 1);
    if (!*bytes) {
        return message_set(why, "%s: no memory for its %zu bytes", path, size);
    }
    *length = fread(*bytes, 1, size, stream);
    if (*length != size) {
        free(*bytes);
        *bytes = NULL;
        return message_set(why, "%s: could not be read to its end", path);
    }
    (*bytes)[size] = 0;
    return 0;
}

int file_read(const char *path, size_t limit, unsigned char **bytes, size_t *length,
              struct message *why)
{
    *bytes = NULL;
    *length = 0;
    /* without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever */
    const int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    FILE *const stream = descriptor >= 0 ? fdopen(descriptor, "rb") : NULL;
    if (!stream) {
        return message_set(why, "%s: %s", path, strerror(errno));
    }
    const int status = read_stream(stream, path, limit, bytes, length, why);
    fclose(stream);
    return status;
}

int file_begin(struct file_writer *writer, const char *path, struct message *why)
{
    *writer = (struct file_writer){0};
    if (strlen(path) >= sizeof writer->path) {
        return message_set(why, "%.200s...: the path is longer than %zu bytes", path,
                           sizeof writer->path - 1);
    }
    strcpy(writer->path, path);
    snprintf(writer->beside, sizeof writer->beside, "%s.new", path);
    writer->stream = fopen(writer->beside, "wb");
    if (!writer->stream) {
        return message_set(why, "%s: cannot be written: %s", path, strerror(errno));
    }
    return 0;
}

int file_finish(struct file_writer *writer, struct message *why)
{
    const int failed = ferror(writer->stream);
    if (fclose(writer->stream) != 0 || failed || rename(writer->beside, writer->path) != 0) {
        const int cause = errno;
        unlink(writer->beside);
        return message_set(why, "%s: cannot be written: %s", writer->path, strerror(cause));
    }
    writer->stream = NULL;
    return 0;
}

void file_abandon(struct file_writer *writer)
{
    fclose(writer->stream);
    unlink(writer->beside);
    writer->stream = NULL;
}
