/* The confusion matrix and what it says of a class. The header says what each function must do. */
#include "train/metrics.h"

#include "base/todo.h"

void confusion_matrix(size_t count, const unsigned char *truth /* (count) */,
                      const unsigned char *predicted /* (count) */, size_t classes,
                      size_t *matrix /* (classes,classes) */)
{
    for (size_t i = 0; i < classes * classes; i++) {
        matrix[i] = 0;
    }
    for (size_t i = 0; i < count; i++) {
        matrix[truth[i] * classes + predicted[i]]++;
    }
}

real precision_of(size_t classes, const size_t *matrix /* (classes,classes) */, size_t label)
{
    size_t called = 0;
    for (size_t truth = 0; truth < classes; truth++) {
        called += matrix[truth * classes + label];
    }
    return called > 0 ? (real)matrix[label * classes + label] / (real)called : 0;
}

real recall_of(size_t classes, const size_t *matrix /* (classes,classes) */, size_t label)
{
    size_t are = 0;
    for (size_t predicted = 0; predicted < classes; predicted++) {
        are += matrix[label * classes + predicted];
    }
    return are > 0 ? (real)matrix[label * classes + label] / (real)are : 0;
}

real f1_of(size_t classes, const size_t *matrix /* (classes,classes) */, size_t label)
{
    const real precision = precision_of(classes, matrix, label);
    const real recall = recall_of(classes, matrix, label);
    return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
}
