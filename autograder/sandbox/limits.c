#define _GNU_SOURCE
#include "sandbox/limits.h"

#include <errno.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static int set(int what, size_t soft, size_t hard, struct message *why)
{
    struct rlimit limit;
    if (getrlimit((__rlimit_resource_t)what, &limit) != 0) {
        return message_set(why, "limit %d cannot be read: %s", what, strerror(errno));
    }
    limit.rlim_max = hard < limit.rlim_max ? hard : limit.rlim_max;
    limit.rlim_cur = soft < limit.rlim_max ? soft : limit.rlim_max;
    if (setrlimit((__rlimit_resource_t)what, &limit) != 0) {
        return message_set(why, "limit %d cannot be set: %s", what, strerror(errno));
    }
    return 0;
}

int limits_set(const struct profile *profile, struct message *why)
{
    const struct {
        int what;
        size_t most;
    } limits[] = {
        {RLIMIT_CORE, 0},
        {RLIMIT_MEMLOCK, 0},
        {RLIMIT_MSGQUEUE, 0},
        {RLIMIT_NICE, 0},
        {RLIMIT_RTPRIO, 0},
        {RLIMIT_STACK, profile->stack_bytes},
        {RLIMIT_FSIZE, profile->file_bytes},
        {RLIMIT_NOFILE, profile->open_files},
        {RLIMIT_NPROC, profile->processes},
        {RLIMIT_AS, profile->memory_bytes > 0 ? profile->memory_bytes : RLIM_INFINITY},
    };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        if (set(limits[i].what, limits[i].most, limits[i].most, why) != 0) {
            return -1;
        }
    }
    /* SIGXCPU first, which tells what happened; a second later SIGKILL, which cannot be caught */
    return set(RLIMIT_CPU, profile->cpu_seconds, profile->cpu_seconds + 1, why);
}

/* Takes every capability out of the bounding set: no program that is run later can have it. */
static int empty_bounding_set(struct message *why)
{
    for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++) {
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0) {
            return message_set(why, "capability %d cannot be given up: %s", capability,
                               strerror(errno));
        }
    }
    return 0;
}

int limits_drop_privileges(struct message *why)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct now[2];
    if (syscall(SYS_capget, &header, now) != 0) {
        return message_set(why, "capabilities cannot be read: %s", strerror(errno));
    }
    const bool has_some = (now[0].permitted | now[1].permitted) != 0;
    if (has_some && empty_bounding_set(why) != 0) {
        return -1;
    }
    now[0].inheritable = now[1].inheritable = 0; /* the ambient ones go with them */
    if (syscall(SYS_capset, &header, now) != 0) {
        return message_set(why, "capabilities cannot be given up: %s", strerror(errno));
    }
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return message_set(why, "no_new_privs cannot be set: %s", strerror(errno));
    }
    return 0;
}
