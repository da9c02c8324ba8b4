/* models/cnn.h: a convolutional network that tells images apart.
 *
 *     x -> [convolution -> ReLU -> pooling] ... -> flatten -> linear -> ReLU -> linear -> logits
 *
 * Each block looks for patterns, the same ones at every place, and passes on how strongly it found them
 * at fewer places; the linear layers decide. Lab 04's, for images of 28 x 28:
 *
 *     1 -> 16 filters of 3 x 3, padding 1   (16,28,28)   pooled by 2   (16,14,14)
 *     16 -> 32 filters of 3 x 3, padding 1  (32,14,14)   pooled by 2   (32,7,7)
 *     1568 -> 128 -> 10                                  206,922 parameters in all
 *
 * Source: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document
 * recognition", 1998, section II, with today's ReLU and max-pooling.
 */
#ifndef DESCENT_MODELS_CNN_H
#define DESCENT_MODELS_CNN_H

#include "base/arena.h"
#include "base/pcg32.h"
#include "layers/conv2d_layer.h"
#include "layers/conv_block.h"
#include "layers/linear_layer.h"
#include "layers/pool_layer.h"
#include "layers/sequential.h"
#include "tensor/parameter.h"

#include <stdbool.h>

enum {
    cnn_max_blocks = 4,
    cnn_max_modules = 3 * cnn_max_blocks + 5,
    cnn_max_parameters = 2 * cnn_max_blocks + 4
};

struct cnn_block {
    size_t filters, kernel, stride, padding; /* of the convolution */
    size_t pool;                             /* the window, and its stride; 1: no pooling */
};

struct cnn_settings {
    struct image_shape image;
    size_t blocks; /* from 1 on */
    struct cnn_block block[cnn_max_blocks];
    bool average;  /* pool by the mean instead of the largest */
    size_t hidden; /* units between the flattened maps and the classes; 0: none, one linear layer */
    size_t classes;
};

struct cnn {
    struct cnn_settings settings;
    struct conv2d_layer conv[cnn_max_blocks];
    struct pool_layer pool[cnn_max_blocks];
    struct conv_block
        block[cnn_max_blocks];     /* of the two and the ReLU, where the largest is kept */
    struct linear_layer linear[2]; /* the second is used only with hidden units */
    size_t features;               /* numbers that come into the first linear layer */

    size_t modules;
    struct module module[cnn_max_modules];
    struct sequential sequential; /* all of them, in their order */

    size_t parameters;
    struct parameter parameter[cnn_max_parameters];
};

/* The settings above: lab 04's network. */
struct cnn_settings cnn_usual(void);

/* A network whose memory, the struct too, comes from the arena. The weights are drawn from `generator` by
 * He's rule, those of the last layer a tenth as large: at the start no class is preferred, and the loss
 * is about ln(classes). The offsets start at 0. Panics when blocks are too many or a window does not fit into
 * what the block before left. */
struct cnn *cnn_new(struct arena *arena, const struct cnn_settings *settings,
                    struct pcg32 *generator);

/* The network as a module: logits (n,classes) from x (n,channels*height*width). */
struct module cnn_module(struct cnn *cnn);

/* How many numbers training changes. */
size_t cnn_parameter_count(const struct cnn *cnn);

#endif
