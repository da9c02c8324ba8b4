#include "submissions/lab_files.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool is_among(const char *text, size_t count, const char *const *texts)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(text, texts[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* A file can hold several exercises: it is listed once. */
static struct lab_files files_of(const struct lab *lab)
{
    struct lab_files files = {.folder = lab->folder, .number = lab->number};
    for (size_t i = 0; i < lab->exercises; i++) {
        const char *const name = exercise_basename(&lab->exercise[i]);
        if (!is_among(name, files.count, files.file)) {
            files.file[files.count] = name;
            files.count++;
        }
    }
    return files;
}

/* Says that the kit has no lab of this number, and which it has. */
static int refuse(const struct kit *kit, const char *number, struct message *why)
{
    char list[64] = "";
    for (size_t i = 0; i < kit->labs; i++) {
        const size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, " %s", kit->lab[i].number);
    }
    return message_set(why, "no lab '%.20s' in the kit; it has%s", number, list);
}

int lab_files_list(const struct kit *kit, size_t count, const char *const *number,
                   struct wanted_labs *wanted, struct message *why)
{
    for (size_t i = 0; i < count; i++) {
        if (!kit_lab(kit, number[i])) {
            return refuse(kit, number[i], why);
        }
    }
    wanted->count = 0;
    for (size_t i = 0; i < kit->labs; i++) {
        if (count == 0 || is_among(kit->lab[i].number, count, number)) {
            wanted->lab[wanted->count] = files_of(&kit->lab[i]);
            wanted->count++;
        }
    }
    return 0;
}
