#define _GNU_SOURCE
#include "judge/check.h"

#include "base/file.h"
#include "judge/compare.h"

#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <tgmath.h>
#include <unistd.h>

/* Against the reference both sides compute the same formula; against central differences the
 * measurement itself is off by about 1e-9. */
static const real value_tolerance = (real)1e-9, gradient_tolerance = (real)2e-7;

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

struct bundle check_case(const struct check *check, const char *format, ...)
{
    struct bundle request = bundle_new("call", check->exercise->id);
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

/* The case in words with the shapes of its arrays: "the handout's numbers: x (3,1), w (1,1)". */
static void describe_case(const struct bundle *request, char *text, size_t size)
{
    size_t used = (size_t)snprintf(text, size, "%s", request->note);
    for (size_t i = 0; i < request->frames && used < size; i++) {
        const struct frame *const frame = &request->frame[i];
        if (frame->count == 1 && frame->shape.rank == 1) {
            used += (size_t)snprintf(text + used, size - used, "%s%s = %.6g", i > 0 ? ", " : ": ",
                                     frame->name, (double)frame->data[0]);
        } else {
            used += (size_t)snprintf(text + used, size - used, "%s%s %s", i > 0 ? ", " : ": ",
                                     frame->name, shape_to_text(frame->shape).text);
        }
    }
}

static void save(const struct check *check, const char *name, const struct bundle *bundle)
{
    char path[1024];
    struct file_writer writer;
    struct message unused;
    snprintf(path, sizeof path, "%s/%s", check->work, name);
    if (file_begin(&writer, path, &unused) != 0) {
        return;
    }
    size_t length;
    unsigned char *const bytes = bundle_encode(bundle, &length);
    fwrite(bytes, 1, length, writer.stream);
    free(bytes);
    file_finish(&writer, &unused);
}

/* Keeps the first failing case for `make show` and `make debug`. */
static void keep_case(const struct check *check, const struct bundle *request,
                      const struct bundle *expected, const struct bundle *got)
{
    if (!check->work || check->faults > 0) {
        return;
    }
    save(check, "failing.request", request);
    if (expected) {
        save(check, "failing.expected", expected);
    }
    if (got) {
        save(check, "failing.got", got);
    }
}

void check_fault(struct check *check, const struct fault *fault)
{
    const int part = names_find(&check->exercise->parts, fault->subject);
    if (part >= 0) {
        check->part_failed[part] = true;
    }
    for (size_t i = 0; i < check->faults; i++) { /* the first of each subject tells enough */
        if (strcmp(check->fault[i].subject, fault->subject) == 0) {
            return;
        }
    }
    if (check->faults < check_max_faults) {
        check->fault[check->faults++] = *fault;
    }
}

/* What came from a worker may hold any bytes; the results are UTF-8. */
static void make_printable(char *text)
{
    for (char *c = text; *c; c++) {
        *c = *c < 32 || *c > 126 ? '?' : *c;
    }
}

static void stop(struct check *check, enum state state, const struct bundle *request,
                 const char *format, ...) __attribute__((format(printf, 4, 5)));

static void stop(struct check *check, enum state state, const struct bundle *request,
                 const char *format, ...)
{
    struct fault fault = {.subject = "stopped"};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(fault.text, sizeof fault.text, format, arguments);
    va_end(arguments);
    make_printable(fault.text);
    describe_case(request, fault.case_name, sizeof fault.case_name);
    keep_case(check, request, NULL, NULL);
    if (check->faults == check_max_faults) {
        check->faults--;
    }
    check_fault(check, &fault);
    check->stopped = true;
    check->state = state;
}

static void stop_at_todo(struct check *check, const struct bundle *answer)
{
    check->stopped = true;
    if (strcmp(answer->exercise, check->exercise->id) == 0) {
        check->state = state_not_started;
    } else {
        check->state = state_waits;
        strcpy(check->waits_for, answer->exercise);
        make_printable(check->waits_for);
    }
}

/* What abort means, from the last words: the C library speaks of damaged memory in these. */
static const char *abort_in_words(const char *printed)
{
    static const char *const damage[] = {"malloc",    "free()",      "munmap_chunk",
                                         "corrupted", "double free", "stack smashing",
                                         "sysmalloc"};
    for (size_t i = 0; i < sizeof damage / sizeof *damage; i++) {
        if (strstr(printed, damage[i])) {
            return "it wrote outside of an array, or freed what it must not (the C library found "
                   "its "
                   "memory damaged)";
        }
    }
    return "it was ended by abort: a failed assert?";
}

static const char *crash_in_words(int signal_number, const char *printed)
{
    switch (signal_number) {
    case SIGSEGV:
    case SIGBUS:
        return "it read or wrote where there is no array (segmentation fault)";
    case SIGFPE:
        return "it divided whole numbers by zero";
    case SIGABRT:
        return abort_in_words(printed);
    case SIGILL:
        return "it ran an illegal instruction: is a return missing?";
    default:
        return strsignal(signal_number);
    }
}

/* The last line that the worker had printed, for "it printed: ..."; "" when nothing. */
static void last_line(const char *printed, char *line, size_t size)
{
    const char *end = printed + strlen(printed);
    while (end > printed && end[-1] == '\n') {
        end--;
    }
    const char *start = end;
    while (start > printed && start[-1] != '\n') {
        start--;
    }
    const size_t length = (size_t)(end - start) < size - 1 ? (size_t)(end - start) : size - 1;
    memcpy(line, start, length);
    line[length] = '\0';
}

/* What is refused and what does not end is not to be tried again under Valgrind. */
static void forget_requests(const struct check *check)
{
    if (check->requests) {
        rewind(check->requests);
        (void)!ftruncate(fileno(check->requests), 0);
    }
}

/* "batches_shuffle or batches_next": which one it was is not known here. */
static void name_functions(const struct exercise *exercise, char *text, size_t size)
{
    size_t used = 0;
    for (size_t i = 0; i < exercise->functions.count && used < size; i++) {
        used += (size_t)snprintf(text + used, size - used, "%s%s", i > 0 ? " or " : "",
                                 exercise->functions.name[i]);
    }
}

static void stop_at(struct check *check, enum outcome outcome, const struct bundle *request)
{
    char function[160];
    name_functions(check->exercise, function, sizeof function);
    const struct client *const client = &check->student;
    char printed[120];
    last_line(client->printed, printed, sizeof printed);
    const char *const said = *printed ? " It had printed: " : "";
    switch (outcome) {
    case crashed:
        stop(check, state_crashed, request, "%s crashed: %s.%s%s", function,
             crash_in_words(client->signal, client->printed), said, printed);
        break;
    case denied:
        forget_requests(check);
        stop(check, state_wrong, request, "%s %s: no exercise needs that, and it was refused.",
             function, client->why.text);
        break;
    case quit:
        stop(check, state_crashed, request,
             "The program ended inside %s (exit, status %d) and never answered.%s%s", function,
             WEXITSTATUS(client->status), said, printed);
        break;
    case timed_out:
        stop(check, state_timed_out, request,
             "%s did not come back within %zu seconds of computing: is there a loop that never "
             "ends?%s%s",
             function, worker_limits.cpu_seconds, said, printed);
        break;
    case too_much:
        forget_requests(check);
        stop(check, state_wrong, request, "%s printed or answered more than is allowed (%zu MiB).",
             function, worker_limits.printed_bytes >> 20);
        break;
    case unknown: /* only a recording may say so */
    case malformed:
        stop(check, state_wrong, request, "No answer came from %s, but something else: %s.",
             function, client->why.text);
        break;
    default:
        stop(check, state_grader_error, request, "The grader could not run your code: %s.",
             client->why.text);
    }
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
        describe_case(request, fault.case_name, sizeof fault.case_name);
        strcpy(fault.where, place_of(given, at).text);
        strcpy(fault.expected, number_to_text(given->data[at]).text);
        strcpy(fault.got, number_to_text(now->data[at]).text);
        keep_case(check, request, request, answer);
        check_fault(check, &fault);
        return;
    }
}

