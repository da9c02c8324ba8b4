/* Inverted dropout. The header says what each function must do. */
#include "kernels/naive/dropout.h"

#include "base/todo.h"

void dropout_forward(size_t count, real rate, bool training, struct pcg32 *generator,
                     const real *x /* (count) */, real *mask /* (count) */, real *y /* (count) */)
{
    for (size_t i = 0; i < count; i++) {
        if (!training) {
            mask[i] = 1;
        } else {
            mask[i] = pcg32_uniform(generator, 0, 1) < rate ? 0 : 1 / (1 - rate);
        }
        y[i] = x[i] * mask[i];
    }
}

void dropout_backward(size_t count, const real *mask /* (count) */, const real *dy /* (count) */,
                      real *dx /* (count) */)
{
    for (size_t i = 0; i < count; i++) {
        dx[i] += dy[i] * mask[i];
    }
}
