#include "bench/classifier.h"

#include "autograd/backward.h"
#include "base/clock.h"
#include "data/fashion_mnist.h"
#include "data/glyphs.h"
#include "losses/loss.h"
#include "models/cnn.h"
#include "models/image_classifier.h"

#include <string.h>
#include <tgmath.h>

enum { pixels = 784, glyphs = 10000, tape_room = 16, model_bytes = 8 << 20 };

/* What is to be known of a network before it is there, for one image. */
struct facts {
    const char *name;
    size_t activations;     /* numbers that its operations put out */
    size_t scratch;         /* and, for the whole batch, room that kernels work in */
    double forward, images; /* operations; those of the first layer, whose dx nobody wants */
};

static const struct facts facts[classifier_networks] = {
    [network_mlp] = {.name = "mlp",
                     .activations = 2 * 256 + 2 * 128 + 10,
                     .forward = 2 * (784. * 256 + 256 * 128 + 128 * 10),
                     .images = 2 * 784. * 256},
    [network_cnn] = {.name = "cnn",
                     .activations = 2 * 16 * 784 + 16 * 196 + 2 * 32 * 196 + 32 * 49 + 2 * 128 + 10,
                     .scratch = 4 << 20,
                     .forward = 2 * (16 * 784. * 9 + 32 * 196. * 9 * 16 + 1568. * 128 + 128 * 10),
                     .images = 2 * 16 * 784. * 9},
};

const char *classifier_network_name(enum classifier_network network)
{
    return facts[network].name;
}

/* --- data -------------------------------------------------------------------------------------- */

static int read_images(struct classifier_data *data, const char *name, struct message *why)
{
    const char *const folder = name ? name : fashion_mnist_find(fashion_mnist_folders, why);
    if (!folder || strcmp(folder, "glyphs") == 0) {
        struct pcg32 generator = pcg32_seed(1, 1);
        data->name = "glyphs";
        return glyphs_make(glyphs, &generator, &data->images, why);
    }
    struct image_set test;
    data->name = folder;
    const int status = fashion_mnist_read(folder, &data->images, &test, why);
    if (status == 0) {
        image_set_destroy(&test);
    }
    return status;
}

/* Of all pixels, from 0 to 1. */
static void measure_pixels(struct classifier_data *data)
{
    const size_t count = data->images.count * pixels;
    double sum = 0, squares = 0;
    for (size_t i = 0; i < count; i++) {
        const double pixel = data->images.bytes[i] / 255.0;
        sum += pixel;
        squares += pixel * pixel;
    }
    const double mean = sum / (double)count;
    data->mean = (real)mean;
    data->deviation = (real)sqrt(squares / (double)count - mean * mean);
}

int classifier_data_read(struct classifier_data *data, const char *name, struct message *why)
{
    if (read_images(data, name, why) != 0) {
        return -1;
    }
    measure_pixels(data);
    return 0;
}

/* --- beginning and end --------------------------------------------------------------------------- */

/* Values, gradients, and room to spare. */
static size_t step_bytes(const struct facts *of, size_t batch)
{
    return (1 << 16) + (3 * batch * of->activations + of->scratch) * sizeof(real);
}

static void make_mlp(struct classifier *classifier, struct pcg32 *weights)
{
    const struct image_classifier_settings settings = {
        .layers = 3, .size = {pixels, 256, 128, 10}, .hidden = activation_relu};
    struct image_classifier *const mlp =
        image_classifier_new(&classifier->model, &settings, weights, NULL);
    classifier->module = image_classifier_module(mlp);
    classifier->parameters = mlp->parameters;
    classifier->parameter = mlp->parameter;
}

static void make_cnn(struct classifier *classifier, struct pcg32 *weights)
{
    const struct cnn_settings settings = cnn_usual();
    struct cnn *const cnn = cnn_new(&classifier->model, &settings, weights);
    classifier->module = cnn_module(cnn);
    classifier->parameters = cnn->parameters;
    classifier->parameter = cnn->parameter;
}

