#include "train/image_training.h"

#include "autograd/backward.h"
#include "kernels/device.h"
#include "losses/loss.h"
#include "optim/clip.h"

#include <string.h>

static const struct device *device_of(const struct image_training *training)
{
    return training->tape->backend->device;
}

static size_t pixels_of(const struct image_batches *batches)
{
    return batches->set->rows * batches->set->columns;
}

static struct tensor batch_x(const struct image_training *training,
                             const struct image_batches *batches, size_t rows)
{
    return tensor_view(shape_2d(rows, pixels_of(batches)), training->x);
}

/* --- mini-batches ----------------------------------------------------------------------------- */

static size_t next_to_device(const struct device *device, struct image_batches *batches)
{
    const size_t rows = image_batches_next_rows(batches), pixels = pixels_of(batches);
    if (rows > 0) {
        struct device_batch *const batch = device->batch(rows, pixels);
        memcpy(batch->value, batches->value, sizeof batch->value);
        image_batches_next_bytes(batches, batch->bytes, batch->bytes + rows * pixels);
    }
    return rows;
}

static size_t next_batch(struct image_training *training, struct image_batches *batches)
{
    const struct device *const device = device_of(training);
    return device ? next_to_device(device, batches)
                  : image_batches_next(batches, training->x, training->labels);
}

size_t image_training_next(struct image_training *training)
{
    return next_batch(training, training->batches);
}

/* On a device: the bytes that came with the step, as numbers. */
static void make_numbers(struct image_training *training, const struct image_batches *batches,
                         size_t rows)
{
    device_of(training)->batch_to_reals(rows, pixels_of(batches), batches->columns, batches->mean,
                                        batches->deviation, training->x, training->labels);
}

/* --- a step ----------------------------------------------------------------------------------- */

static void step_of_optimizer(struct image_training *training)
{
    struct optimizer *const optimizer = training->optimizer;
    const struct device *const device = device_of(training);
    if (training->clip > 0 && device) {
        device->clip_gradients(optimizer->parameter, optimizer->count, training->clip);
    } else if (training->clip > 0) {
        clip_gradients(optimizer->parameter, optimizer->count, training->clip);
    }
    optimizer_step(optimizer);
}

/* All of it but tape_reset: returns the loss. */
static struct variable *compute_step(struct image_training *training, size_t rows)
{
    struct tape *const tape = training->tape;
    tape_section(tape, "optimizer");
    optimizer_zero_gradients(training->optimizer);
    tape_section(tape, NULL);
    struct variable *const x = tape_constant(tape, batch_x(training, training->batches, rows));
    struct variable *const labels =
        tape_constant(tape, tensor_view(shape_1d(rows), training->labels));
    struct variable *const logits = module_forward(tape, training->model, x);
    tape_section(tape, "loss");
    struct variable *const loss = softmax_cross_entropy_loss(
        tape, logits, labels, training->class_weight, training->smoothing);
    tape_section(tape, NULL);
    tape_backward(tape, loss);
    tape_section(tape, "optimizer");
    step_of_optimizer(training);
    tape_section(tape, NULL);
    return loss;
}

/* The device may do a recorded step all by itself. */
static void step_on_device(struct image_training *training, size_t rows)
{
    const struct device *const device = device_of(training);
    struct optimizer *const optimizer = training->optimizer;
    if (device->step_begin(optimizer->settings.rate, optimizer->steps + 1, rows)) {
        optimizer->steps++;
    } else {
        make_numbers(training, training->batches, rows);
        device->score(rows, compute_step(training, rows)->value.data);
        tape_reset(training->tape);
    }
    device->step_end();
}

real image_training_step(struct image_training *training, size_t rows)
{
    struct optimizer *const optimizer = training->optimizer;
    if (training->schedule) {
        optimizer->settings.rate = schedule_rate(training->schedule, optimizer->steps);
    }
    if (device_of(training)) {
        step_on_device(training, rows);
        return REAL_NAN;
    }
    const real loss = compute_step(training, rows)->value.data[0];
    tape_reset(training->tape);
    return loss;
}

real image_training_last_loss(const struct image_training *training)
{
    return device_of(training)->read_scores().last;
}

