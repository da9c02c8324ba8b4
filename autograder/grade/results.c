#include "grade/results.h"

#include "base/file.h"
#include "grade/problems.h"

#include <stdio.h>
#include <string.h>

enum { schema = 1 };

json_t *results_read(const char *path)
{
    json_t *const results = json_load_file(path, 0, NULL);
    if (results && json_integer_value(json_object_get(results, "schema")) == schema &&
        json_is_array(json_object_get(results, "labs"))) {
        return results;
    }
    json_decref(results);
    return json_pack("{s:i, s:[]}", "schema", schema, "labs");
}

/* The text under this key, "" when there is none. */
static const char *text_of(const json_t *object, const char *key)
{
    const char *const text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

json_t *results_lab(const json_t *results, const char *number)
{
    size_t index;
    json_t *lab;
    json_array_foreach(json_object_get(results, "labs"), index, lab)
    {
        if (strcmp(text_of(lab, "lab"), number) == 0) {
            return lab;
        }
    }
    return NULL;
}

static json_t *exercise_to_json(const struct lab *lab, const struct verdict *verdict)
{
    char file[256], functions[512] = "";
    const struct exercise *const exercise = verdict->exercise;
    const bool failed_to_judge = strcmp(verdict->state, "grader error") == 0;
    student_file(lab, exercise, file, sizeof file);
    for (size_t i = 0; i < exercise->functions.count; i++) {
        snprintf(functions + strlen(functions), sizeof functions - strlen(functions), "%s%s",
                 i > 0 ? ", " : "", exercise->functions.name[i]);
    }
    json_t *const waits_for = json_array();
    for (size_t i = 0; i < verdict->waits; i++) {
        json_array_append_new(waits_for, json_string(verdict->waits_for[i]));
    }
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:i, s:O, s:o, s:O, s:O}", "id", exercise->id,
                     "title", exercise->title, "file", file, "function", functions, "state",
                     verdict->state, "points",
                     failed_to_judge ? json_null() : json_integer(verdict->points), "max",
                     (int)exercise->points, "parts", verdict->parts, "waits_for", waits_for,
                     "faults", verdict->faults, "convergence", verdict->convergence);
}

json_t *lab_to_json(const struct lab_verdicts *verdicts)
{
    json_t *const exercises = json_array();
    for (size_t i = 0; i < verdicts->count; i++) {
        if (verdicts->verdict[i].wanted) {
            json_array_append_new(exercises,
                                  exercise_to_json(verdicts->lab, &verdicts->verdict[i]));
        }
    }
    return exercises;
}

static json_t *exercise_in(const json_t *lab, const char *id)
{
    size_t index;
    json_t *exercise;
    json_array_foreach(json_object_get(lab, "exercises"), index, exercise)
    {
        if (strcmp(text_of(exercise, "id"), id) == 0) {
            return exercise;
        }
    }
    return NULL;
}

/* An earlier verdict that a grader error must not overwrite. */
static bool keeps(const json_t *earlier, const json_t *now)
{
    return earlier && json_is_null(json_object_get(now, "points")) &&
           !json_is_null(json_object_get(earlier, "points"));
}

/* The lab's exercises in the table's order: the new verdicts, the earlier ones elsewhere. Sets the
 * sums. */
static void merge_lab(json_t *lab, const struct lab *table, const json_t *fresh)
{
    json_t *const merged = json_array();
    json_int_t score = 0, max = 0;
    bool incomplete = false;
    for (size_t i = 0; i < table->exercises; i++) {
        max += table->exercise[i].points;
        json_t *now = NULL, *entry;
        size_t index;
        json_t *const earlier = exercise_in(lab, table->exercise[i].id);
        json_array_foreach(fresh, index, entry)
        {
            if (strcmp(text_of(entry, "id"), table->exercise[i].id) == 0) {
                now = entry;
            }
        }
        json_t *const chosen = now && !keeps(earlier, now) ? now : earlier;
        if (chosen) {
            json_array_append(merged, chosen);
            score += json_integer_value(json_object_get(chosen, "points"));
            incomplete = incomplete || json_is_null(json_object_get(chosen, "points"));
        }
    }
    json_object_set_new(lab, "score", json_integer(score));
    json_object_set_new(lab, "max", json_integer(max));
    json_object_set_new(lab, "exercises", merged);
    if (incomplete) {
        json_object_set_new(lab, "incomplete", json_true());
    } else {
        json_object_del(lab, "incomplete");
    }
}

void results_merge(json_t *results, const struct lab_verdicts *verdicts)
{
    const struct lab *const table = verdicts->lab;
    json_t *lab = results_lab(results, table->number);
    if (!lab) {
        lab = json_pack("{s:s, s:s, s:i, s:i, s:[]}", "lab", table->number, "title", table->title,
                        "score", 0, "max", 0, "exercises");
        json_t *const labs = json_object_get(results, "labs");
        size_t place = 0; /* by number */
        while (place < json_array_size(labs) &&
               strcmp(text_of(json_array_get(labs, place), "lab"), table->number) < 0) {
            place++;
        }
        json_array_insert_new(labs, place, lab);
    }
    json_t *const fresh = lab_to_json(verdicts);
    merge_lab(lab, table, fresh);
    json_decref(fresh);
}

int results_write(const json_t *results, const char *path, struct message *why)
{
    struct file_writer writer;
    if (file_begin(&writer, path, why) != 0) {
        return -1;
    }
    json_dumpf(results, writer.stream, JSON_INDENT(1));
    fputc('\n', writer.stream);
    return file_finish(&writer, why);
}
