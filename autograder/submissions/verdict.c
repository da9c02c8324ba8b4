#include "submissions/verdict.h"

#include "report/class_results.h"
#include "report/graded.h"
#include "report/text.h"

#include <stdlib.h>
#include <string.h>

enum { tail_size = 2048 /* bytes of the log */, line_size = 300 };

/* Reads the end of the log into `tail`. Returns its length. */
static size_t read_tail(const char *path, char tail[tail_size])
{
    FILE *const log = fopen(path, "rb");
    size_t length = 0;
    if (log) {
        if (fseek(log, -(tail_size - 1), SEEK_END) != 0) {
            rewind(log);
        }
        length = fread(tail, 1, tail_size - 1, log);
        fclose(log);
    }
    tail[length] = '\0';
    return length;
}

/* The last line that the grader printed, fit to be shown; "it printed nothing" when it did not. */
static void last_line(const char *folder, char line[line_size])
{
    char path[1024], tail[tail_size];
    snprintf(path, sizeof path, "%s/grader.log", folder);
    size_t length = read_tail(path, tail);
    while (length > 0 && strchr("\r\n\t ", tail[length - 1])) {
        length--;
        tail[length] = '\0';
    }
    const char *const newline = strrchr(tail, '\n');
    char *const clean = text_clean(newline ? newline + 1 : tail);
    snprintf(line, line_size, "%.290s", clean && *clean ? clean : "it printed nothing");
    free(clean);
}

/* Takes each "folder/" out of the text: its name differs from run to run. */
static void shorten(char *text, const char *folder)
{
    const size_t length = strlen(folder);
    for (char *found; length > 0 && (found = strstr(text, folder));) {
        const size_t cut = length + (found[length] == '/');
        memmove(found, found + cut, strlen(found + cut) + 1);
    }
}

/* Why a grader with this end has left no result; "" when it should have. */
static void explain_end(const struct grader_end *end, const char *folder, double limit,
                        struct message *error)
{
    char line[line_size];
    switch (end->how) {
    case grader_timed_out:
        message_set(error, "grader error: not graded: still running after %g s, and stopped",
                    limit);
        break;
    case grader_killed:
        message_set(error, "grader error: not graded: the grader died of signal %d (%s)",
                    end->number, strsignal(end->number));
        break;
    case grader_not_started:
        message_set(error, "grader error: not graded: the grader could not be started: %s",
                    strerror(end->number));
        break;
    case grader_exited:
        last_line(folder, line);
        if (end->number == 127) {
            message_set(error, "grader error: not graded: the grader could not be started: %s",
                        line);
        } else if (end->number != 0) {
            message_set(error, "grader error: not graded: the grader ended with status %d: %s",
                        end->number, line);
        }
        break;
    }
}

/* True when the results say themselves that checks could not be run. */
static bool has_incomplete_lab(const json_t *labs)
{
    size_t i;
    json_t *lab;
    json_array_foreach(labs, i, lab)
    {
        if (lab_is_incomplete(lab)) {
            return true;
        }
    }
    return false;
}

/* Takes the results. Those of a grader that reports an error of its own (status 1) are taken when
 * they tell which checks are missing. */
static void take_results(json_t *results, struct verdict *verdict)
{
    json_t *const labs = json_object_get(results, "labs");
    json_t *const times = json_object_get(results, "times");
    if (verdict->error.text[0] == '\0' || has_incomplete_lab(labs)) {
        verdict->labs = json_incref(labs);
        verdict->error.text[0] = '\0';
        if (json_is_object(times)) {
            json_decref(verdict->times);
            verdict->times = json_incref(times);
        }
    }
}

struct verdict verdict_of(const struct grader_end *end, const char *folder, double limit)
{
    struct verdict verdict = {.times = json_pack("{s:f}", "seconds", end->seconds)};
    char path[1024];
    explain_end(end, folder, limit, &verdict.error);
    const bool ended_well = verdict.error.text[0] == '\0';
    if (ended_well || (end->how == grader_exited && end->number == 1)) {
        struct message why;
        snprintf(path, sizeof path, "%s/results.json", folder);
        json_t *const results = graded_read(path, &why);
        if (results) {
            take_results(results, &verdict);
        } else if (ended_well) {
            message_set(&verdict.error, "grader error: not graded: %.450s", why.text);
        }
        json_decref(results);
    }
    shorten(verdict.error.text, folder);
    return verdict;
}
