/* kernels/device.h: what a backend whose numbers lie in a device's memory can do beside its kernels.
 *
 * Tape, layers and optimizers keep all numbers in arenas on the host. Each arena that such a backend works on has a
 * *twin*: as many bytes in the device's memory. What a host pointer points at then lies at the same distance from
 * the twin's beginning, and kernels that are given host pointers work there:
 *
 *     on the device = twin + (pointer - arena)
 *
 * Numbers are made on the host and uploaded once. From then on the device's are the true ones; the host's are old until
 * they are downloaded.
 *
 * A training step is dozens of small requests, and telling the device of each costs more time than small
 * kernels take. So the second step of a *shape* is recorded, and later ones are launched as a whole, a *graph*:
 *
 *     struct device_batch *const batch = device->batch(rows, pixels);      write the mini-batch's bytes there
 *     if (!device->step_begin(rate, optimizer->steps + 1, shape)) {        one copy: the bytes, rate and t
 *         device->batch_to_reals(rows, pixels, 0, NULL, NULL, x, labels);  bytes become numbers
 *         ... zero the gradients, forward, backward, step, as ever ...
 *         device->score(rows, loss);                                       kept there until somebody asks
 *     }
 *     device->step_end();
 *
 * A graph does again what was recorded, with the same pointers. Steps of one shape must so ask for the same things in
 * the same places; only the rate, t and the numbers in memory may differ from step to step. None waits for the device
 * (but when it is sixteen steps behind) and none takes memory.
 *
 * Whatever breaks these rules panics and says which: a pointer without a twin, a download in a recorded step. What
 * cannot be seen from here: an operation that loops over its numbers itself (autograd/arithmetic.h) reads the host's.
 */
#ifndef DESCENT_KERNELS_DEVICE_H
#define DESCENT_KERNELS_DEVICE_H

#include "base/real.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct parameter;

/* A mini-batch of images on its way to the device: bytes, a quarter of what they become. */
struct device_batch {
    real value[256];       /* what each value of a pixel becomes */
    unsigned char bytes[]; /* (rows,pixels) pixels, then (rows) labels */
};

/* What steps leave behind, added up since they were last zeroed. */
struct device_scores {
    double loss; /* of all images together: each mini-batch's mean loss times its rows */
    real last;   /* the last mini-batch's mean loss */
    int right;   /* rows whose largest logit was their class's */
};

struct device {
    const char *name; /* what the device calls itself: "NVIDIA H200" */

    /* Gives (bytes) bytes of the host's memory a twin, in which nothing is written yet, or takes it away again.
     * Both forget all graphs: what these point at may be gone. */
    void (*twin_make)(const void *memory, size_t bytes);
    void (*twin_release)(const void *memory);

    /* Copies to and from the twin; both halves have the same address, the host's. An upload has read the host's
     * bytes when it returns, a download has written them: it waits for all that the device was told before. */
    void (*upload)(const void *memory, size_t bytes);
    void (*download)(void *memory, size_t bytes);

    /* Makes bytes of the twin 0: gradients before a step. May be part of a graph. */
    void (*zero)(void *memory, size_t bytes);

    /* Where there are several ways, to take the one through the kernels of lab 04's exercises: products by tiles,
     * convolutions by im2col, softmax by rows. False, as at the beginning: the fastest way. */
    void (*use_exercises)(bool use);

    /* Forgets all twins, all graphs, and a step that has begun and will not end. */
    void (*abandon)(void);

    /* --- steps ---------------------------------------------------------------------------------- */

    /* Begins a step with this rate and number, from 1 on. False: the caller does the step. True: its graph has been
     * launched, and there is nothing left to do. The shape is any number that differs where steps do; steps of shape 0
     * are never recorded. */
    bool (*step_begin)(real rate, size_t t, uint64_t shape);
    void (*step_end)(void);

    /* Where the next step's mini-batch is to be written; step_begin sends it. A step without one has the bytes of the
     * step before. Not to be asked for in the midst of a step. */
    struct device_batch *(*batch)(size_t rows, size_t pixels);

    /* The step's bytes as numbers: writes x (rows,pixels) and labels (rows). With mean and deviation (columns), else
     * NULL, pixels are standardised column by column, too (data/standardise.h). */
    void (*batch_to_reals)(size_t rows, size_t pixels, size_t columns, const real *mean,
                           const real *deviation, real *x, real *labels);

    /* Adds a mini-batch's loss (1) to the scores; how many of its rows are right, and writes their predicted classes
     * unless that is NULL. */
    void (*score)(size_t rows, const real *loss);
    void (*score_classes)(size_t rows, size_t classes, const real *logits, const real *labels,
                          unsigned char *predicted);

    void (*zero_scores)(void);
    struct device_scores (*read_scores)(void); /* waits for all that the device was told before */

    /* --- what the backend's table has no entry for, or one that returns its result ------------------ */

    /* The losses' forward ways; the loss (1) stays on the device. The way back begins with dloss, a number of the
     * host's: a loss must be the last operation of a tape. */
    void (*mse_forward)(size_t count, const real *yhat, const real *y, real *loss);
    void (*binary_cross_entropy_forward)(size_t count, const real *logits, const real *y,
                                         real *loss);
    void (*softmax_cross_entropy_forward)(size_t n, size_t classes, const real *z, const real *y,
                                          const real *weight, real *loss);

    /* losses/label_smoothing.h: loss <- (1 - smoothing) loss + smoothing S; and S's way back */
    void (*label_smoothing_forward)(size_t n, size_t classes, const real *z, const real *y,
                                    const real *weight, real smoothing, real *loss);
    void (*label_smoothing_backward)(size_t n, size_t classes, const real *z, const real *y,
                                     const real *weight, real dloss, real *dz);

    /* optim/clip.h, weight_decay.h; the rate is the step's */
    void (*clip_gradients)(const struct parameter *parameter, size_t count, real limit);
    void (*weight_decay_coupled)(const struct parameter *parameter, real decay, real *pulled);
    void (*weight_decay_decoupled)(const struct parameter *parameter, real decay);
    void (*weight_decay_decoupled_shift)(const struct parameter *parameter, real decay,
                                         real *previous);
};

#endif
