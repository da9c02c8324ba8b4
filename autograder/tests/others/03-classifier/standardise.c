/* Standardised columns. The header says what each function must do. */
#include "data/standardise.h"

#include <math.h>

static double middle(size_t count, size_t step, const real *p)
{
    double total = 0;
    for (size_t k = 0; k < count; ++k) {
        total += (double)p[k * step];
    }
    return total / (double)count;
}

static double scatter(size_t count, size_t step, const real *p, double about)
{
    double total = 0;
    for (size_t k = 0; k < count; ++k) {
        total += pow((double)p[k * step] - about, 2);
    }
    return sqrt(total / (double)count);
}

void standardise_fit(size_t count, size_t columns, const real *x /* (count,columns) */,
                     real *mean /* (columns) */, real *deviation /* (columns) */)
{
    for (size_t col = 0; col < columns; ++col) {
        double about = middle(count, columns, x + col);
        double width = scatter(count, columns, x + col, about);
        mean[col] = (real)about;
        deviation[col] = width == 0 ? 1 : (real)width;
    }
}

void standardise_apply(size_t count, size_t columns, const real *mean /* (columns) */,
                       const real *deviation /* (columns) */, real *x /* (count,columns) */)
{
    for (size_t k = 0; k < count * columns; ++k) {
        x[k] -= mean[k % columns];
        x[k] /= deviation[k % columns];
    }
}
