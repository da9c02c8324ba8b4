/* The gradient by rate of change. The header says what the function must do. */
#include "autograd/rate_of_change.h"

#include "base/todo.h"

size_t rate_of_change(const struct objective *objective, size_t count,
                      real *coefficients /* (count) */, real epsilon, real *gradient /* (count) */)
{
    size_t passes = 1;
    const real here = loss_at(objective, coefficients);
    for (size_t i = 0; i < count; i++) {
        const real kept = coefficients[i];
        coefficients[i] = kept + epsilon;
        const real there = loss_at(objective, coefficients);
        passes++;
        coefficients[i] = kept;
        gradient[i] = (there - here) / epsilon;
    }
    return passes;
}
