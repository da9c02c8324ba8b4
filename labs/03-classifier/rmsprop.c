/* RMSprop. The header says what the function must do. */
#include "optim/rmsprop.h"

#include "base/todo.h"

#include <tgmath.h>

void rmsprop_step(const struct parameter *parameter, real rate, real decay, real epsilon,
                  real *mean_square /* (parameter->count) */)
{
    /* Exercise 3.8, 5 points: a step of RMSprop.
     * Write your lines here and delete the TODO. */
    TODO("3.8", parameter, rate, decay, epsilon, mean_square);
}
