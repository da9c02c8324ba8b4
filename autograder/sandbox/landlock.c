#define _GNU_SOURCE
#include "sandbox/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The same on every architecture. */
enum { call_create = 444, call_add = 445, call_enforce = 446 };
enum { tell_version = 1, rule_path_beneath = 1 };

enum {
    may_execute = 1 << 0,
    may_write_file = 1 << 1,
    may_read_file = 1 << 2,
    may_read_folder = 1 << 3,
    may_remove_file = 1 << 5,
    may_make_file = 1 << 8,
    version_1_files = (1 << 13) - 1,
    may_refer = 1 << 13,    /* from version 2 */
    may_truncate = 1 << 14, /* 3 */
    may_ioctl = 1 << 15,    /* 5 */
    all_network = 3,        /* 4: to bind and to connect TCP sockets */
    all_scopes = 3,         /* 6: abstract sockets, signals */
    for_files = may_execute | may_write_file | may_read_file | may_truncate | may_ioctl,
};

struct ruleset {
    uint64_t files, network, scopes;
};

struct path_beneath {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

int landlock_version(void)
{
    const long version = syscall(call_create, NULL, 0, tell_version);
    return version > 0 ? (int)version : 0;
}

/* All that this version can refuse. */
static struct ruleset everything(int version)
{
    struct ruleset all = {.files = version_1_files};
    all.files |= version >= 2 ? may_refer : 0;
    all.files |= version >= 3 ? may_truncate : 0;
    all.network = version >= 4 ? all_network : 0;
    all.files |= version >= 5 ? may_ioctl : 0;
    all.scopes = version >= 6 ? all_scopes : 0;
    return all;
}

/* The kernel takes only as much of the struct as its version knows. */
static size_t ruleset_size(int version)
{
    return version >= 6   ? sizeof(struct ruleset)
           : version >= 4 ? offsetof(struct ruleset, scopes)
                          : offsetof(struct ruleset, network);
}

int landlock_begin(struct message *why)
{
    const int version = landlock_version();
    if (version == 0) {
        return message_set(why, "Landlock: the kernel does not offer it");
    }
    const struct ruleset all = everything(version);
    const int list = (int)syscall(call_create, &all, ruleset_size(version), 0);
    return list >= 0 ? list : message_set(why, "Landlock: no list: %s", strerror(errno));
}

int landlock_allow(int list, const char *path, unsigned uses, struct message *why)
{
    struct stat status;
    const int parent = open(path, O_PATH | O_CLOEXEC);
    if (parent < 0 && (errno == ENOENT || errno == ENOTDIR)) {
        return 1;
    }
    if (parent < 0 || fstat(parent, &status) != 0) {
        return message_set(why, "Landlock: %s: %s", path, strerror(errno));
    }
    struct path_beneath rule = {.parent = parent};
    rule.allowed |= uses & landlock_read ? may_read_file | may_read_folder : 0;
    rule.allowed |= uses & landlock_run ? may_execute : 0;
    rule.allowed |=
        uses & landlock_write ? may_write_file | may_make_file | may_remove_file | may_truncate : 0;
    rule.allowed &= everything(landlock_version()).files;
    rule.allowed &= S_ISDIR(status.st_mode) ? ~(uint64_t)0 : for_files;
    const long added = syscall(call_add, list, rule_path_beneath, &rule, 0);
    const int cause = errno;
    close(parent);
    return added == 0 ? 0 : message_set(why, "Landlock: %s: %s", path, strerror(cause));
}

int landlock_enforce(int list, struct message *why)
{
    const long enforced = syscall(call_enforce, list, 0);
    const int cause = errno;
    close(list);
    return enforced == 0 ? 0 : message_set(why, "Landlock: not enforced: %s", strerror(cause));
}
