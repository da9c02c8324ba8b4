#include "models/mlp.h"

#include "layers/initialisation.h"

static void initialise(struct linear_layer *layer, enum initialisation initialisation,
                       struct pcg32 *generator)
{
    const struct tensor w = layer->w.value;
    const size_t out = w.shape.size[0], in = w.shape.size[1];
    switch (initialisation) {
    case initialisation_zero:
        break; /* as linear_layer_new left it */
    case initialisation_uniform:
        for (size_t i = 0; i < out * in; i++) {
            w.data[i] = pcg32_uniform(generator, -1, 1);
        }
        break;
    case initialisation_xavier:
        xavier_initialise(in, out, generator, w.data);
        break;
    case initialisation_he:
        he_initialise(in, out, generator, w.data);
        break;
    }
}

struct mlp mlp_new(struct arena *arena, size_t layers, const size_t *size /* (layers + 1) */,
                   enum activation hidden, enum initialisation initialisation,
                   struct pcg32 *generator)
{
    if (layers < 1 || layers > mlp_max_layers) {
        panic("mlp_new: %zu layers: from 1 to %d are possible", layers, mlp_max_layers);
    }
    struct mlp mlp = {.layers = layers, .hidden = hidden};
    for (size_t i = 0; i < layers; i++) {
        mlp.layer[i] = linear_layer_new(arena, size[i], size[i + 1]);
        initialise(&mlp.layer[i], initialisation, generator);
    }
    return mlp;
}

static struct variable *run_mlp(struct tape *tape, void *self, struct variable *x)
{
    return mlp_forward(tape, self, x);
}

static struct description describe_mlp(const void *self, struct shape x)
{
    const struct mlp *const mlp = self;
    struct description whole = {.output = x};
    description_say(&whole, "mlp of %zu layers", mlp->layers);
    for (size_t i = 0; i < mlp->layers; i++) {
        const struct description linear = linear_layer_describe(&mlp->layer[i], whole.output);
        description_append(&whole, &linear);
        if (i + 1 < mlp->layers) {
            const struct description hidden = activation_describe(mlp->hidden, whole.output);
            description_append(&whole, &hidden);
        }
    }
    return whole;
}

struct module mlp_module(struct mlp *mlp)
{
    return (struct module){run_mlp, mlp, describe_mlp};
}

void mlp_parameters(const struct mlp *mlp, struct parameter *parameter /* (2 layers) */)
{
    for (size_t i = 0; i < mlp->layers; i++) {
        parameter[2 * i] = variable_as_parameter(&mlp->layer[i].w);
        parameter[2 * i + 1] = variable_as_parameter(&mlp->layer[i].b);
    }
}
