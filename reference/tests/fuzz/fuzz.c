#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *seed_folder;

const char *seed_path(const char *name)
{
    static char path[1024];
    snprintf(path, sizeof path, "%s/%s", seed_folder, name);
    return path;
}

void write_seed(const char *name, const void *bytes, size_t length)
{
    FILE *const stream = fopen(seed_path(name), "wb");
    if (!stream || fwrite(bytes, 1, length, stream) != length || fclose(stream) != 0) {
        panic("%s: cannot be written", seed_path(name));
    }
}

void demand_reason(const struct message *why, const char *start)
{
    demand(why->text[0] != '\0');
    demand(memchr(why->text, '\0', sizeof why->text));
    demand(!strchr(why->text, '\n'));
    demand(strncmp(why->text, start, strlen(start)) == 0);
}

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    if (*count == 3 && strcmp((*arguments)[1], "--make-seeds") == 0) {
        seed_folder = (*arguments)[2];
        make_seeds();
        exit(0);
    }
    return 0;
}
