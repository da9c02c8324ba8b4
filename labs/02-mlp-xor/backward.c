/* The walk back over the tape. The header says what the function must do. */
#include "autograd/backward.h"

#include "base/todo.h"

void tape_backward(const struct tape *tape, struct variable *loss)
{
    /* Exercise 2.5, 14 points: the tape's walk back.
     * Write your lines here and delete the TODO. */
    TODO("2.5", tape, loss);
}
