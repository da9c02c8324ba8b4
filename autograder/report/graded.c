#include "report/graded.h"

#include "base/file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

json_t *graded_read_json(const char *path, struct message *why)
{
    unsigned char *bytes;
    size_t length;
    if (file_read(path, graded_limit, &bytes, &length, why) != 0) {
        return NULL;
    }
    json_error_t error;
    json_t *const json = json_loadb((const char *)bytes, length, JSON_REJECT_DUPLICATES, &error);
    free(bytes);
    if (!json) {
        message_set(why, "%s:%d: no valid JSON: %s", path, error.line, error.text);
        return NULL;
    }
    const json_t *const schema = json_object_get(json, "schema");
    if (!json_is_integer(schema) || json_integer_value(schema) != graded_schema) {
        message_set(why, "%s: expected a results file of schema %d", path, graded_schema);
        json_decref(json);
        return NULL;
    }
    return json;
}

static int check_fault(json_t *fault, json_error_t *error)
{
    const char *text;
    return json_unpack_ex(fault, error, 0, "{s:s}", "text", &text);
}

/* Points beside the lab's: null where nothing could be counted. */
static int check_bonus(const json_t *bonus, json_error_t *error)
{
    const json_t *const points = json_object_get(bonus, "points");
    if (bonus && !((json_is_number(points) || json_is_null(points)) &&
                   json_is_number(json_object_get(bonus, "max")))) {
        strcpy(error->text, "a bonus lacks its points or their maximum");
        return -1;
    }
    return 0;
}

static int check_exercise(json_t *exercise, json_error_t *error)
{
    const char *id, *title, *state;
    json_t *faults, *points;
    double max;
    if (json_unpack_ex(exercise, error, 0, "{s:s, s:s, s:s, s:o, s:F, s:o}", "id", &id, "title",
                       &title, "state", &state, "points", &points, "max", &max, "faults",
                       &faults) != 0) {
        return -1;
    }
    if (!json_is_number(points) && !json_is_null(points)) {
        strcpy(error->text, "points are neither a number nor null");
        return -1;
    }
    if (!json_is_array(faults)) {
        strcpy(error->text, "faults are no array");
        return -1;
    }
    if (check_bonus(json_object_get(exercise, "bonus"), error) != 0) {
        return -1;
    }
    size_t i;
    json_t *fault;
    json_array_foreach(faults, i, fault)
    {
        if (check_fault(fault, error) != 0) {
            return -1;
        }
    }
    return 0;
}

static int check_lab(const char *path, json_t *lab, struct message *why)
{
    json_error_t error = {0};
    const char *name, *title;
    double score, max;
    json_t *exercises;
    if (json_unpack_ex(lab, &error, 0, "{s:s, s:s, s:F, s:F, s:o}", "lab", &name, "title", &title,
                       "score", &score, "max", &max, "exercises", &exercises) != 0) {
        return message_set(why, "%s: a lab: %s", path, error.text);
    }
    if (!json_is_array(exercises)) {
        return message_set(why, "%s: lab %.8s: exercises are no array", path, name);
    }
    size_t i;
    json_t *exercise;
    json_array_foreach(exercises, i, exercise)
    {
        if (check_exercise(exercise, &error) != 0) {
            return message_set(why, "%s: lab %.8s, exercise %zu: %s", path, name, i + 1,
                               error.text);
        }
    }
    return 0;
}

int graded_check_labs(const char *path, json_t *labs, struct message *why)
{
    if (!json_is_array(labs)) {
        return message_set(why, "%s: expected an array of labs", path);
    }
    size_t i;
    json_t *lab;
    json_array_foreach(labs, i, lab)
    {
        if (check_lab(path, lab, why) != 0) {
            return -1;
        }
    }
    return 0;
}

json_t *graded_read(const char *path, struct message *why)
{
    json_t *const results = graded_read_json(path, why);
    if (!results) {
        return NULL;
    }
    json_t *const labs = json_object_get(results, "labs");
    if (graded_check_labs(path, labs, why) != 0) {
        json_decref(results);
        return NULL;
    }
    if (json_array_size(labs) == 0) {
        message_set(why, "%s: holds no lab", path);
        json_decref(results);
        return NULL;
    }
    return results;
}

double graded_value(const json_t *value)
{
    if (json_is_number(value)) {
        return json_number_value(value);
    }
    const char *const text = json_string_value(value);
    if (!text || *text == '\0') {
        return (double)NAN;
    }
    char *end;
    const double number = strtod(text, &end);
    return *end == '\0' ? number : (double)NAN;
}

double graded_number(const json_t *object, const char *key)
{
    return graded_value(json_object_get(object, key));
}

const json_t *graded_lab(const json_t *submission, const char *lab)
{
    return graded_find(json_object_get(submission, "labs"), "lab", lab);
}

const json_t *graded_exercise(const json_t *lab, const char *id)
{
    return graded_find(json_object_get(lab, "exercises"), "id", id);
}

bool exercise_is_judged(const json_t *exercise)
{
    return json_is_number(json_object_get(exercise, "points"));
}

bool lab_is_incomplete(const json_t *lab)
{
    size_t i;
    json_t *exercise;
    json_array_foreach(json_object_get(lab, "exercises"), i, exercise)
    {
        if (!exercise_is_judged(exercise)) {
            return true;
        }
    }
    return json_is_true(json_object_get(lab, "incomplete"));
}

size_t lab_count(const json_t *lab, const char *state)
{
    size_t count = 0, i;
    json_t *exercise;
    json_array_foreach(json_object_get(lab, "exercises"), i, exercise)
    {
        count += strcmp(graded_text(exercise, "state"), state) == 0;
    }
    return count;
}

bool lab_has_bonus(const json_t *lab)
{
    return graded_number(lab, "bonus_max") > 0;
}

bool lab_is_untouched(const json_t *lab)
{
    const size_t exercises = json_array_size(json_object_get(lab, "exercises"));
    return exercises > 0 && lab_count(lab, "not started") == exercises;
}
