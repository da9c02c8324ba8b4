/* AdamW. The header says what the function must do. */
#include "optim/adamw.h"

#include "base/todo.h"

void adamw_step(const struct parameter *parameter, const struct adam_settings *settings, real decay,
                size_t t, real *m /* (parameter->count) */, real *v /* (parameter->count) */)
{
    for (size_t i = 0; i < parameter->count; i++) {
        parameter->value[i] -= settings->rate * decay * parameter->value[i];
    }
    adam_step(parameter, settings, t, m, v);
}
