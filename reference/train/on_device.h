/* train/on_device.h: a training goes to a device (kernels/device.h), and comes back.
 *
 *     struct on_device moved;
 *     on_device_begin(&moved, backend, &training, &model, statistics, count);
 *     image_training_epoch(&training);                        every step there
 *     on_device_fetch(&moved);                                the host's numbers are the device's
 *     on_device_end(&moved);                                  and the training goes on here, as before
 *
 * Between begin and end all numbers of the training are on the device: those of the model's arena as they are at
 * begin, and whatever the step's arena gets. What the host has of them is old until on_device_fetch.
 */
#ifndef DESCENT_TRAIN_ON_DEVICE_H
#define DESCENT_TRAIN_ON_DEVICE_H

#include "base/arena.h"
#include "train/image_training.h"

struct on_device {
    struct image_training *training; /* NULL: nothing was moved */
    const struct device *device;
    const struct backend *of_tape, *of_optimizer; /* before */
    struct arena *model;
    size_t statistics;
    const struct parameter *statistic;
};

/* The training's parameters, its optimizer's state, x, labels and class weights lie in `model`, and so do the numbers
 * that layers move forward beside the parameters: batch norm's running statistics, told by `statistic`. Afterwards
 * tape and optimizer have this backend, whose device is not NULL. Panics when the device has no room. */
void on_device_begin(struct on_device *moved, const struct backend *backend,
                     struct image_training *training, struct arena *model, size_t statistics,
                     const struct parameter *statistic /* (statistics), gradients NULL */);

/* Waits, and copies values, statistics and the optimizer's state to the host. */
void on_device_fetch(const struct on_device *moved);

/* Fetches, gives the device's memory back, and tape and optimizer their backends. */
void on_device_end(struct on_device *moved);

/* The same for one that ended in the midst of a step, and will not be gone on with. Fetches nothing. */
void on_device_abandon(struct on_device *moved);

#endif
