#include "optim/clip.h"

#include <tgmath.h>

static double sum_of_squares(const struct parameter *parameter)
{
    double sum = 0;
    for (size_t i = 0; i < parameter->count; i++) {
        const double gradient = (double)parameter->gradient[i];
        sum += gradient * gradient;
    }
    return sum;
}

static void scale_gradient(const struct parameter *parameter, real factor)
{
    for (size_t i = 0; i < parameter->count; i++) {
        parameter->gradient[i] *= factor;
    }
}

real clip_gradients(const struct parameter *parameter, size_t count, real limit)
{
    double squares = 0;
    for (size_t i = 0; i < count; i++) {
        squares += sum_of_squares(&parameter[i]);
    }
    const double norm = sqrt(squares);
    if (norm > (double)limit && isfinite(norm)) {
        for (size_t i = 0; i < count; i++) {
            scale_gradient(&parameter[i], (real)((double)limit / norm));
        }
    }
    return (real)norm;
}
