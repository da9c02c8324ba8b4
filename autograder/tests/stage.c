#include "tests/stage.h"

#include "submissions/folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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

struct bundle bundle_as(const struct bundle *bundle, const char *verb)
{
    struct bundle copy = bundle_copy(bundle);
    snprintf(copy.verb, sizeof copy.verb, "%s", verb);
    return copy;
}
