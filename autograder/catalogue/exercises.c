#define _GNU_SOURCE
#include "catalogue/exercises.h"

#include "base/file.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { columns = 8, largest_table = 1024 * 1024 };

/* Cuts "a,b" into names; "-" is none. Returns false when they are too many or too long. */
static bool split_names(char *text, struct names *names)
{
    names->count = 0;
    if (strcmp(text, "-") == 0) {
        return true;
    }
    for (char *rest = text, *name; (name = strsep(&rest, ","));) {
        if (names->count == exercise_max_names || strlen(name) >= exercise_max_name || !*name) {
            return false;
        }
        strcpy(names->name[names->count++], name);
    }
    return true;
}

/* Reads "14": digits and nothing else, 999 at most. */
static bool read_points(const char *text, unsigned *points)
{
    const size_t digits = strspn(text, "0123456789");
    *points = (unsigned)strtoul(text, NULL, 10);
    return digits >= 1 && digits <= 3 && text[digits] == '\0';
}

/* Reads "6" or "6+5". Takes the text apart. */
static bool read_points_and_bonus(char *text, struct exercise *exercise)
{
    char *const plus = strchr(text, '+');
    exercise->bonus = 0;
    if (plus) {
        *plus = '\0';
        return read_points(text, &exercise->points) && read_points(plus + 1, &exercise->bonus);
    }
    return read_points(text, &exercise->points);
}

/* Cuts the points off "dx:4". Returns whether they sum to the exercise's. */
static bool split_part_points(struct exercise *exercise)
{
    unsigned sum = 0;
    for (size_t i = 0; i < exercise->parts.count; i++) {
        char *const colon = strchr(exercise->parts.name[i], ':');
        if (!colon || !read_points(colon + 1, &exercise->part_points[i])) {
            return false;
        }
        *colon = '\0';
        sum += exercise->part_points[i];
    }
    return exercise->parts.count == 0 || sum == exercise->points;
}

static int fill(struct exercise *exercise, char *field[columns], struct message *why)
{
    if (strlen(field[0]) >= sizeof exercise->id || strlen(field[2]) >= sizeof exercise->file ||
        strlen(field[4]) >= sizeof exercise->title) {
        return message_set(why, "an id, file or title is too long");
    }
    if (!read_points_and_bonus(field[1], exercise)) {
        return message_set(why, "expected a number of points, found '%.20s'", field[1]);
    }
    strcpy(exercise->id, field[0]);
    strcpy(exercise->file, field[2]);
    strcpy(exercise->title, field[4]);
    if (!split_names(field[3], &exercise->functions) || !split_names(field[5], &exercise->parts) ||
        !split_names(field[6], &exercise->builds_on) || !split_names(field[7], &exercise->uses)) {
        return message_set(why, "a list is empty, too long, or holds an empty name");
    }
    if (!split_part_points(exercise)) {
        return message_set(why, "the parts of %s do not sum to its %u points", exercise->id,
                           exercise->points);
    }
    return 0;
}

static int read_line(struct lab *lab, char *line, struct message *why)
{
    char *field[columns];
    size_t fields = 0;
    for (char *rest = line; rest; fields++) {
        field[fields < columns ? fields : columns - 1] = strsep(&rest, "\t");
    }
    if (fields != columns) {
        return message_set(why, "expected %d columns separated by tabs, found %zu", columns,
                           fields);
    }
    if (lab->exercises == lab_max_exercises) {
        return message_set(why, "more than %d exercises", lab_max_exercises);
    }
    return fill(&lab->exercise[lab->exercises++], field, why);
}

static unsigned sum_of(size_t count, const unsigned *points)
{
    unsigned sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += points[i];
    }
    return sum;
}

/* Raises the points in proportion until they sum to `total`, which is no less than they do. */
static void raise_to(unsigned total, size_t count, unsigned *points /* (count) */)
{
    const unsigned sum = sum_of(count, points);
    unsigned remainder[lab_max_exercises];
    for (size_t i = 0; i < count && sum > 0; i++) {
        const unsigned share = points[i] * total;
        points[i] = share / sum;
        remainder[i] = share % sum;
    }
    for (unsigned left = sum > 0 ? total - sum_of(count, points) : 0; left > 0; left--) {
        size_t largest = 0;
        for (size_t i = 1; i < count; i++) {
            largest = remainder[i] > remainder[largest] ? i : largest;
        }
        points[largest]++;
        remainder[largest] = 0;
    }
}

