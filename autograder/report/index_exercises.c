#include "report/index_page.h"

#include "report/graded.h"
#include "report/page.h"
#include "report/statistics.h"
#include "report/text.h"

#include <math.h>

/* The most that an exercise of the lab costs on average: the bars' common scale, at least 1. */
static double largest_loss(const json_t *class, const json_t *lab)
{
    double largest = 1;
    size_t i;
    json_t *exercise;
    json_array_foreach(json_object_get(lab, "exercises"), i, exercise)
    {
        const struct exercise_statistics statistics =
            statistics_of_exercise(class, graded_text(lab, "lab"), graded_text(exercise, "id"));
        largest = fmax(largest, statistics.lost);
    }
    return largest;
}

/* `place` is the exercise's in the lab: by id, 1.10 would stand before 1.2. */
static void write_row(size_t place, const json_t *exercise,
                      const struct exercise_statistics *statistics, double scale, FILE *page)
{
    html_print(page, "<tr><td data-key=\"%zu\"><b>%s</b> %s</td>", place,
               graded_text(exercise, "id"), graded_text(exercise, "title"));
    if (statistics->judged == 0) {
        html_print(page, "<td colspan=\"2\" class=\"quiet\">not judged</td></tr>\n");
        return;
    }
    const double passed = (double)statistics->passed, judged = (double)statistics->judged;
    html_print(page, "<td data-key=\"%g\"><div class=\"measure\"><span>%g %%</span>",
               passed / judged, round(100 * passed / judged));
    page_bar(page, passed, judged, "good");
    html_print(page, "</div></td><td data-key=\"%g\"><div class=\"measure\"><span>%g of %g</span>",
               statistics->lost, round(10 * statistics->lost) / 10, graded_number(exercise, "max"));
    page_bar(page, statistics->lost, scale, "bad");
    html_print(page, "</div></td></tr>\n");
}

void index_page_exercises(const json_t *class, const json_t *lab, FILE *page)
{
    html_print(page, "<h3>What each exercise costs the class</h3>\n"
                     "<div class=\"scroll\"><table class=\"wide costs\"><thead><tr>"
                     "<th><button>Exercise</button></th>"
                     "<th><button>Passed</button></th>"
                     "<th><button>Points lost, mean</button></th>"
                     "</tr></thead><tbody>\n");
    const double scale = largest_loss(class, lab);
    size_t i;
    json_t *exercise;
    json_array_foreach(json_object_get(lab, "exercises"), i, exercise)
    {
        const struct exercise_statistics statistics =
            statistics_of_exercise(class, graded_text(lab, "lab"), graded_text(exercise, "id"));
        write_row(i, exercise, &statistics, scale, page);
    }
    html_print(page, "</tbody></table></div>\n");
}
