#include "grade/results.h"

#include "base/file.h"
#include "grade/problems.h"
#include "report/lookup.h"

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

json_t *results_lab(const json_t *results, const char *number)
{
    return graded_find(json_object_get(results, "labs"), "lab", number);
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
    return json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:o, s:i, s:O, s:o, s:O, s:O, s:s*, s:O*, s:O*}", "id",
        exercise->id, "title", exercise->title, "file", file, "function", functions, "state",
        verdict->state, "points", failed_to_judge ? json_null() : json_integer(verdict->points),
        "max", (int)exercise->points, "parts", verdict->parts, "waits_for", waits_for, "faults",
        verdict->faults, "convergence", verdict->convergence, "memory_unchecked",
        verdict->memory_unchecked, "bonus", verdict->bonus, "gpu", verdict->gpu);
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

/* An earlier verdict that a grader error must not overwrite. */
static bool keeps(const json_t *earlier, const json_t *now)
{
    return earlier && json_is_null(json_object_get(now, "points")) &&
           !json_is_null(json_object_get(earlier, "points"));
}

/* The points that exercises have beside the 100, and how many they could have. */
static void sum_bonus(json_t *lab, const struct lab *table)
{
    json_int_t sum = 0, max = 0;
    for (size_t i = 0; i < table->exercises; i++) {
        const json_t *const exercise =
            graded_find(json_object_get(lab, "exercises"), "id", table->exercise[i].id);
        max += table->exercise[i].bonus;
        sum += json_integer_value(json_object_get(json_object_get(exercise, "bonus"), "points"));
    }
    if (max > 0) {
        json_object_set_new(lab, "bonus", json_integer(sum));
        json_object_set_new(lab, "bonus_max", json_integer(max));
    }
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
        const char *const id = table->exercise[i].id;
        json_t *const now = graded_find(fresh, "id", id);
        json_t *const earlier = graded_find(json_object_get(lab, "exercises"), "id", id);
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
    sum_bonus(lab, table);
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
               strcmp(graded_text(json_array_get(labs, place), "lab"), table->number) < 0) {
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
