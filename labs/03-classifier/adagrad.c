/* Adagrad. The header says what the function must do. */
#include "optim/adagrad.h"

#include "base/todo.h"

#include <tgmath.h>

void adagrad_step(const struct parameter *parameter, real rate, real epsilon,
                  real *sum /* (parameter->count) */)
{
    /* Exercise 3.7, 5 points: a step of Adagrad.
     * Write your lines here and delete the TODO. */
    TODO("3.7", parameter, rate, epsilon, sum);
}
