/* Gradient descent. The header says what the function must do. */
#include "optim/gradient_descent.h"

#include "base/todo.h"

void gradient_descent_step(const struct parameter *parameter, real rate)
{
    /* Exercise 1.7, 6 points: a step of gradient descent.
     * Write your lines here and delete the TODO. */
    TODO("1.7", parameter, rate);
}
