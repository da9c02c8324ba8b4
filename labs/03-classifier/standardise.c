/* Standardised columns. The header says what each function must do. */
#include "data/standardise.h"

#include "base/todo.h"

#include <math.h>

void standardise_fit(size_t count, size_t columns, const real *x /* (count,columns) */,
                     real *mean /* (columns) */, real *deviation /* (columns) */)
{
    /* Exercise 3.1, 6 points: standardised pixels.
     * Write your lines here and delete the TODO. */
    TODO("3.1", count, columns, x, mean, deviation);
}

void standardise_apply(size_t count, size_t columns, const real *mean /* (columns) */,
                       const real *deviation /* (columns) */, real *x /* (count,columns) */)
{
    /* Exercise 3.1, 6 points: standardised pixels.
     * Write your lines here and delete the TODO. */
    TODO("3.1", count, columns, mean, deviation, x);
}
