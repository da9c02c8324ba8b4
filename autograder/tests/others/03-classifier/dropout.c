/* Inverted dropout. The header says what each function must do. */
#include "kernels/naive/dropout.h"

void dropout_forward(size_t count, real rate, bool training, struct pcg32 *generator,
                     const real *x /* (count) */, real *mask /* (count) */, real *y /* (count) */)
{
    if (!training) {
        for (size_t k = 0; k < count; ++k) {
            mask[k] = 1;
            y[k] = x[k];
        }
        return;
    }
    real keep = 1 - rate;
    for (size_t k = 0; k < count; ++k) {
        bool stays = pcg32_uniform(generator, 0, 1) >= rate;
        mask[k] = stays ? 1 / keep : 0;
        y[k] = stays ? x[k] / keep : 0;
    }
}

void dropout_backward(size_t count, const real *mask /* (count) */, const real *dy /* (count) */,
                      real *dx /* (count) */)
{
    while (count-- > 0) {
        *dx++ += *mask++ * *dy++;
    }
}
