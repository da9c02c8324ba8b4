/* Shuffled mini-batches. The header says what each function must do. */
#include "data/batches.h"

#include "base/todo.h"

void batches_shuffle(struct batches *batches, struct pcg32 *generator)
{
    /* Exercise 1.8, 16 points: shuffled mini-batches.
     * Write your lines here and delete the TODO. */
    TODO("1.8", batches, generator);
}

size_t batches_next(struct batches *batches, const struct samples *samples, real *x /* (size,in) */,
                    real *y /* (size,out) */)
{
    /* Exercise 1.8, 16 points: shuffled mini-batches.
     * Write your lines here and delete the TODO. */
    TODO("1.8", batches, samples, x, y);
}
