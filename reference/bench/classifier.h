/* bench/classifier.h: lab 03's classifier, 784-256-128-10 with ReLU and softmax cross-entropy, and where
 * the time of its steps goes.
 *
 * A step is what train/image_training.h does, through tape and layers: make a mini-batch of reals of the
 * images' bytes; forward and loss; backward; move the parameters. The pixels are standardised with one
 * mean and deviation.
 */
#ifndef DESCENT_BENCH_CLASSIFIER_H
#define DESCENT_BENCH_CLASSIFIER_H

#include "data/image_batches.h"
#include "models/image_classifier.h"
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

/* A network in training. */
struct classifier {
    struct arena model, step;
    struct backend backend;
    struct tape tape;
    struct image_classifier *network;
    struct optimizer optimizer;
    struct image_batches batches;
    struct image_training training;
    struct pcg32 order;

    double seconds[classifier_parts]; /* that the steps took so far, part by part */
};

/* Always from the same weights and in the same order. The optimizer takes the backend's steps. */
int classifier_begin(struct classifier *classifier, const struct classifier_data *data,
                     const struct backend *backend, const struct optimizer_method *method,
                     size_t batch, struct message *why);
void classifier_end(struct classifier *classifier);

/* Steps of training, each on `batch` images: a short batch at the end of an epoch is left out. Returns
 * the last one's loss. */
real classifier_train(struct classifier *classifier, size_t steps);

/* The same without gradients: mini-batches and their logits. */
void classifier_infer(struct classifier *classifier, size_t steps);

/* Operations of one step's products, a multiplication and an addition being two. */
double classifier_training_operations(size_t batch);
double classifier_inference_operations(size_t batch);

#endif
