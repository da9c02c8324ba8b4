/* AdamW. The header says what the function must do. */
#include "optim/adamw.h"

void adamw_step(const struct parameter *parameter, const struct adam_settings *settings, real decay,
                size_t t, real *m /* (parameter->count) */, real *v /* (parameter->count) */)
{
    real keep = 1 - settings->rate * decay;
    for (real *value = parameter->value; value < parameter->value + parameter->count; ++value) {
        *value *= keep;
    }
    adam_step(parameter, settings, t, m, v);
}