/* What a chapter that is not there would be worth is spread over the exercises that are. */
static int spread_points(struct lab *lab, struct message *why)
{
    unsigned points[lab_max_exercises];
    for (size_t i = 0; i < lab->exercises; i++) {
        points[i] = lab->exercise[i].points;
    }
    const unsigned sum = sum_of(lab->exercises, points);
    if (sum > lab_points) {
        return message_set(why, "the points of lab %s sum to %u: more than %d", lab->number, sum,
                           lab_points);
    }
    raise_to(lab_points, lab->exercises, points);
    for (size_t i = 0; i < lab->exercises; i++) {
        struct exercise *const exercise = &lab->exercise[i];
        exercise->points = points[i];
        raise_to(points[i], exercise->parts.count, exercise->part_points);
    }
    return 0;
}

static int read_table(const char *root, struct lab *lab, struct message *why)
{
    char path[1024];
    unsigned char *bytes;
    size_t length, number = 0;
    snprintf(path, sizeof path, "%s/labs/%s/exercises.tsv", root, lab->folder);
    if (file_read(path, largest_table, &bytes, &length, why) != 0) {
        return -1;
    }
    int status = 0;
    for (char *rest = (char *)bytes, *line; status == 0 && (line = strsep(&rest, "\n"));) {
        struct message inner;
        number++;
        if (*line != '\0' && *line != '#' && read_line(lab, line, &inner) != 0) {
            status = message_set(why, "%s:%zu: %.400s", path, number, inner.text);
        }
    }
    free(bytes);
    return status == 0 && spread_points(lab, why) != 0 ? -1 : status;
}

/* "01-linear-sgd" and the like are labs; everything else below labs/ is not. */
static int is_lab(const struct dirent *entry)
{
    const char *const name = entry->d_name;
    return isdigit((unsigned char)name[0]) && isdigit((unsigned char)name[1]) && name[2] == '-' &&
           strlen(name) < sizeof(((struct lab *)NULL)->folder);
}

static int read_labs(struct kit *kit, const char *root, struct dirent **entry, size_t entries,
                     struct message *why)
{
    if (entries > kit_max_labs) {
        return message_set(why, "%s/labs: more than %d labs", root, kit_max_labs);
    }
    for (size_t i = 0; i < entries; i++) {
        struct lab *const lab = &kit->lab[kit->labs++];
        strcpy(lab->folder, entry[i]->d_name);
        memcpy(lab->number, lab->folder, 2);
        lab->title = lab->folder + 3;
        if (read_table(root, lab, why) != 0) {
            return -1;
        }
    }
    return 0;
}

struct kit *kit_read(const char *root, struct message *why)
{
    char folder[1024];
    struct dirent **entry;
    snprintf(folder, sizeof folder, "%s/labs", root);
    const int entries = scandir(folder, &entry, is_lab, alphasort);
    if (entries < 0) {
        message_set(why, "%s: not the kit: no folder labs/ is there", root);
        return NULL;
    }
    struct kit *kit = calloc(1, sizeof *kit);
    if (!kit) {
        message_set(why, "no memory for the labs' tables");
    } else if (read_labs(kit, root, entry, (size_t)entries, why) != 0) {
        free(kit);
        kit = NULL;
    }
    for (int i = 0; i < entries; i++) {
        free(entry[i]);
    }
    free(entry);
    return kit;
}

const struct lab *kit_lab(const struct kit *kit, const char *number)
{
    for (size_t i = 0; i < kit->labs; i++) {
        if (strcmp(kit->lab[i].number, number) == 0) {
            return &kit->lab[i];
        }
    }
    return NULL;
}

const struct exercise *kit_exercise(const struct kit *kit, const char *id, const struct lab **lab)
{
    for (size_t i = 0; i < kit->labs; i++) {
        for (size_t j = 0; j < kit->lab[i].exercises; j++) {
            if (strcmp(kit->lab[i].exercise[j].id, id) == 0) {
                if (lab) {
                    *lab = &kit->lab[i];
                }
                return &kit->lab[i].exercise[j];
            }
        }
    }
    return NULL;
}

const char *exercise_basename(const struct exercise *exercise)
{
    const char *const slash = strrchr(exercise->file, '/');
    return slash ? slash + 1 : exercise->file;
}

bool exercise_is_kernel(const struct exercise *exercise)
{
    const char *const dot = strrchr(exercise->file, '.');
    return dot && strcmp(dot, ".cu") == 0;
}

int names_find(const struct names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->name[i], name) == 0) {
            return (int)i;
        }
    }
    return -1;
}
