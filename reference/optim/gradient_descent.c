/* Gradient descent. The header says what the function must do. */
#include "optim/gradient_descent.h"

#include "base/todo.h"

void gradient_descent_step(const struct parameter *parameter, real rate)
{
    for (size_t i = 0; i < parameter->count; i++) {
        parameter->value[i] -= rate * parameter->gradient[i];
    }
}
