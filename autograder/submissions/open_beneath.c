#include "submissions/open_beneath.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { name_size = 256 }; /* NAME_MAX + 1 of Linux */

/* Opens one name in the folder, which is closed. */
static int open_step(int folder, const char *name, int flags)
{
    struct stat status;
    int opened = -1;
    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0) {
        errno = ELOOP; /* the same error, whether the link stands for a file or a folder */
        if (!S_ISLNK(status.st_mode)) {
            opened = openat(folder, name, flags | O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        }
    }
    const int cause = errno;
    close(folder);
    errno = cause;
    return opened;
}

int open_beneath(int folder, const char *path, struct stat *status)
{
    int at = dup(folder);
    for (const char *slash; at >= 0 && (slash = strchr(path, '/')); path = slash + 1) {
        char name[name_size];
        const size_t length = (size_t)(slash - path);
        if (length >= sizeof name) {
            close(at);
            errno = ENAMETOOLONG;
            return -1;
        }
        memcpy(name, path, length);
        name[length] = '\0';
        at = open_step(at, name, O_DIRECTORY);
    }
    const int file = at < 0 ? -1 : open_step(at, path, 0);
    if (file >= 0 && fstat(file, status) != 0) {
        const int cause = errno;
        close(file);
        errno = cause;
        return -1;
    }
    return file;
}
