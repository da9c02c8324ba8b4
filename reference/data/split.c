/* The stratified split. The header says what it must do. */
#include "data/split.h"

#include "base/todo.h"

#include <tgmath.h>

void split_stratified(size_t count, const unsigned char *labels /* (count) */, size_t classes,
                      real share, struct pcg32 *generator, struct split *split)
{
    split->training_count = split->validation_count = 0;
    for (size_t label = 0; label < classes; label++) {
        size_t *const rows =
            split->training + split->training_count; /* this class's, at first all */
        size_t left = 0;
        for (size_t row = 0; row < count; row++) {
            if (labels[row] == label) {
                rows[left] = row;
                left++;
            }
        }
        const size_t kept = (size_t)floor(share * (real)left + (real)0.5);
        for (size_t i = 0; i < kept; i++) { /* one goes, and the last takes its place */
            const size_t chosen = pcg32_below(generator, (uint32_t)left);
            split->validation[split->validation_count] = rows[chosen];
            split->validation_count++;
            left--;
            rows[chosen] = rows[left];
        }
        split->training_count += left;
    }
}
