/* The gradient by rate of change. The header says what the function must do. */
#include "autograd/rate_of_change.h"

size_t rate_of_change(const struct objective *objective, size_t count,
                      real *coefficients /* (count) */, real epsilon, real *gradient /* (count) */)
{
    real here = loss_at(objective, coefficients);
    size_t passes = 1;
    for (size_t k = 0; k < count; ++k, ++passes) {
        real kept = coefficients[k];
        coefficients[k] = kept + epsilon;
        gradient[k] = (loss_at(objective, coefficients) - here) / epsilon;
        coefficients[k] = kept;
    }
    return passes;
}
