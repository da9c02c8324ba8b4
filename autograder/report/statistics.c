#include "report/statistics.h"

#include "report/graded.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int compare_numbers(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void average(double *score /* (count), sorted on return */, size_t count,
                    struct lab_statistics *statistics)
{
    statistics->mean = statistics->median = (double)NAN;
    if (count == 0) {
        return;
    }
    qsort(score, count, sizeof *score, compare_numbers);
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += score[i];
    }
    statistics->mean = sum / (double)count;
    statistics->median = (score[(count - 1) / 2] + score[count / 2]) / 2;
}

int statistics_of_lab(const json_t *class, const char *lab, struct lab_statistics *statistics,
                      struct message *why)
{
    *statistics = (struct lab_statistics){0};
    const json_t *const submissions = json_object_get(class, "submissions");
    double *const score = malloc((json_array_size(submissions) + 1) * sizeof *score);
    if (!score) {
        return message_set(why, "no memory for the scores");
    }
    size_t i;
    json_t *submission;
    json_array_foreach(submissions, i, submission)
    {
        const json_t *const result = graded_lab(submission, lab);
        if (!result) {
            statistics->not_graded++;
        } else if (lab_is_incomplete(result)) {
            statistics->incomplete++;
        } else {
            score[statistics->graded] = graded_number(result, "score");
            statistics->graded++;
            statistics->not_started += lab_is_untouched(result);
            statistics->not_built += lab_count(result, "does not build") > 0;
        }
    }
    average(score, statistics->graded, statistics);
    free(score);
    return 0;
}

struct exercise_statistics statistics_of_exercise(const json_t *class, const char *lab,
                                                  const char *id)
{
    struct exercise_statistics statistics = {0};
    double lost = 0;
    size_t i;
    json_t *submission;
    json_array_foreach(json_object_get(class, "submissions"), i, submission)
    {
        const json_t *const exercise = graded_exercise(graded_lab(submission, lab), id);
        if (exercise && exercise_is_judged(exercise)) {
            statistics.judged++;
            statistics.passed += strcmp(graded_text(exercise, "state"), "passed") == 0;
            lost += graded_number(exercise, "max") - graded_number(exercise, "points");
        }
    }
    statistics.lost = statistics.judged > 0 ? lost / (double)statistics.judged : (double)NAN;
    return statistics;
}
