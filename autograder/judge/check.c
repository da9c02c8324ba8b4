#include "judge/check.h"

#include "judge/case.h"
#include "judge/compare.h"
#include "judge/stop.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

const char *state_word(enum state state)
{
    static const char *const words[] = {
        [state_passed] = "passed",       [state_partly] = "partly",
        [state_wrong] = "wrong",         [state_not_started] = "not started",
        [state_waits] = "waits",         [state_crashed] = "crashed",
        [state_timed_out] = "timed out", [state_grader_error] = "grader error",
    };
    return words[state];
}

void check_section(struct check *check, const char *part, const char *function)
{
    check->part = part;
    check->function = function;
    check->section_over = names_find(&check->left_out, function) >= 0;
}

bool check_is_over(const struct check *check)
{
    return check->stopped || check->section_over;
}

/* The part that something about `subject` counts for, or -1. */
static int part_of(const struct check *check, const char *subject)
{
    return names_find(&check->exercise->parts, check->part ? check->part : subject);
}

struct bundle check_case(const struct check *check, const char *format, ...)
{
    struct bundle request = bundle_new("call", check->exercise->id);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(request.note, sizeof request.note, format, arguments);
    va_end(arguments);
    return request;
}

struct bundle check_case_of(const struct check *check, char driver, const char *format, ...)
{
    char name[sizeof check->exercise->id + 1];
    snprintf(name, sizeof name, "%s%c", check->exercise->id, driver);
    struct bundle request = bundle_new("call", name);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(request.note, sizeof request.note, format, arguments);
    va_end(arguments);
    return request;
}

void give(struct bundle *request, const char *name, struct shape shape, const real *values)
{
    struct frame *const frame = bundle_add(request, name, shape);
    memcpy(frame->data, values, frame->count * sizeof *values);
}

void give_number(struct bundle *request, const char *name, real value)
{
    give(request, name, shape_1d(1), &value);
}

void give_zeros(struct bundle *request, const char *name, struct shape shape)
{
    struct frame *const frame = bundle_add(request, name, shape);
    memset(frame->data, 0, frame->count * sizeof *frame->data);
}

void give_random(struct check *check, struct bundle *request, const char *name, struct shape shape)
{
    struct frame *const frame = bundle_add(request, name, shape);
    for (size_t i = 0; i < frame->count; i++) {
        frame->data[i] = pcg32_uniform(&check->generator, -2, 2);
    }
}

void may_change(struct bundle *request, const char *name)
{
    bundle_find(request, name)->changes = true;
}

real number_in(const struct bundle *answer, const char *name)
{
    const struct frame *const frame = bundle_find(answer, name);
    return frame && frame->count == 1 ? frame->data[0] : REAL_NAN;
}

/* Which fault is about this, or how many there are. */
static size_t find_fault(const struct check *check, const char *subject)
{
    size_t i = 0;
    while (i < check->faults && strcmp(check->fault[i].subject, subject) != 0) {
        i++;
    }
    return i;
}

void check_fault(struct check *check, const struct fault *fault)
{
    const int part = part_of(check, fault->subject);
    if (part >= 0) {
        check->part_failed[part] = true;
    } else {
        check->whole_failed = true;
    }
    if (find_fault(check, fault->subject) < check->faults) {
        return; /* the first of each subject tells enough */
    }
    if (check->faults == 0) {
        check->first_fingerprint = check->fingerprint;
    }
    if (check->faults < check_max_faults) {
        struct fault *const kept = &check->fault[check->faults++];
        *kept = *fault;
        if (check->function && !*kept->function) {
            strcpy(kept->function, check->function);
        }
    }
}

void check_fault_follows(struct check *check, const char *subject, const char *cause)
{
    const size_t at = find_fault(check, subject);
    if (at == check->faults || find_fault(check, cause) == check->faults) {
        return;
    }
    check->faults--;
    memmove(&check->fault[at], &check->fault[at + 1], (check->faults - at) * sizeof *check->fault);
}

/* Every frame of the request must be in the answer, with the same number of elements. */
static bool has_all_frames(const struct bundle *request, const struct bundle *answer)
{
    for (size_t i = 0; i < request->frames; i++) {
        const struct frame *const frame = bundle_find(answer, request->frame[i].name);
        if (!frame || frame->count != request->frame[i].count) {
            return false;
        }
    }
    return true;
}

static void see_changed_inputs(struct check *check, const struct bundle *request,
                               const struct bundle *answer)
{
    for (size_t i = 0; i < request->frames; i++) {
        const struct frame *const given = &request->frame[i];
        const struct frame *const now = bundle_find(answer, given->name);
        const size_t bytes = given->count * sizeof *given->data;
        if (given->changes || memcmp(given->data, now->data, bytes) == 0) {
            continue;
        }
        size_t at = 0; /* by bytes: 0 that has become -0 is a change as well */
        while (memcmp(&given->data[at], &now->data[at], sizeof *given->data) == 0) {
            at++;
        }
        struct fault fault = {.subject = "inputs"};
        snprintf(fault.text, sizeof fault.text, "%s was changed: it is an input, to be read only.",
                 given->name);
        case_describe(request, fault.case_name, sizeof fault.case_name);
        strcpy(fault.where, place_of(given, at).text);
        strcpy(fault.expected, number_to_text(given->data[at]).text);
        strcpy(fault.got, number_to_text(now->data[at]).text);
        case_keep(check, request, request, answer);
        check_fault(check, &fault);
        return;
    }
}

