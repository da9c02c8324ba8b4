/* The confusion matrix and what it says of a class. The header says what each function must do. */
#include "train/metrics.h"

#include <string.h>

static real quotient(size_t part, size_t whole)
{
    return whole ? (real)part / (real)whole : 0;
}

static size_t walk(const size_t *from, size_t steps, size_t stride)
{
    size_t total = 0;
    while (steps-- > 0) {
        total += *from;
        from += stride;
    }
    return total;
}

void confusion_matrix(size_t count, const unsigned char *truth /* (count) */,
                      const unsigned char *predicted /* (count) */, size_t classes,
                      size_t *matrix /* (classes,classes) */)
{
    memset(matrix, 0, classes * classes * sizeof *matrix);
    while (count-- > 0) {
        ++matrix[*truth++ * classes + *predicted++];
    }
}

real precision_of(size_t classes, const size_t *matrix /* (classes,classes) */, size_t label)
{
    return quotient(matrix[label * (classes + 1)], walk(matrix + label, classes, classes));
}

real recall_of(size_t classes, const size_t *matrix /* (classes,classes) */, size_t label)
{
    return quotient(matrix[label * (classes + 1)], walk(matrix + label * classes, classes, 1));
}

real f1_of(size_t classes, const size_t *matrix /* (classes,classes) */, size_t label)
{
    size_t called = walk(matrix + label, classes, classes);
    size_t are = walk(matrix + label * classes, classes, 1);
    return quotient(2 * matrix[label * (classes + 1)], called + are);
}
