/* train/checkpoint.h: a training run in a file, from which it goes on as if it had never stopped.
 *
 * What a run hangs on is listed once, and the same list saves and loads:
 *
 *     const struct checkpoint_array arrays[] = {{"1.w", layer.w.value}, {"1.b", layer.b.value}};
 *     const struct checkpoint_count counts[] = {{"epoch", &epoch}};
 *     const struct checkpoint_generator generators[] = {{"batches", &generator}};
 *     const struct checkpoint run = {.arrays = 2,
 *                                    .array = arrays,
 *                                    .counts = 1,
 *                                    .count = counts,
 *                                    .generators = 1,
 *                                    .generator = generators,
 *                                    .optimizer = &optimizer};
 *     if (checkpoint_save(&run, path, &why) != 0) ... why.text ...
 *     if (checkpoint_load(&run, path, &why) != 0) ...
 *
 * To resume: build the run as it was built the first time, load, and train on from counts[0]. Every
 * later number is then the same to the last bit, as long as the list holds everything that changes from
 * step to step: the parameters, batch norm's running statistics, each generator. A network's best
 * values so far come along with its early stopping.
 *
 * The file: lines of text, an empty line, the arrays one behind the other, each as an .npy image
 * (base/npy.h), and a line with a checksum. `head -n 20 FILE` shows where a run stands:
 *
 *     descent checkpoint 1
 *     real float
 *     setting data fashion            the caller's own, then the optimizer's: they must be the same
 *     setting optimizer adam
 *     setting beta 0 ...              and so on for each of its settings but the rate
 *     number rate 0.001               a real, with as many digits as tell it exactly
 *     count steps 4300
 *     number best_loss 0.31 ...       with early stopping: best_loss, best_epoch, epochs
 *     count epoch 5
 *     generator batches 853c49e6748fea9b da3e39cb94b95bdb     state and increment
 *     array 1.w (256,784)
 *     array 1.b (256)
 *     array 1.w.m (256,784)           an optimizer's state: of each parameter in turn
 *     array 1.w.best (256,784)        early stopping's best values
 *                                     (an empty line)
 *     ...                             the images, in the order of the lines `array`
 *     checksum 0123456789abcdef       FNV-1a, 64 bits, of all bytes before this line
 *
 * (G. Fowler, L. C. Noll, K.-P. Vo, D. Eastlake, "The FNV Non-Cryptographic Hash Algorithm".) In
 * Python: read lines up to the empty one, then call numpy.load on the open file, array by array.
 *
 * A file is read only into a run like the one that wrote it: the same names in the same order, the same
 * shapes, method and settings, and the same `real`; a file of the other width is refused, not
 * converted, for its run could not go on bit by bit. Only the rate may differ: the file's is taken.
 */
#ifndef DESCENT_TRAIN_CHECKPOINT_H
#define DESCENT_TRAIN_CHECKPOINT_H

#include "base/message.h"
#include "base/pcg32.h"
#include "optim/optimizer.h"
#include "tensor/tensor.h"
#include "train/early_stopping.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { checkpoint_longest_name = 63, checkpoint_longest_text = 127 };

/* Names are of 1 to 63 printable characters without a space. All that is pointed to stays the
 * caller's. */
struct checkpoint_array {
    const char *name;
    struct tensor values;
};

struct checkpoint_count {
    const char *name;
    size_t *value;
};

struct checkpoint_generator {
    const char *name;
    struct pcg32 *generator;
};

/* What must be the same when the run goes on: the batch size, say, or the rate of dropout. */
struct checkpoint_setting {
    const char *name;
    const char *text; /* 1 to 127 printable characters */
};

struct checkpoint {
    size_t settings, counts, generators, arrays;
    const struct checkpoint_setting *setting;     /* (settings) */
    const struct checkpoint_count *count;         /* (counts) */
    const struct checkpoint_generator *generator; /* (generators) */
    const struct checkpoint_array *array;         /* (arrays): every parameter's value among them */
    struct optimizer *optimizer;                  /* or NULL */
    struct early_stopping *stopping;              /* or NULL */
};

/* Writes the file, beside its place and then renamed: whole or not at all, and an older one stays until
 * then. Returns 0, or -1 and says why.
 *
 * All of these panic when a name or a text is none, or when a parameter of the optimizer or of
 * early stopping is in no array: it would be left behind. */
int checkpoint_save(const struct checkpoint *run, const char *path, struct message *why);

/* The same to a stream, whose errors are the caller's. */
int checkpoint_write(const struct checkpoint *run, FILE *stream, struct message *why);

/* Reads the file into the run. Returns 0, or -1 and says `path:line: what was expected, what stands
 * there`; then nothing has changed. */
int checkpoint_load(const struct checkpoint *run, const char *path, struct message *why);

/* The same from a file that lies in memory; `path` is for the message. */
int checkpoint_decode(const struct checkpoint *run, const char *path,
                      const unsigned char *file /* (length) */, size_t length, struct message *why);

/* The checksum of these bytes. */
uint64_t checkpoint_checksum(const unsigned char *bytes /* (length) */, size_t length);

#endif
