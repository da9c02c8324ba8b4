#include "report/student_page.h"

#include "report/exercise_state.h"
#include "report/graded.h"
#include "report/page.h"
#include "report/text.h"

#include <math.h>
#include <stdbool.h>

static void write_neighbours(const json_t *submissions, size_t number, FILE *page)
{
    char name[40];
    html_print(page, "<nav><a href=\"index.html\">Class results</a>");
    if (number > 1) {
        page_of_student(number - 1, name);
        html_print(page, "<a href=\"%s\" rel=\"prev\">← previous</a>", name);
    }
    if (number < json_array_size(submissions)) {
        page_of_student(number + 1, name);
        html_print(page, "<a href=\"%s\" rel=\"next\">next →</a>", name);
    }
    html_print(page, "</nav>\n");
}

/* What the reader must know before the results: why there are none, what was not taken. */
static void write_troubles(const json_t *submission, FILE *page)
{
    if (*graded_text(submission, "error")) {
        html_print(page, "<div class=\"look\"><p><b>Not graded:</b> %s</p>",
                   graded_text(submission, "error"));
        if (json_is_true(json_object_get(submission, "earlier"))) {
            html_print(page, "<p>What follows is the result of an earlier run.</p>");
        }
        html_print(page, "</div>\n");
    }
    const json_t *const notes = json_object_get(submission, "notes");
    if (json_array_size(notes) == 0) {
        return;
    }
    html_print(page, "<div class=\"look\"><p><b>Files that were not taken</b></p><ul>");
    size_t i;
    json_t *note;
    json_array_foreach(notes, i, note)
    {
        html_print(page, "<li>%s</li>", json_string_value(note) ? json_string_value(note) : "");
    }
    html_print(page, "</ul></div>\n");
}

static void write_overview_row(const json_t *exercise, FILE *page)
{
    const struct exercise_state look = exercise_state_of(exercise);
    const double points = graded_number(exercise, "points"), max = graded_number(exercise, "max");
    char words[128];
    exercise_state_words(exercise, words, sizeof words);
    const char *const id = graded_text(exercise, "id"), *const title =
                                                            graded_text(exercise, "title");
    if (student_page_has_section(exercise)) {
        html_print(page, "<tr><td><a href=\"#e%s\">%s</a> %s</td>", id, id, title);
    } else {
        html_print(page, "<tr id=\"e%s\"><td>%s %s</td>", id, id, title);
    }
    html_print(page, "<td><span class=\"state %s\">%s %s</span></td>", look.tone, look.symbol,
               words);
    if (isnan(points)) {
        html_print(page, "<td class=\"number\">– of %g</td><td class=\"meter\"></td></tr>\n", max);
        return;
    }
    html_print(page, "<td class=\"number\">%g of %g</td><td class=\"meter\">", points, max);
    page_bar(page, points, max, "");
    html_print(page, "</td></tr>\n");
}

/* What was counted beside the points, or why it was not. */
static void write_bonus(const json_t *exercise, FILE *page)
{
    const json_t *const bonus = json_object_get(exercise, "bonus");
    const double points = graded_number(bonus, "points"), max = graded_number(bonus, "max");
    if (!bonus) {
        return;
    }
    html_print(page, "<p>Bonus of %s: ", graded_text(exercise, "id"));
    if (isnan(points)) {
        html_print(page, "– of %g, %s</p>\n", max, graded_text(bonus, "text"));
    } else {
        html_print(page, "%g of %g. %s</p>\n", points, max, graded_text(bonus, "text"));
    }
}

static void write_lab(const json_t *lab, const struct chart_tools *tools, FILE *page)
{
    const json_t *const exercises = json_object_get(lab, "exercises");
    html_print(page, "<h2>Lab %s: %s</h2>\n<p class=\"total\">", graded_text(lab, "lab"),
               graded_text(lab, "title"));
    page_score(page, lab);
    html_print(page, "</p>\n");
    if (*graded_memory_unchecked(lab, NULL)) {
        html_print(page, "<p class=\"look\">Memory was not checked, points stand: %s.</p>\n",
                   graded_memory_unchecked(lab, NULL));
    }
    html_print(page, "<div class=\"scroll\"><table class=\"wide overview\"><thead><tr>"
                     "<th>Exercise</th><th>State</th><th class=\"number\">Points</th>"
                     "<th class=\"meter\"></th></tr></thead><tbody>\n");
    size_t i;
    json_t *exercise;
    json_array_foreach(exercises, i, exercise)
    {
        write_overview_row(exercise, page);
    }
    html_print(page, "</tbody></table></div>\n");
    json_array_foreach(exercises, i, exercise)
    {
        write_bonus(exercise, page);
    }
    json_array_foreach(exercises, i, exercise)
    {
        if (student_page_has_section(exercise)) {
            student_page_section(exercise, tools, page);
        }
    }
}

void student_page_write(const json_t *class, size_t number, const struct chart_tools *tools,
                        FILE *page)
{
    const json_t *const submissions = json_object_get(class, "submissions");
    const json_t *const submission = json_array_get(submissions, number - 1);
    page_begin(page, graded_text(submission, "name"), NULL);
    write_neighbours(submissions, number, page);
    html_print(page, "<h1><bdi>%s</bdi></h1>\n", graded_text(submission, "name"));
    write_troubles(submission, page);
    size_t i;
    json_t *lab;
    json_array_foreach(json_object_get(submission, "labs"), i, lab)
    {
        write_lab(lab, tools, page);
    }
    page_end(page);
}
