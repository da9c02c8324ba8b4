/* models/image_classifier.h: the network that tells images apart: linear layers, each but the last with
 * what may stand behind it.
 *
 *     x -> linear -> [batch norm] -> activation -> [dropout] -> linear -> ... -> linear -> logits
 *
 * Batch norm stands between a linear layer and its activation, as in its paper, dropout behind the
 * activation. 784-256-128-10 without either is 3 linear layers and 235,146 parameters.
 */
#ifndef DESCENT_MODELS_IMAGE_CLASSIFIER_H
#define DESCENT_MODELS_IMAGE_CLASSIFIER_H

#include "base/arena.h"
#include "base/pcg32.h"
#include "layers/activation.h"
#include "layers/batch_norm_layer.h"
#include "layers/dropout_layer.h"
#include "layers/linear_layer.h"
#include "layers/sequential.h"
#include "tensor/parameter.h"

#include <stdbool.h>

enum {
    image_classifier_max_layers = 8, /* linear ones */
    image_classifier_max_modules = 4 * image_classifier_max_layers,
    image_classifier_max_parameters = 4 * image_classifier_max_layers
};

struct image_classifier_settings {
    size_t layers;                                /* linear layers, at least 1 */
    size_t size[image_classifier_max_layers + 1]; /* inputs, hidden units, ..., classes */
    enum activation hidden;
    bool batch_norm;
    real dropout; /* the share that is dropped, 0 for no dropout at all */
};

struct image_classifier {
    struct image_classifier_settings settings;
    struct linear_layer linear[image_classifier_max_layers];
    struct batch_norm_layer norm[image_classifier_max_layers];
    struct dropout_layer dropout;

    struct module module[image_classifier_max_modules];
    struct sequential sequential; /* all of them, in their order */

    size_t parameters;
    struct parameter parameter[image_classifier_max_parameters];
};

/* A network whose memory, the struct too, comes from the arena. The weights are drawn from `generator`
 * by He's rule, those of the last layer a tenth as large: at the start no class is preferred, and the
 * loss is about ln(classes). The offsets start at 0. `masks` is dropout's, the caller's, and may be NULL without
 * dropout. Panics when there are more layers than image_classifier_max_layers. */
struct image_classifier *image_classifier_new(struct arena *arena,
                                              const struct image_classifier_settings *settings,
                                              struct pcg32 *generator, struct pcg32 *masks);

/* The network as a module: logits (n,classes) from x (n,inputs). */
struct module image_classifier_module(struct image_classifier *classifier);

/* How many numbers training changes. */
size_t image_classifier_parameter_count(const struct image_classifier *classifier);

#endif
