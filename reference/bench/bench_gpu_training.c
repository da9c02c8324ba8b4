/* bench/bench_gpu_training.c: lab 04's training on the device: a step, and five epochs. make bench-gpu
 *
 *     build/bench/gpu_training [--device FILE] [--data glyphs|FOLDER] [--images N] [--batch N] [--steps N] [--epochs N]
 *
 * A step is all of it: the mini-batch's bytes gathered and sent, forward, loss, backward, Adam. The host asks for nothing in
 * between; the clock is its own, and stops when the device has done all. Two ways: told kernel by kernel, and as a graph.
 * The figure of a step is the median of rounds. With build/emulated-shared/descent_cuda.so as FILE it can be tried where
 * there is no GPU; how long that takes says nothing of one.
 */
#include "base/clock.h"
#include "bench/classifier.h"
#include "bench/measure.h"
#include "kernels/cuda/load.h"
#include "kernels/device.h"
#include "models/cnn.h"
#include "optim/methods.h"
#include "train/on_device.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

enum { rounds = 5, warm_up = 20, most_batches = 8, pixels = 28 * 28 };

static struct settings {
    const char *device, *data;
    size_t images, steps, epochs, batches, batch[most_batches];
} settings = {.device = CUDA_LIBRARY,
              .images = SIZE_MAX,
              .steps = 200,
              .epochs = 5,
              .batches = 2,
              .batch = {64, 1024}};

static void require(int status, const struct message *why)
{
    if (status != 0) {
        fprintf(stderr, "bench: %s\n", why->text);
        exit(1);
    }
}

/* --- a network in training ---------------------------------------------------------------------- */

struct run {
    struct arena model, step;
    struct cnn *cnn;
    struct optimizer optimizer;
    struct tape tape;
    struct image_batches batches;
    struct pcg32 order;
    struct image_training training;
    struct on_device moved;
};

/* Of the step's arena: generously, for values, gradients and a convolution's scratch. */
static size_t step_bytes(size_t batch)
{
    return ((size_t)1 << 28) + batch * 400000;
}

static void begin(struct run *run, const struct classifier_data *data,
                  const struct backend *backend, size_t batch)
{
    const size_t count =
        data->images.count < settings.images ? data->images.count : settings.images;
    const struct cnn_settings network = cnn_usual();
    struct pcg32 weights = pcg32_seed(1, 2);
    struct message why;
    *run = (struct run){.order = pcg32_seed(1, 3)};
    require(arena_create(&run->model,
                         (16 << 20) + batch * (pixels + 1) * sizeof(real) + count * sizeof(size_t),
                         &why),
            &why);
    require(arena_create(&run->step, step_bytes(batch), &why), &why);
    run->cnn = cnn_new(&run->model, &network, &weights);
    run->optimizer =
        optimizer_new(&run->model, run->cnn->parameter, run->cnn->parameters, optimizer_adam.usual);
    run->tape = tape_new(&run->model, &run->step, backend, cnn_max_modules + 2);
    run->batches = image_batches_new(&run->model, &data->images, count, NULL, batch);
    image_batches_standardise(&run->batches, 1, &data->mean, &data->deviation);
    run->training = (struct image_training){.tape = &run->tape,
                                            .model = cnn_module(run->cnn),
                                            .optimizer = &run->optimizer,
                                            .batches = &run->batches,
                                            .generator = &run->order,
                                            .x = arena_reals(&run->model, batch * pixels),
                                            .labels = arena_reals(&run->model, batch)};
    on_device_begin(&run->moved, backend, &run->training, &run->model, 0, NULL);
}

static void end(struct run *run)
{
    on_device_end(&run->moved);
    arena_destroy(&run->step);
    arena_destroy(&run->model);
}

/* --- a step --------------------------------------------------------------------------------------- */

/* Whole mini-batches only. */
static size_t next_whole_batch(struct run *run)
{
    const size_t batch = run->batches.batches.size;
    if (image_batches_next_rows(&run->batches) < batch) {
        image_batches_shuffle(&run->batches, &run->order);
    }
    return image_training_next(&run->training);
}