static void begin_training(struct classifier *classifier, const struct classifier_data *data,
                           const struct optimizer_method *method, size_t batch)
{
    struct arena *const model = &classifier->model;
    struct pcg32 weights = pcg32_seed(1, 2);
    (classifier->network == network_cnn ? make_cnn : make_mlp)(classifier, &weights);
    struct optimizer_settings moves = method->usual;
    moves.backend = &classifier->backend;
    classifier->optimizer =
        optimizer_new(model, classifier->parameter, classifier->parameters, moves);
    classifier->tape = tape_new(model, &classifier->step, &classifier->backend, tape_room);
    classifier->batches = image_batches_new(model, &data->images, data->images.count, NULL, batch);
    image_batches_standardise(&classifier->batches, 1, &data->mean, &data->deviation);
    classifier->order = pcg32_seed(1, 3);
    image_batches_shuffle(&classifier->batches, &classifier->order);
    classifier->training = (struct image_training){.tape = &classifier->tape,
                                                   .model = classifier->module,
                                                   .optimizer = &classifier->optimizer,
                                                   .batches = &classifier->batches,
                                                   .x = arena_reals(model, batch * pixels),
                                                   .labels = arena_reals(model, batch)};
}

int classifier_begin(struct classifier *classifier, enum classifier_network network,
                     const struct classifier_data *data, const struct backend *backend,
                     const struct optimizer_method *method, size_t batch, struct message *why)
{
    *classifier = (struct classifier){.network = network, .backend = *backend};
    const size_t of_data =
        data->images.count * sizeof(size_t) + batch * (pixels + 1) * sizeof(real);
    if (batch < 1 || batch > data->images.count) {
        return message_set(why, "a batch of %zu, expected 1 to %zu images", batch,
                           data->images.count);
    }
    if (arena_create(&classifier->model, model_bytes + of_data, why) != 0 ||
        arena_create(&classifier->step, step_bytes(&facts[network], batch), why) != 0) {
        arena_destroy(&classifier->model);
        return -1;
    }
    begin_training(classifier, data, method, batch);
    return 0;
}

void classifier_end(struct classifier *classifier)
{
    arena_destroy(&classifier->model);
    arena_destroy(&classifier->step);
}

/* --- steps ------------------------------------------------------------------------------------- */

/* The time since the last call belongs to this part. */
static void lap(struct classifier *classifier, enum classifier_part part, double *since)
{
    const double now = clock_now();
    classifier->seconds[part] += now - *since;
    *since = now;
}

/* The next whole mini-batch. */
static void next_batch(struct classifier *classifier)
{
    struct image_training *const training = &classifier->training;
    const size_t batch = classifier->batches.batches.size;
    while (image_batches_next(&classifier->batches, training->x, training->labels) < batch) {
        image_batches_shuffle(&classifier->batches, &classifier->order);
    }
}

static struct variable *logits_of(struct classifier *classifier)
{
    const struct tensor x =
        tensor_view(shape_2d(classifier->batches.batches.size, pixels), classifier->training.x);
    return module_forward(&classifier->tape, classifier->training.model,
                          tape_constant(&classifier->tape, x));
}

/* image_training_step, with a look at the clock between its parts. */
static real step(struct classifier *classifier)
{
    struct tape *const tape = &classifier->tape;
    double since = clock_now();
    next_batch(classifier);
    lap(classifier, part_data, &since);
    optimizer_zero_gradients(&classifier->optimizer);
    lap(classifier, part_optimizer, &since);
    struct variable *const labels = tape_constant(
        tape, tensor_view(shape_1d(classifier->batches.batches.size), classifier->training.labels));
    struct variable *const loss =
        softmax_cross_entropy_loss(tape, logits_of(classifier), labels, NULL, 0);
    lap(classifier, part_forward, &since);
    tape_backward(tape, loss);
    lap(classifier, part_backward, &since);
    optimizer_step(&classifier->optimizer);
    const real value = loss->value.data[0];
    tape_reset(tape);
    lap(classifier, part_optimizer, &since);
    return value;
}

real classifier_train(struct classifier *classifier, size_t steps)
{
    real loss = 0;
    for (size_t i = 0; i < steps; i++) {
        loss = step(classifier);
    }
    return loss;
}

void classifier_infer(struct classifier *classifier, size_t steps)
{
    struct tape *const tape = &classifier->tape;
    tape->recording = tape->training = false;
    for (size_t i = 0; i < steps; i++) {
        double since = clock_now();
        next_batch(classifier);
        lap(classifier, part_data, &since);
        logits_of(classifier);
        tape_reset(tape);
        lap(classifier, part_forward, &since);
    }
    tape->recording = tape->training = true;
}

double classifier_inference_operations(enum classifier_network network, size_t batch)
{
    return (double)batch * facts[network].forward;
}

/* Forward, the weights' gradients, and, but for the images, the inputs'. */
double classifier_training_operations(enum classifier_network network, size_t batch)
{
    return (double)batch * (3 * facts[network].forward - facts[network].images);
}
