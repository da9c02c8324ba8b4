/* Shuffled mini-batches. The header says what each function must do. */
#include "data/batches.h"

#include "base/todo.h"

void batches_shuffle(struct batches *batches, struct pcg32 *generator)
{
    for (size_t i = 0; i < batches->count; i++) {
        batches->order[i] = i;
    }
    /* Fisher and Yates: each place, from the last, gets one of those not yet placed */
    for (size_t i = batches->count - 1; i > 0; i--) {
        const size_t j = pcg32_below(generator, (uint32_t)(i + 1));
        const size_t kept = batches->order[i];
        batches->order[i] = batches->order[j];
        batches->order[j] = kept;
    }
    batches->next = 0;
}

size_t batches_next(struct batches *batches, const struct samples *samples, real *x /* (size,in) */,
                    real *y /* (size,out) */)
{
    const size_t left = batches->count - batches->next;
    const size_t rows = left < batches->size ? left : batches->size;
    for (size_t i = 0; i < rows; i++) {
        const size_t row = batches->order[batches->next + i];
        for (size_t j = 0; j < samples->in; j++) {
            x[i * samples->in + j] = samples->x[row * samples->in + j];
        }
        for (size_t j = 0; j < samples->out; j++) {
            y[i * samples->out + j] = samples->y[row * samples->out + j];
        }
    }
    batches->next += rows;
    return rows;
}