static void some_steps(struct run *run, size_t steps)
{
    for (size_t i = 0; i < steps; i++) {
        image_training_step(&run->training, next_whole_batch(run));
    }
    image_training_last_loss(&run->training); /* waits */
}

static double step_seconds(struct run *run)
{
    double seconds[rounds];
    some_steps(run, warm_up < settings.steps ? warm_up : settings.steps);
    for (size_t i = 0; i < rounds; i++) {
        const double start = clock_now();
        some_steps(run, settings.steps);
        seconds[i] = (clock_now() - start) / (double)settings.steps;
    }
    return median(seconds, rounds);
}

/* A device whose steps are never recorded. */
static bool (*step_begin)(real rate, size_t t, uint64_t shape);
static bool step_begin_unrecorded(real rate, size_t t, uint64_t shape)
{
    (void)shape;
    return step_begin(rate, t, 0);
}

static double unrecorded_step_seconds(const struct classifier_data *data,
                                      const struct backend *backend, size_t batch)
{
    struct run run;
    struct device device = *backend->device;
    struct backend unrecorded = *backend;
    step_begin = device.step_begin;
    device.step_begin = step_begin_unrecorded;
    unrecorded.device = &device;
    begin(&run, data, &unrecorded, batch);
    const double seconds = step_seconds(&run);
    end(&run);
    return seconds;
}

static void bench_batch(const struct classifier_data *data, const struct backend *backend,
                        size_t batch)
{
    struct run run;
    const double told = unrecorded_step_seconds(data, backend, batch);
    begin(&run, data, backend, batch);
    const double recorded = step_seconds(&run);
    end(&run);
    begin(&run, data, backend, batch); /* from the start again */
    const double start = clock_now();
    real loss = 0;
    for (size_t epoch = 0; epoch < settings.epochs; epoch++) {
        loss = image_training_epoch(&run.training);
    }
    const double epochs = clock_now() - start;
    end(&run);
    printf("batch %4zu: %9.1f us a step kernel by kernel, %9.1f us as a graph; %zu epochs of %zu "
           "images %.2f s, loss %.3f in the last\n",
           batch, told * 1e6, recorded * 1e6, settings.epochs, run.batches.batches.count, epochs,
           (double)loss);
}

/* --- the program ---------------------------------------------------------------------------------- */

static size_t count_of(const char *text)
{
    char *rest;
    const unsigned long count = strtoul(text, &rest, 10);
    if (*rest != '\0' || count == 0) {
        fprintf(stderr, "bench: expected a whole number from 1 on, found '%s'\n", text);
        exit(2);
    }
    return count;
}

static void take_options(int argc, char **argv)
{
    static const struct option list[] = {{"device", required_argument, NULL, 'd'},
                                         {"data", required_argument, NULL, 'a'},
                                         {"images", required_argument, NULL, 'i'},
                                         {"batch", required_argument, NULL, 'b'},
                                         {"steps", required_argument, NULL, 's'},
                                         {"epochs", required_argument, NULL, 'e'},
                                         {NULL, 0, NULL, 0}};
    int option;
    while ((option = getopt_long(argc, argv, "", list, NULL)) != -1) {
        switch (option) {
        case 'd':
            settings.device = optarg;
            break;
        case 'a':
            settings.data = optarg;
            break;
        case 'i':
            settings.images = count_of(optarg);
            break;
        case 'b':
            settings.batches = 1;
            settings.batch[0] = count_of(optarg);
            break;
        case 's':
            settings.steps = count_of(optarg);
            break;
        case 'e':
            settings.epochs = count_of(optarg);
            break;
        default:
            exit(2);
        }
    }
}

int main(int argc, char **argv)
{
    struct classifier_data data;
    const struct backend *backend;
    struct message why;
    take_options(argc, argv);
    if (cuda_load(settings.device, &backend, &why) != 0) {
        printf("bench-gpu: no training: %s (skipped)\n", why.text);
        return 0;
    }
    require(classifier_data_read(&data, settings.data, &why), &why);
    printf("\nLab 04's training on %s, Adam, %s\n", backend->device->name, data.name);
    for (size_t i = 0; i < settings.batches; i++) {
        bench_batch(&data, backend, settings.batch[i]);
    }
    image_set_destroy(&data.images);
    return 0;
}
