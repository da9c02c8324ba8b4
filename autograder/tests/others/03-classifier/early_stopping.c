/* Early stopping. The header says what each function must do. */
#include "train/early_stopping.h"

#include <string.h>

bool early_stopping_update(struct early_stopping *stopping, real loss)
{
    ++stopping->epochs;
    if (!(loss < stopping->best_loss)) {
        return stopping->epochs >= stopping->best_epoch + stopping->patience;
    }
    stopping->best_loss = loss;
    stopping->best_epoch = stopping->epochs;
    for (size_t k = 0; k < stopping->count; ++k) {
        const struct parameter *one = stopping->parameter + k;
        memcpy(stopping->best[k], one->value, one->count * sizeof *one->value);
    }
    return false;
}

void early_stopping_restore(const struct early_stopping *stopping)
{
    for (size_t k = 0; k < stopping->count; ++k) {
        const struct parameter *one = stopping->parameter + k;
        memcpy(one->value, stopping->best[k], one->count * sizeof *one->value);
    }
}
