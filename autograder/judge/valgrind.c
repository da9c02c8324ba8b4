#define _GNU_SOURCE
#include "judge/valgrind.h"

#include "base/file.h"
#include "judge/process.h"
#include "sandbox/profiles.h"
#include "wire/bundle.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* An answer that is waited for. */
struct awaited {
    const struct valgrind_run *run;
    long used; /* bytes of it, once it is there */
};

static long decode_and_show(const unsigned char *pending, size_t length, void *context)
{
    struct bundle answer;
    struct message why;
    struct awaited *const awaited = context;
    awaited->used = bundle_decode(pending, length, &answer, &why);
    if (awaited->used > 0) {
        if (awaited->run->see) {
            awaited->run->see(&answer, awaited->run->context);
        }
        bundle_free(&answer);
    }
    return awaited->used;
}

/* Asks one request after the other until the worker has answered all or does not answer one. */
static enum valgrind_end ask_all(const struct valgrind_run *run, struct process *process,
                                 const unsigned char *requests, size_t length, size_t *answered)
{
    while (*answered < length) {
        struct bundle request;
        struct message why;
        const unsigned char *const at = requests + *answered;
        const long bytes = bundle_decode(at, length - *answered, &request, &why);
        if (bytes <= 0) {
            panic("judge: a kept request cannot be read: %s", why.text);
        }
        bundle_free(&request);
        struct awaited awaited = {run, 0};
        const enum exchange how =
            process_exchange(process, at, (size_t)bytes, decode_and_show, &awaited);
        if (how != exchanged || awaited.used <= 0) {
            return how == over_time ? valgrind_stopped : valgrind_left;
        }
        process_consume(process, (size_t)awaited.used);
        *answered += (size_t)bytes;
    }
    return valgrind_done;
}

/* The folder for Valgrind's own small files. */
static int make_scratch(const char *path, struct message *why)
{
    return mkdir(path, 0700) == 0 || errno == EEXIST
               ? 0
               : message_set(why, "%s: %s", path, strerror(errno));
}

static void remove_scratch(const char *path)
{
    DIR *const folder = opendir(path);
    for (const struct dirent *entry; folder && (entry = readdir(folder));) {
        unlinkat(dirfd(folder), entry->d_name, 0);
    }
    if (folder) {
        closedir(folder);
    }
    rmdir(path);
}

/* What Valgrind reported stands behind the sandbox's "ready". */
static int keep_report(const struct process *process, const char *path, struct message *why)
{
    static const char ready[] = "ready\n";
    const char *const report = process->report ? (const char *)process->report : "";
    if (strncmp(report, ready, strlen(ready)) != 0) {
        return message_set(why, "Valgrind could not be confined: %.200s %.200s", report,
                           process->head);
    }
    struct file_writer writer;
    if (file_begin(&writer, path, why) != 0) {
        return -1;
    }
    fwrite(report + strlen(ready), 1, process->report_bytes - strlen(ready), writer.stream);
    return file_finish(&writer, why);
}

static bool is_out_of_time(int status)
{
    const int code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    return code == 128 + SIGXCPU || code == 128 + SIGKILL;
}

static const struct limits under_valgrind = {.wall_seconds = 240,
                                             .idle_seconds = 10,
                                             .answer_bytes = (size_t)64 << 20,
                                             .printed_bytes = (size_t)1 << 20,
                                             .in_sandbox = true};

/* On Debian `valgrind` is a script around the program valgrind.bin. */
static const char *launcher(void)
{
    static const char inner[] = "/usr/bin/valgrind.bin";
    return access(inner, X_OK) == 0 ? inner : "/usr/bin/valgrind";
}

#if defined(__aarch64__)
static const char cachegrind[] = "/usr/libexec/valgrind/cachegrind-arm64-linux";
#else
static const char cachegrind[] = "/usr/libexec/valgrind/cachegrind-amd64-linux";
#endif

static const char *const memory_options[] = {
    "-q",
    "--xml=yes",
    "--xml-fd=4", /* reports_descriptor */
    "--vgdb=no",
    "--vex-guest-chase=no", /* else a fault in a function's first instruction is
                                            blamed on its caller */
    "--leak-check=full",
    "--show-leak-kinds=definite",
    "--num-callers=12",
    "--child-silent-after-fork=yes",
    NULL};

/* Caches of these sizes, whatever the machine has: bytes, ways, bytes of a line. So the same code gives
 * the same counts on every machine of its architecture. */
static const char *const cache_options[] = {
    "--tool=cachegrind",
    "--log-fd=4", /* reports_descriptor */
    "--vgdb=no",
    "--cache-sim=yes",
    "--I1=32768,8,64",
    "--D1=32768,8,64",
    "--LL=8388608,16,64",
    "--cachegrind-out-file=/dev/null", /* the sums that it logs are enough */
    "--child-silent-after-fork=yes",
    NULL};

static const struct tool {
    const char *profile;
    const char *const *options;
} tools[] = {[valgrind_memory] = {"checked-worker", memory_options},
             [valgrind_cache] = {"counted-worker", cache_options}};

static void make_command(const struct valgrind_run *run, const char *scratch,
                         struct command_words *words)
{
    const struct tool *const tool = &tools[run->tool];
    const char *argv[16] = {run->tool == valgrind_cache ? cachegrind : launcher()};
    size_t count = 1;
    for (const char *const *option = tool->options; *option; option++) {
        argv[count++] = *option;
    }
    argv[count] = run->worker;
    const struct confined what = {
        .profile = tool->profile, .read = {run->worker}, .write = {scratch}};
    sandbox_command(run->sandbox, &what, argv, words);
}

enum valgrind_end valgrind_ask(const struct valgrind_run *run, const unsigned char *requests,
                               size_t length, size_t *answered, struct message *why)
{
    char scratch[1100];
    struct process process;
    struct command_words words = {.count = 0};
    snprintf(scratch, sizeof scratch, "%s.scratch", run->report_path);
    make_command(run, scratch, &words);
    *answered = 0;
    remove(run->report_path);
    if (make_scratch(scratch, why) != 0 ||
        process_start(&process, words.word, under_valgrind, why) != 0) {
        return valgrind_failed;
    }
    enum valgrind_end end = ask_all(run, &process, requests, length, answered);
    const int status = process_end(&process, 60);
    if (end == valgrind_left && is_out_of_time(status)) {
        end = valgrind_stopped;
    } else if (end == valgrind_done && run->tool == valgrind_cache && status != 0) {
        end = valgrind_left; /* it was ended before it had told all */
    }
    end = keep_report(&process, run->report_path, why) == 0 ? end : valgrind_failed;
    free(process.report);
    remove_scratch(scratch);
    return end;
}
