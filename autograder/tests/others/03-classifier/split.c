/* The stratified split. The header says what it must do. */
#include "data/split.h"

#include <stdlib.h>

/* Of n rows, how many leave: to the nearest, halves up. */
static size_t portion(real share, size_t n)
{
    size_t down = (size_t)(share * (real)n);
    return share * (real)n - (real)down >= (real)0.5 ? down + 1 : down;
}

/* Walks once over the rows and takes each with the chance that it needs: so many of those still to
 * come (Knuth's algorithm S). */
void split_stratified(size_t count, const unsigned char *labels /* (count) */, size_t classes,
                      real share, struct pcg32 *generator, struct split *split)
{
    size_t *coming = calloc(classes, sizeof *coming), *wanted = calloc(classes, sizeof *wanted);
    for (size_t row = 0; row < count; ++row) {
        ++coming[labels[row]];
    }
    for (size_t label = 0; label < classes; ++label) {
        wanted[label] = portion(share, coming[label]);
    }
    split->training_count = 0;
    split->validation_count = 0;
    for (size_t row = 0; row < count; ++row) {
        unsigned char label = labels[row];
        if (pcg32_below(generator, (uint32_t)coming[label]) < wanted[label]) {
            split->validation[split->validation_count++] = row;
            --wanted[label];
        } else {
            split->training[split->training_count++] = row;
        }
        --coming[label];
    }
    free(coming);
    free(wanted);
}
