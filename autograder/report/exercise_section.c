#include "report/student_page.h"

#include "report/exercise_state.h"
#include "report/graded.h"
#include "report/text.h"

#include <math.h>
#include <string.h>

static void write_heading(const json_t *exercise, FILE *page)
{
    const struct exercise_state look = exercise_state_of(exercise);
    char words[128];
    exercise_state_words(exercise, words, sizeof words);
    html_print(page, "<header><h3>%s %s</h3>", graded_text(exercise, "id"),
               graded_text(exercise, "title"));
    html_print(page, "<span class=\"state %s\">%s %s</span>", look.tone, look.symbol, words);
    if (exercise_is_judged(exercise)) {
        html_print(page, "<span><b>%g</b> of %g points</span>", graded_number(exercise, "points"),
                   graded_number(exercise, "max"));
    } else {
        html_print(page, "<span>not judged, of %g points</span>", graded_number(exercise, "max"));
    }
    html_print(page, "</header>\n");
    if (*graded_text(exercise, "file")) {
        html_print(page, "<p class=\"quiet\"><code>%s</code> in <code>%s</code></p>\n",
                   graded_text(exercise, "function"), graded_text(exercise, "file"));
    }
}

static void write_parts(const json_t *exercise, FILE *page)
{
    const json_t *const parts = json_object_get(exercise, "parts");
    size_t i;
    json_t *part;
    json_array_foreach(parts, i, part)
    {
        fputs(i == 0 ? "<p>Parts: " : ", ", page);
        html_print(page, "%s %g of %g", graded_text(part, "name"), graded_number(part, "points"),
                   graded_number(part, "max"));
    }
    fputs(json_array_size(parts) > 0 ? "</p>\n" : "", page);
}

/* A line of the fault's description list; nothing when there is no such text. */
static void write_detail(const json_t *fault, const char *key, const char *label, FILE *page)
{
    if (*graded_text(fault, key)) {
        html_print(page, "<dt>%s</dt><dd>%s</dd>", label, graded_text(fault, key));
    }
}

static void write_place(const json_t *fault, FILE *page)
{
    const double line = graded_number(fault, "line");
    if (*graded_text(fault, "file")) {
        html_print(page, "<dt>In</dt><dd><code>%s", graded_text(fault, "file"));
        if (!isnan(line)) {
            html_print(page, ":%g", line);
        }
        html_print(page, "</code></dd>");
    }
}

static void write_commands(const json_t *fault, FILE *page)
{
    const json_t *const commands = json_object_get(fault, "commands");
    size_t i;
    json_t *command;
    json_array_foreach(commands, i, command)
    {
        const char *const text = json_string_value(command);
        fputs(i == 0 ? "<pre>" : "\n", page);
        html_print(page, "%s", text ? text : "");
    }
    fputs(json_array_size(commands) > 0 ? "</pre>\n" : "", page);
}

static void write_fault(const json_t *fault, FILE *page)
{
    html_print(page, "<div class=\"fault\"><p>%s</p>\n", graded_text(fault, "text"));
    if (*graded_text(fault, "means")) {
        html_print(page, "<p>%s</p>\n", graded_text(fault, "means"));
    }
    html_print(page, "<dl>");
    write_detail(fault, "case", "Case", page);
    write_detail(fault, "where", "Where", page);
    write_detail(fault, "expected", "Expected", page);
    write_detail(fault, "got", "Got", page);
    write_place(fault, page);
    html_print(page, "</dl>\n");
    if (*graded_text(fault, "says")) { /* of a known mistake that gives the same answer */
        html_print(page, "<p>%s</p>\n", graded_text(fault, "says"));
    }
    if (*graded_text(fault, "question")) {
        html_print(page, "<p class=\"question\">%s</p>\n", graded_text(fault, "question"));
    }
    write_commands(fault, page);
    html_print(page, "</div>\n");
}

bool student_page_has_section(const json_t *exercise)
{
    const bool partly = strcmp(graded_text(exercise, "state"), "partly") == 0;
    return json_array_size(json_object_get(exercise, "faults")) > 0 ||
           json_array_size(json_object_get(exercise, "convergence")) > 0 ||
           (partly && json_array_size(json_object_get(exercise, "parts")) > 0);
}

void student_page_section(const json_t *exercise, const struct chart_tools *tools, FILE *page)
{
    html_print(page, "<section class=\"exercise\" id=\"e%s\">\n", graded_text(exercise, "id"));
    write_heading(exercise, page);
    write_parts(exercise, page);
    size_t i;
    json_t *fault, *convergence;
    json_array_foreach(json_object_get(exercise, "faults"), i, fault)
    {
        write_fault(fault, page);
    }
    html_print(page, "<div class=\"charts\">\n");
    json_array_foreach(json_object_get(exercise, "convergence"), i, convergence)
    {
        chart_write(tools, convergence, page);
    }
    html_print(page, "</div></section>\n");
}