static void keep_request(const struct check *check, const struct bundle *request)
{
    enum { small = 16384 }; /* bytes: Valgrind replays these */
    size_t length;
    unsigned char *const bytes = bundle_encode(request, &length);
    if (check->requests && length <= small) {
        fwrite(bytes, 1, length, check->requests);
    }
    free(bytes);
}

bool check_ask(struct check *check, const struct bundle *request, struct bundle *answer)
{
    keep_request(check, request);
    const enum outcome outcome = client_ask(&check->student, request, answer);
    if (outcome == todo) {
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
    stop(check, state_grader_error, request, "The grader's own worker failed: %s %s",
         check->reference.worker, check->reference.why.text);
    return false;
}

/* Adds what was got to the fingerprint, each element with a weight of its own. It stays finite
 * whatever came. */
static void add_to_fingerprint(struct check *check, const struct frame *got)
{
    for (size_t i = 0; i < got->count; i++) {
        const double value = fabs(got->data[i]) <= (real)1e30 ? (double)got->data[i] : 1e3;
        check->fingerprint += value * (1 + (double)(i % 97) / 97);
    }
}

struct comparison {
    struct check *check;
    const struct bundle *request, *expected, *got;
    real tolerance;
    const char *remark; /* stands behind the sentence, "" for none */
};

/* Compares the arrays of one name and records what is wrong. */
static void compare(const struct comparison *at, const char *name)
{
    struct check *const check = at->check;
    const struct frame *const want = bundle_find(at->expected, name);
    const struct frame *const got = bundle_find(at->got, name);
    const struct frame *const before = bundle_find(at->request, name);
    const int part = names_find(&check->exercise->parts, name);
    if (part >= 0) {
        check->part_seen[part] = true;
    }
    if (!got || got->count != want->count) {
        message_set(&check->student.why, "an answer without %s", name);
        stop_at(check, malformed, at->request);
        return;
    }
    add_to_fingerprint(check, got);
    const struct difference difference =
        compare_arrays(want, got, before ? before->data : NULL, at->tolerance);
    if (difference.wrong == 0) {
        return;
    }
    struct fault fault = {.case_name = ""};
    snprintf(fault.subject, sizeof fault.subject, "%s", name);
    snprintf(fault.text, sizeof fault.text, "%s%s", difference.text, at->remark);
    describe_case(at->request, fault.case_name, sizeof fault.case_name);
    strcpy(fault.where, place_of(got, difference.index).text);
    strcpy(fault.expected, number_to_text(want->data[difference.index]).text);
    strcpy(fault.got, number_to_text(got->data[difference.index]).text);
    keep_case(check, at->request, at->expected, at->got);
    check_fault(check, &fault);
}

void check_values(struct check *check, struct bundle *request)
{
    struct bundle expected, got;
    if (!check->stopped && check_ask_reference(check, request, &expected)) {
        if (check_ask(check, request, &got)) {
            const struct comparison at = {check, request, &expected, &got, value_tolerance, ""};
            for (size_t i = 0; i < expected.frames && !check->stopped; i++) {
                const struct frame *const given = bundle_find(request, expected.frame[i].name);
                if (!given || given->changes) {
                    compare(&at, expected.frame[i].name);
                }
            }
            bundle_free(&got);
        }
        bundle_free(&expected);
    }
    bundle_free(request);
}

/* Adds to `expected` what the gradient should be: what stood there plus the measured one. */
static bool measure(struct check *check, const struct bundle *request, const char *forward,
                    const char *output, const char *above, const struct derivative *derivative,
                    struct bundle *expected)
{
    struct bundle question = bundle_copy(request), measured;
    strcpy(question.verb, "gradient");
    strcpy(question.exercise, forward);
    snprintf(question.note, sizeof question.note, "%s %s %s", output, above, derivative->input);
    const bool asked = check_ask_reference(check, &question, &measured);
    bundle_free(&question);
    if (!asked) {
        return false;
    }
    const struct frame *const before = bundle_find(request, derivative->gradient);
    struct frame *const want = bundle_add(expected, derivative->gradient, before->shape);
    for (size_t i = 0; i < want->count; i++) {
        want->data[i] = before->data[i] + measured.frame[0].data[i];
    }
    bundle_free(&measured);
    return true;
}

void check_gradients(struct check *check, struct bundle *request, const char *forward,
                     const char *output, const char *above, const struct derivative *derivatives,
                     size_t count)
{
    struct bundle expected = bundle_new("answer", check->exercise->id), got;
    bool measured = !check->stopped;
    for (size_t i = 0; i < count && measured; i++) {
        measured = measure(check, request, forward, output, above, &derivatives[i], &expected);
    }
    if (measured && check_ask(check, request, &got)) {
        const struct comparison at = {check,
                                      request,
                                      &expected,
                                      &got,
                                      gradient_tolerance,
                                      " (The expected gradient is measured: the loss's rate of "
                                      "change, by central differences.)"};
        for (size_t i = 0; i < count && !check->stopped; i++) {
            compare(&at, derivatives[i].gradient);
        }
        bundle_free(&got);
    }
    bundle_free(&expected);
    bundle_free(request);
}

void check_that(struct check *check, bool holds, const char *subject, const struct bundle *request,
                const char *format, ...)
{
    const int part = names_find(&check->exercise->parts, subject);
    if (part >= 0) {
        check->part_seen[part] = true;
    }
    if (holds) {
        return;
    }
    struct fault fault = {.case_name = ""};
    snprintf(fault.subject, sizeof fault.subject, "%s", subject);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(fault.text, sizeof fault.text, format, arguments);
    va_end(arguments);
    describe_case(request, fault.case_name, sizeof fault.case_name);
    keep_case(check, request, NULL, NULL);
    check_fault(check, &fault);
}

static bool part_passed(const struct check *check, size_t part)
{
    return check->part_seen[part] && !check->part_failed[part];
}

void check_finish(struct check *check)
{
    if (!check->stopped) {
        bool some_part = false;
        for (size_t i = 0; i < check->exercise->parts.count; i++) {
            some_part = some_part || part_passed(check, i);
        }
        for (size_t i = 0; i < check->faults; i++) { /* a fault outside the parts costs all */
            if (names_find(&check->exercise->parts, check->fault[i].subject) < 0) {
                some_part = false;
            }
        }
        check->state = check->faults == 0 ? state_passed : some_part ? state_partly : state_wrong;
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