real image_training_epoch(struct image_training *training)
{
    const struct device *const device = device_of(training);
    size_t rows, seen = 0;
    real sum = 0;
    image_batches_shuffle(training->batches, training->generator);
    if (device) {
        device->zero_scores();
    }
    while ((rows = image_training_next(training)) > 0) {
        const real loss = image_training_step(training, rows);
        sum += loss * (real)rows;
        seen += rows;
        if (training->after_step) {
            training->after_step(training->listener, seen, loss);
        }
    }
    return (device ? (real)device->read_scores().loss : sum) / (real)seen;
}

/* --- evaluation ------------------------------------------------------------------------------- */

/* The place of the largest, the first of equals. */
static size_t largest_of(size_t count, const real *value /* (count) */)
{
    size_t largest = 0;
    for (size_t i = 1; i < count; i++) {
        largest = value[i] > value[largest] ? i : largest;
    }
    return largest;
}

/* What the model makes of a batch. */
struct answers {
    const struct variable *logits, *loss;
};

static struct answers answer(struct image_training *training, size_t rows,
                             const struct image_batches *batches)
{
    struct tape *const tape = training->tape;
    struct variable *const x = tape_constant(tape, batch_x(training, batches, rows));
    struct variable *const labels =
        tape_constant(tape, tensor_view(shape_1d(rows), training->labels));
    struct variable *const logits = module_forward(tape, training->model, x);
    return (struct answers){logits, softmax_cross_entropy_loss(tape, logits, labels, NULL, 0)};
}

/* Adds a batch's loss and what is right in it. */
static void see_batch(struct image_training *training, size_t rows,
                      const struct image_batches *batches, struct evaluation *evaluation,
                      unsigned char *predicted /* (rows) or NULL */)
{
    const struct answers answers = answer(training, rows, batches);
    const size_t classes = answers.logits->value.shape.size[1];
    evaluation->loss += answers.loss->value.data[0] * (real)rows;
    for (size_t i = 0; i < rows; i++) {
        const size_t class = largest_of(classes, answers.logits->value.data + i * classes);
        evaluation->right += class == (size_t)training->labels[i];
        if (predicted) {
            predicted[i] = (unsigned char)class;
        }
    }
}

/* The same on a device, which keeps what it adds up. */
static void see_batch_on_device(struct image_training *training, size_t rows,
                                const struct image_batches *batches, unsigned char *predicted)
{
    enum { not_recorded = 0 };
    const struct device *const device = device_of(training);
    unsigned char *const told = predicted ? arena_take(training->tape->arena, rows) : NULL;
    device->step_begin(0, 1, not_recorded);
    make_numbers(training, batches, rows);
    const struct answers answers = answer(training, rows, batches);
    device->score(rows, answers.loss->value.data);
    device->score_classes(rows, answers.logits->value.shape.size[1], answers.logits->value.data,
                          training->labels, told);
    device->step_end();
    if (predicted) {
        device->download(told, rows);
        memcpy(predicted, told, rows);
    }
}

static void see_all(struct image_training *training, struct image_batches *batches,
                    struct evaluation *evaluation, unsigned char *predicted)
{
    const struct device *const device = device_of(training);
    size_t rows;
    if (device) {
        device->zero_scores();
    }
    while ((rows = next_batch(training, batches)) > 0) {
        unsigned char *const of_batch = predicted ? predicted + evaluation->count : NULL;
        if (device) {
            see_batch_on_device(training, rows, batches, of_batch);
        } else {
            see_batch(training, rows, batches, evaluation, of_batch);
        }
        evaluation->count += rows;
        tape_reset(training->tape);
    }
    if (device) {
        const struct device_scores scores = device->read_scores();
        evaluation->loss = (real)scores.loss;
        evaluation->right = (size_t)scores.right;
    }
}

struct evaluation image_training_evaluate(struct image_training *training,
                                          struct image_batches *batches, unsigned char *predicted)
{
    struct tape *const tape = training->tape;
    const bool recording = tape->recording, in_training = tape->training;
    struct evaluation evaluation = {0};
    tape->recording = tape->training = false;
    image_batches_in_order(batches);
    see_all(training, batches, &evaluation, predicted);
    tape->recording = recording;
    tape->training = in_training;
    evaluation.loss /= (real)evaluation.count;
    return evaluation;
}

real evaluation_accuracy(const struct evaluation *evaluation)
{
    return (real)evaluation->right / (real)evaluation->count;
}
