/* AdamW. The header says what the function must do. */
#include "optim/adamw.h"

#include "base/todo.h"

void adamw_step(const struct parameter *parameter, const struct adam_settings *settings, real decay,
                size_t t, real *m /* (parameter->count) */, real *v /* (parameter->count) */)
{
    /* Exercise 3.10, 6 points: a step of AdamW.
     * Write your lines here and delete the TODO. */
    TODO("3.10", parameter, settings, decay, t, m, v);
}
