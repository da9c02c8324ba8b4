/* bench/classifier.h: the classifiers of labs 03 and 04 with softmax cross-entropy, and where the time of their
 * steps goes.
 *
 * A step is what train/image_training.h does, through tape and layers: make a mini-batch of reals of the
 * images' bytes; forward and loss; backward; move the parameters. The pixels are standardised with one
 * mean and deviation.
 */
#ifndef DESCENT_BENCH_CLASSIFIER_H
#define DESCENT_BENCH_CLASSIFIER_H

#include "data/image_batches.h"
#include "layers/sequential.h"
#include "optim/optimizer.h"
#include "train/image_training.h"

struct classifier_data {
    struct image_set images;
    real mean, deviation;
    const char *name; /* "glyphs", or the folder */
};

/* Glyphs when the name is "glyphs", else Fashion-MNIST's images to train with from that folder; NULL:
 * where they usually are, and glyphs when they are not there. Returns 0, or -1 and says why not. */
int classifier_data_read(struct classifier_data *data, const char *name, struct message *why);

enum classifier_part { part_data, part_forward, part_backward, part_optimizer, classifier_parts };

enum classifier_network {
    network_mlp, /* 784-256-128-10 with ReLU: lab 03's */
    network_cnn, /* cnn_usual() of models/cnn.h: lab 04's */
    classifier_networks,
};

/* "mlp"; what the options of programs say. */
const char *classifier_network_name(enum classifier_network network);

/* A network in training. */
struct classifier {
    enum classifier_network network;
    struct arena model, step;
    struct backend backend;
    struct tape tape;
    struct module module;
    size_t parameters;
    const struct parameter *parameter; /* (parameters) */
    struct optimizer optimizer;
    struct image_batches batches;
    struct image_training training;
    struct pcg32 order;

    double seconds[classifier_parts]; /* that the steps took so far, part by part */
};

/* Always from the same weights and in the same order. The optimizer takes the backend's steps. */
int classifier_begin(struct classifier *classifier, enum classifier_network network,
                     const struct classifier_data *data, const struct backend *backend,
                     const struct optimizer_method *method, size_t batch, struct message *why);
void classifier_end(struct classifier *classifier);

/* Steps of training, each on `batch` images: a short batch at the end of an epoch is left out. Returns
 * the last one's loss. */
real classifier_train(struct classifier *classifier, size_t steps);

/* The same without gradients: mini-batches and their logits. */
void classifier_infer(struct classifier *classifier, size_t steps);

/* Operations of one step's products and convolutions, every one of them as the formula has it, a multiplication and an addition being two. */
double classifier_training_operations(enum classifier_network network, size_t batch);
double classifier_inference_operations(enum classifier_network network, size_t batch);

#endif
