#include "report/class_results.h"

#include "base/file.h"
#include "report/graded.h"

#include <stdbool.h>
#include <string.h>

json_t *class_entry(const char *name, const char *folder, const char *error, json_t *labs,
                    json_t *notes)
{
    if (json_array_size(notes) == 0) {
        json_decref(notes);
        notes = NULL;
    }
    /* s*, o*: a key whose value is NULL is left out */
    return json_pack("{s:s, s:s, s:s*, s:o*, s:o}", "name", name, "folder", folder, "error", error,
                     "notes", notes, "labs", labs ? labs : json_array());
}

static json_t *times_of_class(size_t count, json_t *const *entry, json_t *const *times,
                              double seconds, time_t at)
{
    json_t *const by_folder = json_object();
    for (size_t i = 0; i < count; i++) {
        if (times[i]) {
            json_object_set_new(by_folder, graded_text(entry[i], "folder"), times[i]);
        }
    }
    struct tm utc;
    char text[32];
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&at, &utc));
    return json_pack("{s:f, s:s, s:o}", "seconds", seconds, "at", text, "submissions", by_folder);
}

json_t *class_results(size_t count, json_t *const *entry, json_t *const *times, double seconds,
                      time_t at)
{
    json_t *const submissions = json_array();
    json_t *const times_object = times_of_class(count, entry, times, seconds, at);
    int failed = 0;
    for (size_t i = 0; i < count; i++) {
        failed |= json_array_append_new(submissions, entry[i]);
    }
    json_t *const class = json_pack("{s:i, s:o, s:o}", "schema", graded_schema, "submissions",
                                    submissions, "times", times_object);
    if (failed) {
        json_decref(class);
        return NULL;
    }
    return class;
}

json_t *class_read(const char *path, struct message *why)
{
    json_t *const class = graded_read_json(path, why);
    size_t i;
    json_t *submission;
    json_array_foreach(json_object_get(class, "submissions"), i, submission)
    {
        if (graded_check_labs(path, json_object_get(submission, "labs"), why) != 0) {
            json_decref(class);
            return NULL;
        }
    }
    return class;
}

/* True when all checks of the submission's labs could be run. */
static bool has_complete_labs(const json_t *submission)
{
    size_t i;
    json_t *lab;
    json_array_foreach(json_object_get(submission, "labs"), i, lab)
    {
        if (lab_is_incomplete(lab)) {
            return false;
        }
    }
    return true;
}

bool class_is_graded(const json_t *submission)
{
    return !json_object_get(submission, "error") && has_complete_labs(submission);
}

/* A result of this run stays, unless checks are missing from it that the earlier one has. */
static bool keep_one(json_t *submission, const json_t *earlier)
{
    const json_t *const before = graded_find(json_object_get(earlier, "submissions"), "folder",
                                             graded_text(submission, "folder"));
    json_t *const labs = json_object_get(before, "labs");
    const bool nothing_now = json_array_size(json_object_get(submission, "labs")) == 0;
    if (class_is_graded(submission) || json_array_size(labs) == 0 ||
        !(nothing_now || has_complete_labs(before))) {
        return false;
    }
    json_object_set(submission, "labs", labs);
    json_object_set_new(submission, "earlier", json_true());
    if (!json_object_get(submission, "error")) {
        json_object_set_new(submission, "error",
                            json_string("grader error: some checks could not be run"));
    }
    return true;
}

size_t class_keep_earlier(json_t *class, const json_t *earlier)
{
    size_t kept = 0, i;
    json_t *submission;
    json_array_foreach(json_object_get(class, "submissions"), i, submission)
    {
        kept += keep_one(submission, earlier);
    }
    return kept;
}

int class_write(const json_t *class, const char *path, struct message *why)
{
    struct file_writer writer;
    if (file_begin(&writer, path, why) != 0) {
        return -1;
    }
    /* 15 digits: 20.4 is written as 20.4 */
    if (json_dumpf(class, writer.stream, JSON_INDENT(1) | JSON_REAL_PRECISION(15)) != 0) {
        file_abandon(&writer);
        return message_set(why, "%s: cannot be written", path);
    }
    fputc('\n', writer.stream);
    return file_finish(&writer, why);
}

/* Puts the lab into the array, which is sorted, unless it is there. */
static int insert_lab(json_t *labs, json_t *lab)
{
    const char *const name = graded_text(lab, "lab");
    size_t place = 0;
    for (; place < json_array_size(labs); place++) {
        const int order = strcmp(name, graded_text(json_array_get(labs, place), "lab"));
        if (order == 0) {
            return 0;
        }
        if (order < 0) {
            break;
        }
    }
    return json_array_insert(labs, place, lab);
}

json_t *class_labs(const json_t *class)
{
    json_t *const labs = json_array();
    size_t i, j;
    json_t *submission, *lab;
    json_array_foreach(json_object_get(class, "submissions"), i, submission)
    {
        json_array_foreach(json_object_get(submission, "labs"), j, lab)
        {
            if (insert_lab(labs, lab) != 0) {
                json_decref(labs);
                return NULL;
            }
        }
    }
    return labs;
}

size_t class_ungraded(const json_t *class)
{
    size_t count = 0, i;
    json_t *submission;
    json_array_foreach(json_object_get(class, "submissions"), i, submission)
    {
        count += !class_is_graded(submission);
    }
    return count;
}