static void keep_request(const struct check *check, const struct bundle *request)
{
    enum { small = 16384 }; /* bytes: Valgrind replays these */
    size_t length;
    unsigned char *const bytes = bundle_encode(request, &length);
    if (check->requests && !check->unwatched && length <= small) {
        fwrite(bytes, 1, length, check->requests);
    }
    free(bytes);
}

bool check_ask(struct check *check, const struct bundle *request, struct bundle *answer)
{
    const long kept = check->requests ? ftell(check->requests) : 0;
    if (check_is_over(check)) {
        return false;
    }
    keep_request(check, request);
    const enum outcome outcome = client_ask(&check->student, request, answer);
    if (outcome == todo) {
        stop_forget_requests(check, kept);
        stop_at_todo(check, answer);
        bundle_free(answer);
        return false;
    }
    if (outcome == answered && !has_all_frames(request, answer)) {
        message_set(&check->student.why, "an answer without all of its arrays");
        bundle_free(answer);
        client_end(&check->student);
        stop_at(check, malformed, request);
        return false;
    }
    if (outcome != answered) {
        stop_at(check, outcome, request);
        return false;
    }
    see_changed_inputs(check, request, answer);
    return true;
}

bool check_ask_reference(struct check *check, const struct bundle *request, struct bundle *answer)
{
    const enum outcome outcome = client_ask(&check->reference, request, answer);
    if (outcome == answered ||
        (outcome == unknown && client_ask(&check->student, request, answer) == answered)) {
        return true;
    }
    stop_with(check, state_grader_error, request, "The grader's own worker failed: %s %s",
              check->reference.worker, check->reference.why.text);
    return false;
}

void check_see(struct check *check, const char *subject)
{
    const int part = part_of(check, subject);
    if (part >= 0) {
        check->part_seen[part] = true;
    }
}

void check_that(struct check *check, bool holds, const char *subject, const struct bundle *request,
                const char *format, ...)
{
    check_see(check, subject);
    if (holds) {
        return;
    }
    struct fault fault = {.case_name = ""};
    snprintf(fault.subject, sizeof fault.subject, "%s", subject);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(fault.text, sizeof fault.text, format, arguments);
    va_end(arguments);
    case_describe(request, fault.case_name, sizeof fault.case_name);
    case_keep(check, request, NULL, NULL);
    check_fault(check, &fault);
}

static bool part_passed(const struct check *check, size_t part)
{
    return check->part_seen[part] && !check->part_failed[part];
}

bool check_part_passed(const struct check *check, const char *part)
{
    const int index = names_find(&check->exercise->parts, part);
    return !check->stopped && index >= 0 && part_passed(check, (size_t)index);
}

/* Says of each function whose TODO was reached that it is not written; behind the real faults. */
static void add_unwritten(struct check *check)
{
    for (size_t i = 0; i < check->unwritten.count; i++) {
        struct fault fault = {.case_name = ""};
        snprintf(fault.subject, sizeof fault.subject, "unwritten %zu", i);
        strcpy(fault.function, check->unwritten.name[i]);
        snprintf(fault.text, sizeof fault.text, "%s is not written yet: its TODO still stands.",
                 fault.function);
        if (check->faults == check_max_faults) {
            break;
        }
        check->fault[check->faults++] = fault;
    }
}

/* The verdict of a check that came to its end. */
static enum state state_of(const struct check *check)
{
    bool some_part = false;
    for (size_t i = 0; i < check->exercise->parts.count && !check->whole_failed; i++) {
        some_part = some_part || part_passed(check, i);
    }
    if (check->faults == 0 && check->unwritten.count == 0) {
        return state_passed;
    }
    return some_part ? state_partly : check->faults > 0 ? state_wrong : state_not_started;
}

void check_finish(struct check *check)
{
    if (!check->stopped) {
        check->state = state_of(check);
        if (check->state != state_not_started) {
            add_unwritten(check);
        }
    }
    client_end(&check->student);
    client_end(&check->reference);
}

unsigned check_part_points(const struct check *check, size_t part)
{
    const bool counts = check->state == state_passed || check->state == state_partly;
    return counts && part_passed(check, part) ? check->exercise->part_points[part] : 0;
}

unsigned check_points(const struct check *check)
{
    if (check->state == state_passed) {
        return check->exercise->points;
    }
    unsigned sum = 0;
    for (size_t i = 0; i < check->exercise->parts.count; i++) {
        sum += check_part_points(check, i);
    }
    return sum;
}
