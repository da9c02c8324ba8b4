/* What is given of early stopping: its beginning. */
#include "train/early_stopping.h"

#include <math.h>
#include <string.h>

struct early_stopping early_stopping_new(struct arena *arena, size_t patience,
                                         const struct parameter *parameter, size_t count)
{
    struct early_stopping stopping = {
        .patience = patience, .count = count, .parameter = parameter, .best_loss = (real)INFINITY};
    stopping.best = arena_take(arena, count * sizeof *stopping.best);
    for (size_t i = 0; i < count; i++) {
        stopping.best[i] = arena_reals(arena, parameter[i].count);
        memcpy(stopping.best[i], parameter[i].value, parameter[i].count * sizeof(real));
    }
    return stopping;
}
