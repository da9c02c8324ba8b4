/* The stratified split. The header says what it must do. */
#include "data/split.h"

#include "base/todo.h"

#include <tgmath.h>

void split_stratified(size_t count, const unsigned char *labels /* (count) */, size_t classes,
                      real share, struct pcg32 *generator, struct split *split)
{
    /* Exercise 3.2, 9 points: the stratified split.
     * Write your lines here and delete the TODO. */
    TODO("3.2", count, labels, classes, share, generator, split);
}
