#include "sandbox/words.h"

#include <stdio.h>
#include <sys/syscall.h>

static const long files[] = {
    SYS_openat, SYS_openat2, SYS_name_to_handle_at, SYS_open_by_handle_at, SYS_memfd_create,
#ifdef SYS_open /* newer architectures lack the older of such calls */
    SYS_open,   SYS_creat,
#endif
};
static const long look[] = {
#ifdef SYS_stat
    SYS_stat,  SYS_lstat,      SYS_access,    SYS_getdents,
#endif
    SYS_statx, SYS_newfstatat, SYS_faccessat, SYS_faccessat2, SYS_getdents64, SYS_getcwd,
    SYS_chdir, SYS_fchdir,     SYS_statfs,    SYS_fstatfs,    SYS_getxattr,
};
static const long change[] = {
#ifdef SYS_unlink
    SYS_unlink,   SYS_rename,    SYS_mkdir,   SYS_rmdir,      SYS_link,      SYS_symlink,
    SYS_chmod,    SYS_chown,     SYS_mknod,
#endif
    SYS_unlinkat, SYS_renameat2, SYS_mkdirat, SYS_linkat,     SYS_symlinkat, SYS_fchmod,
    SYS_fchmodat, SYS_fchownat,  SYS_mknodat, SYS_truncate,   SYS_ftruncate, SYS_fallocate,
    SYS_mount,    SYS_umount2,   SYS_chroot,  SYS_pivot_root,
};
static const long processes[] = {
#ifdef SYS_fork
    SYS_fork,  SYS_vfork,
#endif
    SYS_clone, SYS_clone3, SYS_unshare, SYS_setns,
};
static const long programs[] = {SYS_execve, SYS_execveat};
static const long network[] = {
    SYS_socket,  SYS_socketpair, SYS_connect, SYS_bind,     SYS_listen,  SYS_accept,
    SYS_accept4, SYS_sendto,     SYS_sendmsg, SYS_recvfrom, SYS_recvmsg,
};
static const long signals[] = {
    SYS_kill,
    SYS_tkill,
    SYS_tgkill,
    SYS_rt_sigqueueinfo,
    SYS_rt_tgsigqueueinfo,
    SYS_pidfd_send_signal,
    SYS_pidfd_open,
};
static const long limits[] = {SYS_prlimit64, SYS_setrlimit, SYS_setpriority, SYS_prctl};
static const long descriptors[] = {
#ifdef SYS_dup2
    SYS_dup2,  SYS_pipe,
#endif
    SYS_fcntl, SYS_dup,  SYS_dup3, SYS_pipe2, SYS_pread64, SYS_pwrite64,
};
static const long watched[] = {SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev};
static const long waiting[] = {
#ifdef SYS_poll
    SYS_poll,      SYS_select,          SYS_pause,         SYS_epoll_wait,      SYS_alarm,
#endif
    SYS_nanosleep, SYS_clock_nanosleep, SYS_ppoll,         SYS_pselect6,        SYS_epoll_pwait,
    SYS_wait4,     SYS_waitid,          SYS_rt_sigsuspend, SYS_rt_sigtimedwait, SYS_futex,
    SYS_setitimer,
};

#define LIST(calls) calls, sizeof(calls) / sizeof *(calls)

static const struct {
    const char *words;
    const long *calls;
    size_t count;
} tries[] = {
    {"tried to open a file", LIST(files)},
    {"tried to look for a file", LIST(look)},
    {"tried to change files", LIST(change)},
    {"tried to start another process", LIST(processes)},
    {"tried to run another program", LIST(programs)},
    {"tried to use the network", LIST(network)},
    {"tried to send a signal", LIST(signals)},
    {"tried to change its limits", LIST(limits)},
    {"tried to redirect what it is connected to", LIST(descriptors)},
    {"tried to reach into a process", LIST(watched)},
    {"tried to wait for a time or an event", LIST(waiting)},
};

const char *words_of_call(long number, char text[words_max_text])
{
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        for (size_t j = 0; j < tries[i].count; j++) {
            if (tries[i].calls[j] == number) {
                snprintf(text, words_max_text, "%s", tries[i].words);
                return text;
            }
        }
    }
    snprintf(text, words_max_text, "made a system call that exercises have no need of (number %ld)",
             number);
    return text;
}
