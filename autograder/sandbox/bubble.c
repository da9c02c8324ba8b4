#include "sandbox/bubble.h"

static const char scratch_bytes[] = "16777216";

/* From outside to the same place inside; a link, such as /lib, becomes what it leads to. */
static void bind(struct command_words *words, const char *option, const char *path)
{
    words_add(words, option);
    words_add(words, path);
    words_add(words, path);
}

static void add_all(struct command_words *words, const char *const *options)
{
    for (; *options; options++) {
        words_add(words, *options);
    }
}

static void add_writable(struct command_words *words, bool scratch, const char *folder)
{
    if (scratch) {
        add_all(words, (const char *const[]){"--size", scratch_bytes, "--tmpfs", folder, NULL});
    } else {
        bind(words, "--bind", folder);
    }
}

void bubble_add(struct command_words *words, const struct profile *profile,
                const struct confined *what, const char *confine, const char *program)
{
    static const char *const always[] = {"/usr/bin/bwrap", "--unshare-all", "--die-with-parent",
                                         "--new-session", NULL};
    add_all(words, always);
    for (const char *const *path = profile->readable; *path; path++) {
        bind(words, "--ro-bind-try", *path);
    }
    for (const char *const *folder = what->write; *folder; folder++) {
        add_writable(words, profile->scratch, *folder);
    }
    bind(words, "--ro-bind", confine);
    bind(words, "--ro-bind", program);
    if (profile->calls & calls_open) {
        bind(words, "--dev-bind", "/dev/null");
    }
    if (profile->sees_processes) {
        add_all(words, (const char *const[]){"--proc", "/proc", NULL});
    }
    for (const char *const *path = what->read; *path; path++) {
        bind(words, "--ro-bind", *path);
    }
    if (what->folder) {
        add_all(words, (const char *const[]){"--dir", what->folder, NULL});
    }
    add_all(words, (const char *const[]){"--remount-ro", "/", "--chdir",
                                         what->folder ? what->folder : "/", "--", NULL});
}
