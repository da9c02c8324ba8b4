/* Gradient descent with momentum. The header says what the function must do. */
#include "optim/momentum.h"

#include "base/todo.h"

void momentum_step(const struct parameter *parameter, real rate, real beta,
                   real *previous /* (parameter->count) */)
{
    /* Exercise 1.9, 10 points: a step with momentum.
     * Write your lines here and delete the TODO. */
    TODO("1.9", parameter, rate, beta, previous);
}
