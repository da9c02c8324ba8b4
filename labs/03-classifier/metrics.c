/* The confusion matrix and what it says of a class. The header says what each function must do. */
#include "train/metrics.h"

#include "base/todo.h"

void confusion_matrix(size_t count, const unsigned char *truth /* (count) */,
                      const unsigned char *predicted /* (count) */, size_t classes,
                      size_t *matrix /* (classes,classes) */)
{
    /* Exercise 3.5, 6 points: confusion matrix, precision, recall, F1.
     * Write your lines here and delete the TODO. */
    TODO("3.5", count, truth, predicted, classes, matrix);
}

real precision_of(size_t classes, const size_t *matrix /* (classes,classes) */, size_t label)
{
    /* Exercise 3.5, 6 points: confusion matrix, precision, recall, F1.
     * Write your lines here and delete the TODO. */
    TODO("3.5", classes, matrix, label);
}

real recall_of(size_t classes, const size_t *matrix /* (classes,classes) */, size_t label)
{
    /* Exercise 3.5, 6 points: confusion matrix, precision, recall, F1.
     * Write your lines here and delete the TODO. */
    TODO("3.5", classes, matrix, label);
}

real f1_of(size_t classes, const size_t *matrix /* (classes,classes) */, size_t label)
{
    /* Exercise 3.5, 6 points: confusion matrix, precision, recall, F1.
     * Write your lines here and delete the TODO. */
    TODO("3.5", classes, matrix, label);
}
