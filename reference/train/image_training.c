#include "train/image_training.h"

#include "autograd/backward.h"
#include "losses/loss.h"
#include "optim/clip.h"

static struct tensor batch_x(const struct image_training *training,
                             const struct image_batches *batches, size_t rows)
{
    const size_t pixels = batches->set->rows * batches->set->columns;
    return tensor_view(shape_2d(rows, pixels), training->x);
}

real image_training_step(struct image_training *training, size_t rows)
{
    struct tape *const tape = training->tape;
    struct optimizer *const optimizer = training->optimizer;
    tape_section(tape, "optimizer");
    optimizer_zero_gradients(optimizer);
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
    if (training->clip > 0) {
        clip_gradients(optimizer->parameter, optimizer->count, training->clip);
    }
    if (training->schedule) {
        optimizer->settings.rate = schedule_rate(training->schedule, optimizer->steps);
    }
    optimizer_step(optimizer);
    tape_section(tape, NULL);
    const real value = loss->value.data[0];
    tape_reset(tape);
    return value;
}

real image_training_epoch(struct image_training *training)
{
    struct image_batches *const batches = training->batches;
    size_t rows, seen = 0;
    real sum = 0;
    image_batches_shuffle(batches, training->generator);
    while ((rows = image_batches_next(batches, training->x, training->labels)) > 0) {
        const real loss = image_training_step(training, rows);
        sum += loss * (real)rows;
        seen += rows;
        if (training->after_step) {
            training->after_step(training->listener, seen, loss);
        }
    }
    return sum / (real)seen;
}

/* The place of the largest, the first of equals. */
static size_t largest_of(size_t count, const real *value /* (count) */)
{
    size_t largest = 0;
    for (size_t i = 1; i < count; i++) {
        largest = value[i] > value[largest] ? i : largest;
    }
    return largest;
}

/* Adds a batch's loss and what is right in it. */
static void see_batch(struct image_training *training, size_t rows,
                      const struct image_batches *batches, struct evaluation *evaluation,
                      unsigned char *predicted /* (rows) or NULL */)
{
    struct tape *const tape = training->tape;
    struct variable *const x = tape_constant(tape, batch_x(training, batches, rows));
    struct variable *const labels =
        tape_constant(tape, tensor_view(shape_1d(rows), training->labels));
    struct variable *const logits = module_forward(tape, training->model, x);
    const struct variable *const loss = softmax_cross_entropy_loss(tape, logits, labels, NULL, 0);
    const size_t classes = logits->value.shape.size[1];
    evaluation->loss += loss->value.data[0] * (real)rows;
    for (size_t i = 0; i < rows; i++) {
        const size_t class = largest_of(classes, logits->value.data + i * classes);
        evaluation->right += class == (size_t)training->labels[i];
        if (predicted) {
            predicted[i] = (unsigned char)class;
        }
    }
    evaluation->count += rows;
    tape_reset(tape);
}

struct evaluation image_training_evaluate(struct image_training *training,
                                          struct image_batches *batches, unsigned char *predicted)
{
    struct tape *const tape = training->tape;
    const bool recording = tape->recording, in_training = tape->training;
    struct evaluation evaluation = {0};
    size_t rows;
    tape->recording = tape->training = false;
    image_batches_in_order(batches);
    while ((rows = image_batches_next(batches, training->x, training->labels)) > 0) {
        see_batch(training, rows, batches, &evaluation,
                  predicted ? predicted + evaluation.count : NULL);
    }
    tape->recording = recording;
    tape->training = in_training;
    evaluation.loss /= (real)evaluation.count;
    return evaluation;
}

real evaluation_accuracy(const struct evaluation *evaluation)
{
    return (real)evaluation->right / (real)evaluation->count;
}
