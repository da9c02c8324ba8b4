/* train/image_training.h: training a classifier of images, and how well it does.
 *
 *     struct image_training training = {.tape = &tape, .model = image_classifier_module(classifier),
 *                                       .optimizer = &optimizer, .batches = &batches,
 *                                       .generator = &order, .x = x, .labels = labels};
 *     for (size_t epoch = 1; epoch <= epochs; epoch++) {
 *         const real loss = image_training_epoch(&training);
 *         const struct evaluation now = image_training_evaluate(&training, &validation, NULL);
 *     }
 *
 * Everything stays the caller's. A steady step calls malloc not once.
 *
 * While the training is on a device (train/on_device.h), mini-batches go there as bytes, steps are told to the device
 * and nobody waits for them: a step's loss is then not known, REAL_NAN, until image_training_last_loss asks for it.
 */
#ifndef DESCENT_TRAIN_IMAGE_TRAINING_H
#define DESCENT_TRAIN_IMAGE_TRAINING_H

#include "autograd/tape.h"
#include "data/image_batches.h"
#include "layers/sequential.h"
#include "optim/optimizer.h"
#include "optim/schedule.h"

struct image_training {
    struct tape *tape;
    struct module model;
    struct optimizer *optimizer;
    struct image_batches *batches; /* of the images to train with */
    struct pcg32 *generator;       /* of their order */

    /* one mini-batch, as large as the largest that is trained or evaluated with */
    real *x;      /* (batch,pixels) */
    real *labels; /* (batch) */

    const struct schedule *schedule; /* of the learning rate, by optimizer->steps; NULL: it stays */
    real clip;                       /* the longest gradient (optim/clip.h); 0: any */
    const real *class_weight;        /* (classes); NULL: all count alike */
    real smoothing;                  /* of the labels, 0 to 1 (losses/label_smoothing.h) */

    /* called behind each step of an epoch with the batch's loss; NULL when nobody listens */
    void (*after_step)(void *listener, size_t images, real loss);
    void *listener;
};

/* Takes the next mini-batch to where a step finds it: x and labels, or the device. Returns how many rows it has, 0
 * when the epoch is over. */
size_t image_training_next(struct image_training *training);

/* One step on the first `rows` images that stand in x and labels: zero the gradients, forward, loss,
 * backward, step. Returns the loss as it was before the step. The tape is reset at its end. */
real image_training_step(struct image_training *training, size_t rows);

/* The last step's loss, from the device, for which it waits. */
real image_training_last_loss(const struct image_training *training);

/* One epoch in shuffled mini-batches. Returns the mean loss over all images, each mini-batch's as it
 * was before its step. */
real image_training_epoch(struct image_training *training);

struct evaluation {
    real loss;           /* the mean over the images, without weights and smoothing */
    size_t count, right; /* images; those whose class is told right */
};

/* How well the model does on these batches, in their own order, with the layers in evaluation: no
 * gradients, nothing dropped, nothing moved. Writes to `predicted` the class that has the largest
 * logit, the first of equals. */
struct evaluation image_training_evaluate(struct image_training *training,
                                          struct image_batches *batches,
                                          unsigned char *predicted /* (count) or NULL */);

/* The share that is right, 0 to 1. */
real evaluation_accuracy(const struct evaluation *evaluation);

#endif
