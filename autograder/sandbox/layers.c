#include "sandbox/layers.h"

#include <stdio.h>
#include <string.h>

static bool is_word(const char *word, size_t length, const char *name)
{
    return strlen(name) == length && strncmp(word, name, length) == 0;
}

bool layers_read(const char *names, struct layers *layers)
{
    bool all_known = true;
    *layers = (struct layers){0};
    for (const char *word = names ? names : ""; *word;) {
        const size_t length = strcspn(word, " ,");
        if (is_word(word, length, "bubblewrap")) {
            layers->bubblewrap = true;
        } else if (is_word(word, length, "landlock")) {
            layers->landlock = true;
        } else if (is_word(word, length, "seccomp")) {
            layers->seccomp = true;
        } else if (length > 0 && !is_word(word, length, "none")) {
            all_known = false;
        }
        word += length;
        word += strspn(word, " ,");
    }
    return all_known;
}

const char *layers_write(struct layers layers, char text[layers_max_text])
{
    snprintf(text, layers_max_text, "%s%s%s", layers.bubblewrap ? "bubblewrap," : "",
             layers.landlock ? "landlock," : "", layers.seccomp ? "seccomp," : "");
    const size_t length = strlen(text);
    if (length > 0) {
        text[length - 1] = '\0';
    } else {
        strcpy(text, "none");
    }
    return text;
}

bool layers_suffice(struct layers layers)
{
    return layers.bubblewrap || (layers.landlock && layers.seccomp);
}
