/* How well the networks of labs 03 and 04 tell the images to test with apart, by epoch, optimizer and seed.
 *
 *     make bench-accuracy
 *     build/bench/accuracy mlp|cnn [FOLDER [EPOCHS]]     a folder with Fashion-MNIST's files; 5 epochs
 *
 * mlp is 784-256-128-10, trained with momentum and with Adam, cnn lab 04's network, trained with Adam.
 * Batches of 64, ReLU, He's initialisation, pixels standardised with one mean and deviation of the
 * training part: 55,000 images, 5,000 being kept for validation by a stratified split. It is what
 * bench_accuracy's PyTorch twin, accuracy_torch.py, trains. The images to test with decide nothing here:
 * they are only reported.
 */
#include "base/flush.h"
#include "data/fashion_mnist.h"
#include "data/split.h"
#include "data/standardise.h"
#include "kernels/fast/blas.h"
#include "kernels/fast/fast.h"
#include "kernels/fast/threads.h"
#include "models/cnn.h"
#include "models/image_classifier.h"
#include "optim/methods.h"
#include "train/image_training.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { most_epochs = 100, seeds = 3, batch = 64, tape_room = 32, arena_bytes = 128 << 20 };

struct data {
    struct image_set training, test;
    struct split split;
    real mean, deviation;
};

static void require(int status, const struct message *why)
{
    if (status != 0) {
        fprintf(stderr, "accuracy: %s\n", why->text);
        exit(1);
    }
}

static void measure(struct data *data)
{
    const size_t pixels = data->training.rows * data->training.columns;
    const size_t count = data->split.training_count * pixels;
    struct arena arena;
    struct message why;
    require(arena_create(&arena, count * sizeof(real) + 4096, &why), &why);
    real *const x = arena_reals(&arena, count);
    images_to_reals(&data->training, data->split.training_count, data->split.training, x);
    standardise_fit(count, 1, x, &data->mean, &data->deviation);
    arena_destroy(&arena);
}

static void read_data(struct data *data, const char *folder)
{
    struct message why;
    folder = folder ? folder : fashion_mnist_find(fashion_mnist_folders, &why);
    require(folder ? 0 : -1, &why);
    require(fashion_mnist_read(folder, &data->training, &data->test, &why), &why);
    const size_t bytes = data->training.count * sizeof(size_t);
    data->split.training = malloc(bytes);
    data->split.validation = malloc(bytes);
    if (!data->split.training || !data->split.validation) {
        require(message_set(&why, "no memory for a split of %zu", data->training.count), &why);
    }
    struct pcg32 generator = pcg32_seed(1, 2);
    split_stratified(data->training.count, data->training.labels, data->training.classes,
                     (real)1 / 12, &generator, &data->split);
    measure(data);
}

static struct image_batches batches_of(struct arena *arena, const struct data *data,
                                       const struct image_set *set, size_t count,
                                       const size_t *index)
{
    struct image_batches batches = image_batches_new(arena, set, count, index, batch);
    image_batches_standardise(&batches, 1, &data->mean, &data->deviation);
    return batches;
}

/* A network with what changes in training. */
struct network {
    struct module module;
    size_t parameters;
    const struct parameter *parameter; /* (parameters) */
};

static struct network new_mlp(struct arena *model, struct pcg32 *weights)
{
    const struct image_classifier_settings settings = {
        .layers = 3, .size = {784, 256, 128, 10}, .hidden = activation_relu};
    struct image_classifier *const mlp = image_classifier_new(model, &settings, weights, NULL);
    return (struct network){image_classifier_module(mlp), mlp->parameters, mlp->parameter};
}

static struct network new_cnn(struct arena *model, struct pcg32 *weights)
{
    const struct cnn_settings settings = cnn_usual();
    struct cnn *const cnn = cnn_new(model, &settings, weights);
    return (struct network){cnn_module(cnn), cnn->parameters, cnn->parameter};
}

/* Trains once and prints a row of accuracies. */
static void train(struct network (*new_network)(struct arena *, struct pcg32 *),
                  const struct data *data, const struct optimizer_settings *settings, uint64_t seed,
                  size_t epochs, struct arena *model, struct arena *step)
{
    struct pcg32 weights = pcg32_seed(seed, 10), order = pcg32_seed(seed, 11);
    const struct backend backend = fast_backend();
    arena_reset(model, 0);
    const struct network network = new_network(model, &weights);
    struct optimizer_settings steps = *settings;
    steps.backend = &backend;
    struct optimizer optimizer = optimizer_new(model, network.parameter, network.parameters, steps);
    struct tape tape = tape_new(model, step, &backend, tape_room);
    struct image_batches batches =
        batches_of(model, data, &data->training, data->split.training_count, data->split.training);
    struct image_batches test = batches_of(model, data, &data->test, data->test.count, NULL);
    struct image_training training = {
        .tape = &tape,
        .model = network.module,
        .optimizer = &optimizer,
        .batches = &batches,
        .generator = &order,
        .x = arena_reals(model, batch * data->training.rows * data->training.columns),
        .labels = arena_reals(model, batch)};
    printf("| %s, rate %g | %llu |", settings->method->name, (double)settings->rate,
           (unsigned long long)seed);
    for (size_t epoch = 1; epoch <= epochs; epoch++) {
        image_training_epoch(&training);
        const struct evaluation found = image_training_evaluate(&training, &test, NULL);
        printf(" %.1f %% |", 100 * (double)evaluation_accuracy(&found));
        fflush(stdout);
    }
    puts("");
}

static void print_head(size_t epochs)
{
    printf("| optimizer | seed |");
    for (size_t epoch = 1; epoch <= epochs; epoch++) {
        printf(epoch == 1 ? " epoch 1 |" : " %zu |", epoch);
    }
    printf("\n| --- | --- |");
    for (size_t epoch = 1; epoch <= epochs; epoch++) {
        printf(" --- |");
    }
    puts("");
}

int main(int count, char **argument)
{
    flush_subnormals();
    struct data data;
    struct arena model, step;
    struct message why;
    const size_t epochs = count > 3 ? strtoul(argument[3], NULL, 10) : 5;
    const bool is_cnn = count > 1 && strcmp(argument[1], "cnn") == 0;
    if (count < 2 || count > 4 || (!is_cnn && strcmp(argument[1], "mlp") != 0) || epochs < 1 ||
        epochs > most_epochs) {
        fprintf(stderr, "usage: %s mlp|cnn [FOLDER [EPOCHS]], up to %d epochs\n", argument[0],
                most_epochs);
        return 2;
    }
    blas_load(&why); /* without it the library's own loops multiply */
    require(threads_start(2, &why), &why);
    read_data(&data, count > 2 ? argument[2] : NULL);
    require(arena_create(&model, arena_bytes, &why), &why);
    require(arena_create(&step, arena_bytes, &why), &why);
    print_head(epochs);
    for (uint64_t seed = 1; !is_cnn && seed <= seeds; seed++) {
        train(new_mlp, &data, &optimizer_momentum.usual, seed, epochs, &model, &step);
    }
    for (uint64_t seed = 1; seed <= seeds; seed++) {
        train(is_cnn ? new_cnn : new_mlp, &data, &optimizer_adam.usual, seed, epochs, &model,
              &step);
    }
    arena_destroy(&step);
    arena_destroy(&model);
    free(data.split.training);
    free(data.split.validation);
    image_set_destroy(&data.training);
    image_set_destroy(&data.test);
    return 0;
}
