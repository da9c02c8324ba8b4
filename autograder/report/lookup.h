/* report/lookup.h: how to find one's way in results: for grade, which writes them, and for the
 * reports. It stands in a header whole, so that grade needs no part of the reports to link.
 */
#ifndef DESCENT_REPORT_LOOKUP_H
#define DESCENT_REPORT_LOOKUP_H

#include <jansson.h>
#include <stddef.h>
#include <string.h>

/* The text that stands under the key; "" when none does. */
static inline const char *graded_text(const json_t *object, const char *key)
{
    const char *const text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

/* The first object of the array whose text under the key is this one ("id", "1.6"), or NULL. It
 * belongs to the array. */
static inline json_t *graded_find(const json_t *array, const char *key, const char *text)
{
    size_t i;
    json_t *object;
    json_array_foreach(array, i, object)
    {
        if (strcmp(graded_text(object, key), text) == 0) {
            return object;
        }
    }
    return NULL;
}

/* Why the lab's memory was not checked though it was to be, "" when it was: the first reason that an
 * exercise has, for what keeps Valgrind from one keeps it from all. Of one exercise alone (its id), or
 * of all (NULL). */
static inline const char *graded_memory_unchecked(const json_t *lab, const char *only)
{
    size_t i;
    json_t *exercise;
    json_array_foreach(json_object_get(lab, "exercises"), i, exercise)
    {
        const char *const why = graded_text(exercise, "memory_unchecked");
        if (*why && (!only || strcmp(graded_text(exercise, "id"), only) == 0)) {
            return why;
        }
    }
    return "";
}

/* Why kernels were not run on a GPU though they were to be, "" when they were, or none was to be: the first reason, for
 * it is the same for all. Of one exercise alone (its id), or of all (NULL). */
static inline const char *graded_no_gpu(const json_t *lab, const char *only)
{
    size_t i;
    json_t *exercise;
    json_array_foreach(json_object_get(lab, "exercises"), i, exercise)
    {
        const json_t *const gpu = json_object_get(exercise, "gpu");
        if (json_is_false(json_object_get(gpu, "ran")) &&
            (!only || strcmp(graded_text(exercise, "id"), only) == 0)) {
            return graded_text(gpu, "text");
        }
    }
    return "";
}

#endif
