/* Standardised columns. The header says what each function must do. */
#include "data/standardise.h"

#include "base/todo.h"

#include <math.h>

void standardise_fit(size_t count, size_t columns, const real *x /* (count,columns) */,
                     real *mean /* (columns) */, real *deviation /* (columns) */)
{
    for (size_t j = 0; j < columns; j++) {
        /* distances from the first value: of equal values they are exactly 0 */
        const double first = (double)x[j];
        double sum = 0, squares = 0;
        for (size_t i = 0; i < count; i++) {
            sum += (double)x[i * columns + j] - first;
        }
        const double centre = first + sum / (double)count;
        for (size_t i = 0; i < count; i++) {
            const double distance = (double)x[i * columns + j] - centre;
            squares += distance * distance;
        }
        const real spread = (real)sqrt(squares / (double)count);
        mean[j] = (real)centre;
        deviation[j] = spread > 0 ? spread : 1;
    }
}

void standardise_apply(size_t count, size_t columns, const real *mean /* (columns) */,
                       const real *deviation /* (columns) */, real *x /* (count,columns) */)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < columns; j++) {
            x[i * columns + j] = (x[i * columns + j] - mean[j]) / deviation[j];
        }
    }
}
