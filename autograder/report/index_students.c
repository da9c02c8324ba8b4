#include "report/index_page.h"

#include "report/exercise_state.h"
#include "report/graded.h"
#include "report/page.h"
#include "report/text.h"

static void write_head(const json_t *lab, FILE *page)
{
    html_print(page, "<thead><tr><th aria-sort=\"ascending\"><button>Student</button></th>"
                     "<th><button>Score</button></th>");
    size_t i;
    json_t *exercise;
    json_array_foreach(json_object_get(lab, "exercises"), i, exercise)
    {
        html_print(page, "<th class=\"mark\" title=\"%s\">%s</th>", graded_text(exercise, "title"),
                   graded_text(exercise, "id"));
    }
    html_print(page, "</tr></thead>\n");
}

static void write_mark(const json_t *exercise, const char *page_name, FILE *page)
{
    const struct exercise_state look = exercise_state_of(exercise);
    char words[128];
    exercise_state_words(exercise, words, sizeof words);
    html_print(page, "<td class=\"mark %s\"><a href=\"%s#e%s\" title=\"%s %s: %s", look.tone,
               page_name, graded_text(exercise, "id"), graded_text(exercise, "id"),
               graded_text(exercise, "title"), words);
    if (exercise_is_judged(exercise)) {
        html_print(page, ", %g of %g points", graded_number(exercise, "points"),
                   graded_number(exercise, "max"));
    }
    html_print(page, "\">%s</a></td>", look.symbol);
}

/* The cells of a submission that has a result for the lab. */
static void write_result(const json_t *lab, const json_t *result, const char *page_name, FILE *page)
{
    const double score = graded_number(result, "score");
    html_print(page, "<td data-key=\"%g\"><div class=\"measure\">", score);
    if (lab_is_incomplete(result)) {
        html_print(page, "<span title=\"%g points so far: incomplete\">%g + ?</span>", score,
                   score);
    } else {
        html_print(page, "<span>%g", score);
        if (graded_number(result, "bonus") > 0) {
            html_print(page, "<small title=\"a bonus beside the score\"> + %g</small>",
                       graded_number(result, "bonus"));
        }
        html_print(page, "</span>");
        page_bar(page, score, graded_number(result, "max"), "");
    }
    html_print(page, "</div></td>");
    size_t i;
    json_t *exercise;
    json_array_foreach(json_object_get(lab, "exercises"), i, exercise)
    {
        const json_t *const own = graded_exercise(result, graded_text(exercise, "id"));
        if (own) {
            write_mark(own, page_name, page);
        } else {
            html_print(page, "<td class=\"mark\"></td>");
        }
    }
}

static void write_row(const json_t *submission, const json_t *lab, size_t number, FILE *page)
{
    const char *const name = graded_text(submission, "name");
    const json_t *const result = graded_lab(submission, graded_text(lab, "lab"));
    char page_name[40];
    page_of_student(number, page_name);
    html_print(page, "<tr><td data-key=\"%s\"><a href=\"%s\"><bdi>%s</bdi></a></td>", name,
               page_name, name);
    if (result) {
        write_result(lab, result, page_name, page);
    } else {
        html_print(page,
                   "<td data-key=\"-1\"><div class=\"measure\"><span>–</span></div></td>"
                   "<td class=\"broken\" colspan=\"%zu\">not graded</td>",
                   json_array_size(json_object_get(lab, "exercises")));
    }
    html_print(page, "</tr>\n");
}

static void write_legend(FILE *page)
{
    html_print(page, "<p class=\"legend\">");
    const struct exercise_state *look;
    for (size_t i = 0; (look = exercise_state_at(i)); i++) {
        html_print(page, "<span class=\"state %s\">%s %s</span>", look->tone, look->symbol,
                   look->state);
    }
    html_print(page, "</p>\n");
}

void index_page_students(const json_t *class, const json_t *lab, FILE *page)
{
    html_print(page, "<h3>Students</h3>\n<div class=\"scroll\"><table class=\"wide matrix\">");
    write_head(lab, page);
    html_print(page, "<tbody>\n");
    size_t i;
    json_t *submission;
    json_array_foreach(json_object_get(class, "submissions"), i, submission)
    {
        write_row(submission, lab, i + 1, page);
    }
    html_print(page, "</tbody></table></div>\n");
    write_legend(page);
}
