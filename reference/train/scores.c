#include "train/scores.h"

#include "train/metrics.h"

/* Rows of the class in truth. */
static size_t rows_of(size_t classes, const size_t *matrix, size_t label)
{
    size_t sum = 0;
    for (size_t predicted = 0; predicted < classes; predicted++) {
        sum += matrix[label * classes + predicted];
    }
    return sum;
}

static real share(size_t part, size_t whole)
{
    return whole > 0 ? (real)part / (real)whole : 0;
}

real scores_accuracy(size_t classes, const size_t *matrix)
{
    size_t right = 0, all = 0;
    for (size_t label = 0; label < classes; label++) {
        right += matrix[label * classes + label];
        all += rows_of(classes, matrix, label);
    }
    return share(right, all);
}

real scores_baseline(size_t classes, const size_t *matrix)
{
    size_t most = 0, all = 0;
    for (size_t label = 0; label < classes; label++) {
        const size_t rows = rows_of(classes, matrix, label);
        most = rows > most ? rows : most;
        all += rows;
    }
    return share(most, all);
}

static real mean_over_classes(real (*of)(size_t, const size_t *, size_t), size_t classes,
                              const size_t *matrix)
{
    real sum = 0;
    for (size_t label = 0; label < classes; label++) {
        sum += of(classes, matrix, label);
    }
    return sum / (real)classes;
}

real scores_macro_precision(size_t classes, const size_t *matrix)
{
    return mean_over_classes(precision_of, classes, matrix);
}

real scores_macro_recall(size_t classes, const size_t *matrix)
{
    return mean_over_classes(recall_of, classes, matrix);
}

real scores_macro_f1(size_t classes, const size_t *matrix)
{
    return mean_over_classes(f1_of, classes, matrix);
}
