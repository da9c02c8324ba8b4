/* models/mlp.h: the multi-layer perceptron: linear layers with an activation between them.
 *
 *     x -> linear -> activation -> linear -> ... -> linear -> logits
 *
 * 2-8-1 is two inputs, eight hidden units and one output: two linear layers. Behind the last one
 * stands no activation: what comes out are logits (or plain values), as the losses want them.
 */
#ifndef DESCENT_MODELS_MLP_H
#define DESCENT_MODELS_MLP_H

#include "base/pcg32.h"
#include "layers/activation.h"
#include "layers/linear_layer.h"
#include "layers/sequential.h"
#include "tensor/parameter.h"

enum { mlp_max_layers = 17 };

struct mlp {
    size_t layers; /* linear layers, at least 1 */
    struct linear_layer layer[mlp_max_layers];
    enum activation hidden; /* between two linear layers */
};

/* How the weights start; the offsets b start at 0. */
enum initialisation {
    initialisation_zero,
    initialisation_uniform, /* from -1 to 1, whatever the layer's size */
    initialisation_xavier,
    initialisation_he,
};

/* A network with `layers` linear layers of the sizes size[0], ..., size[layers], taken from the
 * model's arena. Panics when there are more than mlp_max_layers. With initialisation_zero nothing
 * is drawn, and the generator may be NULL. */
struct mlp mlp_new(struct arena *arena, size_t layers, const size_t *size /* (layers + 1) */,
                   enum activation hidden, enum initialisation initialisation,
                   struct pcg32 *generator);

/* The logits (n,out) for x (n,in): layer after layer, with mlp->hidden between two and nothing
 * behind the last. */
struct variable *mlp_forward(struct tape *tape, struct mlp *mlp, struct variable *x);

/* The network as a module. */
struct module mlp_module(struct mlp *mlp);

/* Lists w and b of each layer, 2 * mlp->layers parameters, for an optimizer. */
void mlp_parameters(const struct mlp *mlp, struct parameter *parameter /* (2 layers) */);

#endif
