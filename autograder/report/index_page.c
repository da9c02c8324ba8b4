#include "report/index_page.h"

#include "report/class_results.h"
#include "report/graded.h"
#include "report/page.h"
#include "report/statistics.h"
#include "report/text.h"

#include <math.h>
#include <stdbool.h>

static void write_link(const json_t *submission, size_t number, FILE *page)
{
    char name[40];
    page_of_student(number, name);
    html_print(page, "<a href=\"%s\"><bdi>%s</bdi></a>", name, graded_text(submission, "name"));
}

static void write_ungraded(const json_t *class, FILE *page)
{
    html_print(page, "<div class=\"look\"><h3>Could not be graded</h3><ul>\n");
    size_t i;
    json_t *submission;
    json_array_foreach(json_object_get(class, "submissions"), i, submission)
    {
        if (!class_is_graded(submission)) {
            const char *const error = graded_text(submission, "error");
            html_print(page, "<li>");
            write_link(submission, i + 1, page);
            html_print(page, ": %s%s</li>\n",
                       *error ? error : "grader error: some checks could not be run",
                       json_is_true(json_object_get(submission, "earlier"))
                           ? " (the result of an earlier run is kept)"
                           : "");
        }
    }
    html_print(page, "</ul><p class=\"quiet\">These are in no mean, and have no mark in the "
                     "gradebook unless an earlier one is kept.</p></div>\n");
}

/* What was not taken from the submissions: symbolic links, files that are too large, and so on. */
static void write_notes(const json_t *class, FILE *page)
{
    bool open = false;
    size_t i, j;
    json_t *submission, *note;
    json_array_foreach(json_object_get(class, "submissions"), i, submission)
    {
        json_array_foreach(json_object_get(submission, "notes"), j, note)
        {
            fputs(open ? "" : "<div class=\"look\"><h3>Files that were not taken</h3><ul>\n", page);
            open = true;
            html_print(page, "<li>");
            write_link(submission, i + 1, page);
            html_print(page, ": %s</li>\n", json_string_value(note) ? json_string_value(note) : "");
        }
    }
    fputs(open ? "</ul></div>\n" : "", page);
}

static void write_tile(FILE *page, double value, const char *what)
{
    if (isnan(value)) {
        html_print(page, "<li><b>–</b><span>%s</span></li>", what);
    } else {
        html_print(page, "<li><b>%g</b><span>%s</span></li>", round(value * 10) / 10, what);
    }
}

static void write_tiles(const struct lab_statistics *statistics, FILE *page)
{
    html_print(page, "<ul class=\"tiles\">");
    write_tile(page, statistics->mean, "mean");
    write_tile(page, statistics->median, "median");
    write_tile(page, (double)statistics->graded, "graded");
    write_tile(page, (double)statistics->not_started, "not started");
    write_tile(page, (double)statistics->not_built, "not built");
    write_tile(page, (double)(statistics->incomplete + statistics->not_graded), "not graded");
    html_print(page, "</ul>\n");
}

static bool is_not_built(const json_t *lab)
{
    return lab_count(lab, "does not build") > 0;
}

/* Lists the students whose result for the lab is so; writes nothing when there are none. */
static void write_who(const json_t *class, const char *lab, bool (*is_so)(const json_t *lab),
                      const char *title, FILE *page)
{
    const char *between = NULL;
    size_t i;
    json_t *submission;
    json_array_foreach(json_object_get(class, "submissions"), i, submission)
    {
        const json_t *const result = graded_lab(submission, lab);
        if (result && is_so(result)) {
            if (!between) {
                html_print(page, "<p class=\"look start\"><b>%s:</b> ", title);
            }
            fputs(between ? between : "", page);
            write_link(submission, i + 1, page);
            between = ", ";
        }
    }
    fputs(between ? "</p>\n" : "", page);
}

static int write_lab(const json_t *class, const json_t *lab, FILE *page, struct message *why)
{
    const char *const name = graded_text(lab, "lab");
    struct lab_statistics statistics;
    if (statistics_of_lab(class, name, &statistics, why) != 0) {
        return -1;
    }
    html_print(page, "<section id=\"lab%s\"><h2>Lab %s: %s</h2>\n", name, name,
               graded_text(lab, "title"));
    write_tiles(&statistics, page);
    write_who(class, name, lab_is_untouched, "Not started", page);
    write_who(class, name, is_not_built, "A file does not compile", page);
    index_page_students(class, lab, page);
    index_page_exercises(class, lab, page);
    html_print(page, "</section>\n");
    return 0;
}

static void write_heading(const json_t *class, const json_t *labs, FILE *page)
{
    html_print(page, "<h1>Class results</h1>\n<nav>");
    size_t i;
    json_t *lab;
    json_array_foreach(labs, i, lab)
    {
        html_print(page, "<a href=\"#lab%s\">Lab %s</a>", graded_text(lab, "lab"),
                   graded_text(lab, "lab"));
    }
    html_print(page, "<a href=\"gradebook.csv\">gradebook.csv</a>"
                     "<a href=\"results.json\">results.json</a></nav>\n");
    const size_t count = json_array_size(json_object_get(class, "submissions"));
    html_print(page, "<p class=\"quiet\">%zu %s</p>\n", count,
               count == 1 ? "submission" : "submissions");
}

static void write_footer(const json_t *class, FILE *page)
{
    const json_t *const times = json_object_get(class, "times");
    html_print(page, "<footer>Graded by Descent until %s, in %g s.</footer>\n",
               graded_text(times, "at"), round(graded_number(times, "seconds")));
}

int index_page_write(const json_t *class, const json_t *labs, FILE *page, struct message *why)
{
    page_begin(page, "Class results", page_sort_script);
    write_heading(class, labs, page);
    if (class_ungraded(class) > 0) {
        write_ungraded(class, page);
    }
    write_notes(class, page);
    size_t i;
    json_t *lab;
    json_array_foreach(labs, i, lab)
    {
        if (write_lab(class, lab, page, why) != 0) {
            return -1;
        }
    }
    write_footer(class, page);
    page_end(page);
    return 0;
}
