#include "04-cnn/given/stages.h"

#include "layers/activation.h"

struct stages stages_of_block(struct learner *l, size_t number, struct variable *x)
{
    struct tape *const tape = &l->tape;
    struct cnn *const cnn = l->cnn;
    const bool recording = tape->recording, training = tape->training;
    tape->recording = tape->training = false;
    struct stages s = {.convolved = conv2d_layer_forward(tape, &cnn->conv[number], x)};
    s.active = activate(tape, activation_relu, s.convolved);
    s.pooled = s.active;
    if (cnn->settings.block[number].pool > 1) {
        s.pooled =
            (cnn->settings.average ? average_pool : max_pool)(tape, &cnn->pool[number], s.active);
    }
    tape->recording = recording;
    tape->training = training;
    return s;
}

struct variable *stages_images(struct learner *l, const struct image_set *set, struct images some)
{
    struct lab *const lab = l->lab;
    struct image_batches batches = images_batches(&lab->images, &lab->model, set, some, some.count);
    real *const labels = arena_reals(&lab->model, some.count);
    const struct tensor x =
        tensor_new(&lab->step, shape_4d(some.count, 1, set->rows, set->columns));
    image_batches_next(&batches, x.data, labels);
    return tape_constant(&l->tape, x);
}

struct view view_of_block(const struct cnn_settings *settings, size_t number)
{
    struct view view = {.size = 1, .step = 1, .start = 0};
    for (size_t b = 0; b <= number; b++) {
        const struct cnn_block *const block = &settings->block[b];
        view.size += (block->kernel - 1) * view.step;
        view.start -= (long)(block->padding * view.step);
        view.step *= block->stride;
        if (b < number) {
            view.size += (block->pool - 1) * view.step;
            view.step *= block->pool;
        }
    }
    return view;
}
