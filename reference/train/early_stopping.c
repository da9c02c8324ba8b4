/* Early stopping. The header says what each function must do. */
#include "train/early_stopping.h"

#include "base/todo.h"

bool early_stopping_update(struct early_stopping *stopping, real loss)
{
    stopping->epochs++;
    if (loss < stopping->best_loss) {
        stopping->best_loss = loss;
        stopping->best_epoch = stopping->epochs;
        for (size_t p = 0; p < stopping->count; p++) {
            for (size_t i = 0; i < stopping->parameter[p].count; i++) {
                stopping->best[p][i] = stopping->parameter[p].value[i];
            }
        }
    }
    return stopping->epochs - stopping->best_epoch >= stopping->patience;
}

void early_stopping_restore(const struct early_stopping *stopping)
{
    for (size_t p = 0; p < stopping->count; p++) {
        for (size_t i = 0; i < stopping->parameter[p].count; i++) {
            stopping->parameter[p].value[i] = stopping->best[p][i];
        }
    }
}
