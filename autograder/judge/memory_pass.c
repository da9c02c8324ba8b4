#include "judge/memory_pass.h"

#include "judge/memory.h"
#include "wire/bundle.h"

#include <stdio.h>
#include <string.h>

static void add_fault(json_t *array, const struct memory_fault *fault)
{
    json_array_append_new(array, json_pack("{s:s, s:s, s:s, s:s, s:i}", "exercise", fault->exercise,
                                           "function", fault->function, "text", fault->text, "file",
                                           fault->file, "line", fault->line));
}

/* The exercise of the first request, and the bytes of all requests to its driver that stand together.
 */
static size_t first_exercise(const unsigned char *requests, size_t length, char exercise[8])
{
    char driver[8] = "";
    size_t used = 0;
    for (bool same = true; same && used < length;) {
        struct bundle request;
        struct message why;
        const long bytes = bundle_decode(requests + used, length - used, &request, &why);
        if (bytes <= 0) {
            panic("judge: a kept request cannot be read: %s", why.text);
        }
        if (used == 0) {
            strcpy(driver, request.exercise);
        }
        same = strcmp(request.exercise, driver) == 0;
        used += same ? (size_t)bytes : 0;
        bundle_free(&request);
    }
    snprintf(exercise, 8, "%.*s", (int)strspn(driver, "0123456789."), driver);
    return used;
}

static bool has_fault(const struct memory_faults *faults, const char *exercise)
{
    for (size_t i = 0; i < faults->count; i++) {
        if (strcmp(faults->fault[i].exercise, exercise) == 0) {
            return true;
        }
    }
    return false;
}

/* A program that ends, or waits, where Valgrind watches, and nowhere else, has something to hide. */
static void see_no_return(json_t *array, const struct memory_faults *faults, const char *exercise)
{
    struct memory_fault fault = {.text =
                                     "Under Valgrind it does not come back, as it does without."};
    if (!has_fault(faults, exercise)) {
        strcpy(fault.exercise, exercise);
        add_fault(array, &fault);
    }
}

json_t *memory_pass(const struct valgrind_run *run, unsigned char *requests, size_t length,
                    struct message *why)
{
    enum { most_stops = 2 }; /* each may have taken a minute */
    json_t *const array = json_array();
    for (size_t stops = 0; length > 0 && stops < most_stops;) {
        struct memory_faults faults;
        size_t answered;
        char exercise[8];
        const enum valgrind_end end = valgrind_ask(run, requests, length, &answered, why);
        if (end == valgrind_failed || memory_read(run->report_path, &faults, why) != 0) {
            json_decref(array);
            return NULL;
        }
        for (size_t i = 0; i < faults.count; i++) {
            add_fault(array, &faults.fault[i]);
        }
        const size_t given_up =
            answered + first_exercise(requests + answered, length - answered, exercise);
        if (end == valgrind_left) {
            see_no_return(array, &faults, exercise);
        }
        stops += end == valgrind_stopped ? 1 : 0;
        length -= given_up;
        memmove(requests, requests + given_up, length);
    }
    return array;
}
