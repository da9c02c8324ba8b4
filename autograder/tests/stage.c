#include "tests/stage.h"

#include "submissions/folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

void stage_end(void)
{
    folder_remove(in_folder("").text);
    arena_destroy(&scratch);
}

struct path put(const char *name, const char *text)
{
    const struct path path = in_folder(name);
    struct path folder = path;
    struct message why;
    *strrchr(folder.text, '/') = '\0';
    cr_assert_eq(folder_make(folder.text, &why), 0, "%s", why.text);
    write_file(path.text, text, strlen(text));
    return path;
}

struct path script(const char *name, const char *lines)
{
    char text[2048];
    snprintf(text, sizeof text, "#!/bin/sh\n%s\n", lines);
    const struct path path = put(name, text);
    cr_assert_eq(chmod(path.text, 0700), 0);
    return path;
}

struct path answering(const char *name, const struct bundle *request, const struct bundle *answers,
                      size_t count)
{
    char lines[2048] = "";
    size_t length;
    free(bundle_encode(request, &length));
    for (size_t i = 0; i < count; i++) {
        char file[64];
        size_t bytes;
        snprintf(file, sizeof file, "%s.answer%zu", name, i);
        const struct path path = in_folder(file);
        unsigned char *const encoded = bundle_encode(&answers[i], &bytes);
        write_file(path.text, encoded, bytes);
        free(encoded);
        snprintf(lines + strlen(lines), sizeof lines - strlen(lines),
                 "head -c %zu >/dev/null; cat %s >&3\n", length, path.text);
    }
    return script(name, lines);
}

/* A zombie does not run: where nobody waits for orphans, they stay. */
bool runs(long pid)
{
    char path[64], state = 'Z';
    snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    FILE *const stream = fopen(path, "r");
    if (stream) {
        cr_assert_eq(fscanf(stream, "%*d %*s %c", &state), 1);
        fclose(stream);
    }
    return state != 'Z';
}

void assert_gone(long pid)
{
    cr_assert_gt(pid, 0);
    for (int tries = 0; runs(pid) && tries < 500; tries++) {
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    cr_assert(!runs(pid), "process %ld still runs", pid);
}

struct bundle bundle_as(const struct bundle *bundle, const char *verb)
{
    struct bundle copy = bundle_copy(bundle);
    snprintf(copy.verb, sizeof copy.verb, "%s", verb);
    return copy;
}
