#define _GNU_SOURCE
#include "judge/stop.h"

#include "judge/case.h"

#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void stop_with(struct check *check, enum state state, const struct bundle *request,
               const char *format, ...)
{
    struct fault fault = {.subject = "stopped"};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(fault.text, sizeof fault.text, format, arguments);
    va_end(arguments);
    message_make_printable(fault.text);
    case_describe(request, fault.case_name, sizeof fault.case_name);
    case_keep(check, request, NULL, NULL);
    if (check->faults == check_max_faults) {
        check->faults--;
    }
    check_fault(check, &fault);
    check->stopped = true;
    check->state = state;
}

/* Where the last line that was printed begins. */
static const char *last_line(const char *printed)
{
    const char *start = printed + strlen(printed);
    while (start > printed && start[-1] == '\n') {
        start--;
    }
    while (start > printed && start[-1] != '\n') {
        start--;
    }
    return start;
}

/* What abort means, from the last words: the C library speaks of damaged memory in these, and the
 * library's own panic begins with its name. */
static const char *abort_in_words(const char *printed)
{
    static const char own_words[] = "descent: ";
    static const char *const damage[] = {"malloc",    "free()",      "munmap_chunk",
                                         "corrupted", "double free", "stack smashing",
                                         "sysmalloc"};
    for (size_t i = 0; i < sizeof damage / sizeof *damage; i++) {
        if (strstr(printed, damage[i])) {
            return "it wrote outside of an array, or freed what it must not (the C library found "
                   "its memory damaged)";
        }
    }
    return strncmp(last_line(printed), own_words, strlen(own_words)) == 0
               ? "it stopped itself"
               : "it was ended by abort (a failed assert?)";
}

static const char *crash_in_words(int signal_number, const char *printed)
{
    switch (signal_number) {
    case SIGSEGV:
    case SIGBUS:
        return "it read or wrote where there is no array, or a function calls itself without end "
               "(segmentation fault)";
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

/* " It had printed: " and the last line that the worker had; "" when there is none. */
static void quote_last_line(const char *printed, char *text, size_t size)
{
    enum { most = 119 };
    const char *const start = last_line(printed);
    const size_t whole = strcspn(start, "\n");
    const int length = whole < most ? (int)whole : most;
    snprintf(text, size, "%s%.*s", length > 0 ? " It had printed: " : "", length, start);
}

void stop_forget_requests(const struct check *check, long start)
{
    if (check->requests && fseek(check->requests, start, SEEK_SET) == 0) {
        (void)!ftruncate(fileno(check->requests), start);
    }
}

/* "batches_shuffle or batches_next" where it is not known which one it was. */
static void name_functions(const struct check *check, char *text, size_t size)
{
    const struct exercise *const exercise = check->exercise;
    size_t used = 0;
    if (check->function) {
        snprintf(text, size, "%s", check->function);
        return;
    }
    for (size_t i = 0; i < exercise->functions.count && used < size; i++) {
        used += (size_t)snprintf(text + used, size - used, "%s%s", i > 0 ? " or " : "",
                                 exercise->functions.name[i]);
    }
}

void stop_at(struct check *check, enum outcome outcome, const struct bundle *request)
{
    const struct client *const client = &check->student;
    char function[160], said[160];
    name_functions(check, function, sizeof function);
    quote_last_line(client->printed, said, sizeof said);
    switch (outcome) {
    case crashed:
        stop_with(check, state_crashed, request, "%s crashed: %s.%s", function,
                  crash_in_words(client->signal, client->printed), said);
        break;
    case denied:
        stop_forget_requests(check, 0);
        stop_with(check, state_wrong, request, "%s %s: no exercise needs that, and it was refused.",
                  function, client->why.text);
        break;
    case quit:
        stop_with(check, state_crashed, request,
                  "The program ended inside %s (exit, status %d) and never answered.%s", function,
                  WEXITSTATUS(client->status), said);
        break;
    case timed_out:
        stop_with(check, state_timed_out, request,
                  "%s did not come back within %zu seconds of computing: is there a loop that "
                  "never ends?%s",
                  function, worker_limits.cpu_seconds, said);
        break;
    case waiting:
        stop_with(
            check, state_timed_out, request,
            "%s waits for what never comes: does it read input (scanf, getchar) or sleep? All "
            "that an exercise needs stands in its arguments.%s",
            function, said);
        break;
    case too_much:
        stop_forget_requests(check, 0);
        stop_with(check, state_wrong, request,
                  "%s printed or answered more than is allowed (%zu MiB).", function,
                  worker_limits.printed_bytes >> 20);
        break;
    case unknown: /* only a recording may say so */
    case malformed:
        stop_with(check, state_wrong, request, "No answer came from %s, but something else: %s.",
                  function, client->why.text);
        break;
    default:
        stop_with(check, state_grader_error, request, "The grader could not run your code: %s.",
                  client->why.text);
    }
}

static void add_name(struct names *names, const char *name)
{
    if (names_find(names, name) < 0) {
        strcpy(names->name[names->count++], name);
    }
}

/* The function that is not written: one of the exercise's may call another. What the answer says is
 * believed as far as it names one of them. */
static const char *function_of(const struct check *check, const struct bundle *answer)
{
    const struct names *const functions = &check->exercise->functions;
    const char *const space = strrchr(answer->note, ' ');
    const int named = space ? names_find(functions, space + 1) : -1;
    return named >= 0 ? functions->name[named] : check->function;
}

/* One function of several is not written: the others are judged all the same. */
static void end_section(struct check *check, const struct bundle *answer)
{
    const int part = check->part ? names_find(&check->exercise->parts, check->part) : -1;
    check->section_over = true;
    if (part >= 0) {
        check->part_failed[part] = true;
    }
    add_name(&check->unwritten, function_of(check, answer));
    add_name(&check->unasked, check->function);
}

void stop_at_todo(struct check *check, const struct bundle *answer)
{
    if (check->function && strcmp(answer->exercise, check->exercise->id) == 0) {
        end_section(check, answer);
        return;
    }
    check->stopped = true;
    if (strcmp(answer->exercise, check->exercise->id) == 0) {
        check->state = state_not_started;
    } else {
        check->state = state_waits;
        strcpy(check->waits_for, answer->exercise);
        message_make_printable(check->waits_for);
    }
}
