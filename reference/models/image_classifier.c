#include "models/image_classifier.h"

#include "layers/initialisation.h"

static struct variable *run_activation(struct tape *tape, void *self, struct variable *x)
{
    return activate(tape, *(const enum activation *)self, x);
}

static struct description describe_activation(const void *self, struct shape x)
{
    return activation_describe(*(const enum activation *)self, x);
}

static void add_module(struct image_classifier *classifier, struct module module)
{
    classifier->module[classifier->sequential.count] = module;
    classifier->sequential.count++;
}

static void add_parameter(struct image_classifier *classifier, const struct variable *variable)
{
    classifier->parameter[classifier->parameters] = variable_as_parameter(variable);
    classifier->parameters++;
}

static void add_linear(struct image_classifier *classifier, struct arena *arena, size_t layer,
                       struct pcg32 *generator)
{
    const size_t in = classifier->settings.size[layer], out = classifier->settings.size[layer + 1];
    struct linear_layer *const linear = &classifier->linear[layer];
    *linear = linear_layer_new(arena, in, out);
    he_initialise(in, out, generator, linear->w.value.data);
    if (layer + 1 == classifier->settings.layers) {
        tensor_scale(linear->w.value, (real)0.1);
    }
    add_module(classifier, linear_module(linear));
    add_parameter(classifier, &linear->w);
    add_parameter(classifier, &linear->b);
}

/* What stands behind a linear layer that is not the last. */
static void add_hidden(struct image_classifier *classifier, struct arena *arena, size_t layer)
{
    struct image_classifier_settings *const settings = &classifier->settings;
    if (settings->batch_norm) {
        struct batch_norm_layer *const norm = &classifier->norm[layer];
        *norm = batch_norm_layer_new(arena, settings->size[layer + 1]);
        add_module(classifier, batch_norm_module(norm));
        add_parameter(classifier, &norm->gamma);
        add_parameter(classifier, &norm->beta);
    }
    add_module(classifier, (struct module){run_activation, &settings->hidden, describe_activation});
    if (settings->dropout > 0) {
        add_module(classifier, dropout_module(&classifier->dropout));
    }
}

struct image_classifier *image_classifier_new(struct arena *arena,
                                              const struct image_classifier_settings *settings,
                                              struct pcg32 *generator, struct pcg32 *masks)
{
    if (settings->layers < 1 || settings->layers > image_classifier_max_layers) {
        panic("image_classifier_new: %zu layers: from 1 to %d are possible", settings->layers,
              image_classifier_max_layers);
    }
    struct image_classifier *const classifier = arena_take(arena, sizeof *classifier);
    *classifier = (struct image_classifier){.settings = *settings};
    classifier->dropout = dropout_layer_new(settings->dropout, masks);
    for (size_t layer = 0; layer < settings->layers; layer++) {
        add_linear(classifier, arena, layer, generator);
        if (layer + 1 < settings->layers) {
            add_hidden(classifier, arena, layer);
        }
    }
    classifier->sequential.module = classifier->module;
    return classifier;
}

struct module image_classifier_module(struct image_classifier *classifier)
{
    return sequential_module(&classifier->sequential);
}

size_t image_classifier_parameter_count(const struct image_classifier *classifier)
{
    return parameter_total(classifier->parameters, classifier->parameter);
}
