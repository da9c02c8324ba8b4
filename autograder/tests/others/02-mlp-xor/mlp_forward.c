/* The network's forward pass. The header says what the function must do. */
#include "models/mlp.h"

static struct variable *from_layer(struct tape *tape, struct mlp *mlp, size_t i, struct variable *x)
{
    struct variable *z = linear_layer_forward(tape, &mlp->layer[i], x);
    if (i + 1 == mlp->layers) {
        return z;
    }
    return from_layer(tape, mlp, i + 1, activate(tape, mlp->hidden, z));
}

struct variable *mlp_forward(struct tape *tape, struct mlp *mlp, struct variable *x)
{
    return from_layer(tape, mlp, 0, x);
}
