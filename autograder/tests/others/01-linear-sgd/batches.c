/* Shuffled mini-batches. The header says what each function must do. */
#include "data/batches.h"

static void exchange(size_t *p, size_t *q)
{
    size_t old = *p;
    *p = *q;
    *q = old;
}

static void copy_row(const real *from, size_t row, size_t width, real *to)
{
    for (size_t k = 0; k < width; ++k) {
        to[k] = from[row * width + k];
    }
}

void batches_shuffle(struct batches *batches, struct pcg32 *generator)
{
    size_t *card = batches->order;
    for (size_t k = 0; k < batches->count; ++k) {
        card[k] = k;
    }
    for (size_t open = batches->count; open > 1; --open) {
        exchange(&card[open - 1], &card[pcg32_below(generator, (uint32_t)open)]);
    }
    batches->next = 0;
}

size_t batches_next(struct batches *batches, const struct samples *samples, real *x /* (size,in) */,
                    real *y /* (size,out) */)
{
    size_t given = 0;
    while (given < batches->size && batches->next < batches->count) {
        size_t row = batches->order[batches->next++];
        copy_row(samples->x, row, samples->in, x + given * samples->in);
        copy_row(samples->y, row, samples->out, y + given * samples->out);
        ++given;
    }
    return given;
}
