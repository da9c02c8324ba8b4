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
 * A training step is thousands of small requests, and telling the device of each costs more time than small
 * kernels take. So the second step of a *shape* is recorded, and later ones are launched as a whole, a *graph*:
 *
 *     device->upload(batch, bytes);                         before the step: never part of a graph
 *     if (!device->step_begin(rate, optimizer->steps + 1, shape)) {
 *         ... zero the gradients, forward, backward, step, as ever ...
 *     }
 *     device->step_end();
 *
 * A graph does again what was recorded, with the same pointers. Steps of one shape must so ask for the same things in
 * the same places; only the rate, t and the numbers in memory may differ from step to step.
 *
 * Whatever breaks these rules panics and says which: a pointer without a twin, a download in a recorded step.
 */
#ifndef DESCENT_KERNELS_DEVICE_H
#define DESCENT_KERNELS_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct device {
    const char *name; /* "cuda" */

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

    /* Begins a step with this rate and number, from 1 on. False: the caller does the step. True: its graph has been
     * launched, and there is nothing left to do. The shape is any number that differs where steps do. */
    bool (*step_begin)(float rate, size_t t, uint64_t shape);
    void (*step_end)(void);
};

#endif
