#include "submissions/run_summary.h"

#include "report/class_results.h"
#include "report/graded.h"
#include "report/statistics.h"

#include <math.h>
#include <stdbool.h>

static void print_lab(const json_t *lab, const struct lab_statistics *statistics, FILE *out)
{
    fprintf(out, "lab %s: ", graded_text(lab, "lab"));
    if (statistics->graded > 0) {
        fprintf(out, "mean %.1f, median %g of %g; ", statistics->mean, statistics->median,
                graded_number(lab, "max"));
    }
    fprintf(out, "%zu not started, %zu with a file that does not build\n", statistics->not_started,
            statistics->not_built);
}

static void print_ungraded(const json_t *class, FILE *out)
{
    size_t i;
    json_t *submission;
    json_array_foreach(json_object_get(class, "submissions"), i, submission)
    {
        if (!class_is_graded(submission)) {
            const char *const error = graded_text(submission, "error");
            fprintf(out, "  %s: %s\n", graded_text(submission, "name"),
                    *error ? error : "incomplete: some checks could not be run");
        }
    }
}

/* A line when Valgrind could not look at somebody's work, with the first reason. */
static void print_memory_unchecked(const json_t *class, FILE *out)
{
    const char *why = "";
    size_t count = 0, i, j;
    json_t *submission, *lab;
    json_array_foreach(json_object_get(class, "submissions"), i, submission)
    {
        bool unchecked = false;
        json_array_foreach(json_object_get(submission, "labs"), j, lab)
        {
            const char *const here = graded_memory_unchecked(lab, NULL);
            unchecked = unchecked || *here;
            why = *why ? why : here;
        }
        count += unchecked;
    }
    if (count > 0) {
        fprintf(out, "memory was not checked in %zu submission%s, points stand: %s\n", count,
                count == 1 ? "" : "s", why);
    }
}

static int print_labs(const json_t *class, const json_t *labs, FILE *out, struct message *why)
{
    size_t i;
    json_t *lab;
    json_array_foreach(labs, i, lab)
    {
        struct lab_statistics statistics;
        if (statistics_of_lab(class, graded_text(lab, "lab"), &statistics, why) != 0) {
            return -1;
        }
        print_lab(lab, &statistics, out);
    }
    return 0;
}

int run_summary_print(const json_t *class, size_t kept, const char *reports, FILE *out,
                      struct message *why)
{
    const size_t count = json_array_size(json_object_get(class, "submissions"));
    const size_t ungraded = class_ungraded(class);
    fprintf(out, "\n%zu submissions: %zu graded, %zu not graded, in %.0f s\n", count,
            count - ungraded, ungraded, graded_number(json_object_get(class, "times"), "seconds"));
    json_t *const labs = class_labs(class);
    const int status = labs ? print_labs(class, labs, out, why) : message_set(why, "no memory");
    json_decref(labs);
    print_memory_unchecked(class, out);
    if (ungraded > 0) {
        fputs("not graded:\n", out);
        print_ungraded(class, out);
    }
    if (kept > 0) {
        fprintf(out, "of these, %zu keep the result of an earlier run\n", kept);
    }
    fprintf(out, "reports: %s/index.html, gradebook.csv, results.json\n", reports);
    return status;
}
