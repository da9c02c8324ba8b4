#include "data/class_weights.h"

#include "base/message.h"

void class_counts(size_t count, const size_t *index, const unsigned char *labels, size_t classes,
                  size_t *rows)
{
    for (size_t label = 0; label < classes; label++) {
        rows[label] = 0;
    }
    for (size_t i = 0; i < count; i++) {
        const size_t row = index ? index[i] : i;
        if (labels[row] >= classes) {
            panic("class_counts: row %zu has label %d, there are %zu classes", row, labels[row],
                  classes);
        }
        rows[labels[row]]++;
    }
}

void class_weights(size_t classes, const size_t *rows, real *weight)
{
    size_t all = 0, occurring = 0;
    for (size_t label = 0; label < classes; label++) {
        all += rows[label];
        occurring += rows[label] > 0;
    }
    for (size_t label = 0; label < classes; label++) {
        weight[label] = rows[label] > 0 ? (real)all / ((real)occurring * (real)rows[label]) : 0;
    }
}
