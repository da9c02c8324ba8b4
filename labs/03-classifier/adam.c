/* Adam. The header says what the function must do. */
#include "optim/adam.h"

#include "base/todo.h"

#include <tgmath.h>

void adam_step(const struct parameter *parameter, const struct adam_settings *settings, size_t t,
               real *m /* (parameter->count) */, real *v /* (parameter->count) */)
{
    /* Exercise 3.9, 11 points: a step of Adam.
     * Write your lines here and delete the TODO. */
    TODO("3.9", parameter, settings, t, m, v);
}
