/* The network's forward pass. The header says what the function must do. */
#include "base/todo.h"
#include "models/mlp.h"

struct variable *mlp_forward(struct tape *tape, struct mlp *mlp, struct variable *x)
{
    for (size_t i = 0; i < mlp->layers; i++) {
        x = linear_layer_forward(tape, &mlp->layer[i], x);
        if (i + 1 < mlp->layers) {
            x = activate(tape, mlp->hidden, x);
        }
    }
    return x;
}
