/* Trainings of small networks on the device, epochs long, beside the same ones with the naive kernels. */
#include "data/class_weights.h"
#include "kernels/cuda/backend.h"
#include "kernels/cuda/device.h"
#include "models/cnn.h"
#include "models/image_classifier.h"
#include "optim/methods.h"
#include "tests/cuda/twins.h"
#include "train/on_device.h"

#ifdef DESCENT_EMULATED
#include "kernels/cuda/emulator/emulator.h"
#endif

#include <criterion/criterion.h>
#include <string.h>

TestSuite(cuda_training, .init = twins_begin, .fini = twins_end);

enum { images = 30, side = 8, pixels = side * side, classes = 4, batch = 8, epochs = 3 };

/* What a training may be told. */
struct recipe {
    bool convolutional, batch_norm, by_pixel;
    real dropout, clip, smoothing, coupled, decoupled;
    const struct optimizer_method *method;
    bool weighted, scheduled;
};

/* A set of images, a network, and all that trains it. */
struct task {
    struct arena model, step;
    struct image_set set;
    struct image_batches batches, all;
    struct pcg32 order, masks;
    struct image_classifier *classifier; /* NULL: convolutional */
    struct optimizer optimizer;
    struct schedule schedule;
    struct tape tape;
    struct image_training training;
    struct parameter statistic[2];
    struct evaluation end;
    unsigned char predicted[images];
};

/* Row 2 label of an image is bright, the rest is dim noise. */
static void make_images(struct image_set *set)
{
    struct pcg32 generator = pcg32_seed(511, 1);
    struct message why;
    cr_assert_eq(image_set_create(set, images, side, side, &why), 0, "%s", why.text);
    set->classes = classes;
    for (size_t i = 0; i < images; i++) {
        set->labels[i] = (unsigned char)(i % classes);
        for (size_t p = 0; p < pixels; p++) {
            const unsigned bright = p / side == 2U * set->labels[i] ? 150 : 0;
            set->bytes[i * pixels + p] = (unsigned char)(bright + pcg32_below(&generator, 100));
        }
    }
}

static void make_batches(struct task *task, const struct recipe *recipe)
{
    const size_t columns = recipe->by_pixel ? pixels : 1;
    real *const mean = arena_reals(&task->model, columns), *const deviation =
                                                               arena_reals(&task->model, columns);
    for (size_t i = 0; i < columns; i++) {
        mean[i] = (real)0.2 + (real)i / 1000;
        deviation[i] = (real)0.3 - (real)i / 1000;
    }
    task->batches = image_batches_new(&task->model, &task->set, images, NULL, batch);
    task->all = image_batches_new(&task->model, &task->set, images, NULL, batch);
    image_batches_standardise(&task->batches, columns, mean, deviation);
    image_batches_standardise(&task->all, columns, mean, deviation);
}

static struct module make_cnn(struct task *task, struct pcg32 *weights,
                              const struct parameter **parameter, size_t *parameters)
{
    const struct cnn_settings settings = {.image = {1, side, side},
                                          .blocks = 2,
                                          .block = {{3, 3, 1, 1, 2}, {4, 3, 1, 0, 2}},
                                          .hidden = 5,
                                          .classes = classes};
    struct cnn *const cnn = cnn_new(&task->model, &settings, weights);
    *parameter = cnn->parameter;
    *parameters = cnn->parameters;
    return cnn_module(cnn);
}

static struct module make_classifier(struct task *task, const struct recipe *recipe,
                                     struct pcg32 *weights, const struct parameter **parameter,
                                     size_t *parameters)
{
    const struct image_classifier_settings settings = {.layers = 3,
                                                       .size = {pixels, 6, 5, classes},
                                                       .hidden = activation_tanh,
                                                       .batch_norm = recipe->batch_norm,
                                                       .dropout = recipe->dropout};
    task->classifier = image_classifier_new(&task->model, &settings, weights, &task->masks);
    *parameter = task->classifier->parameter;
    *parameters = task->classifier->parameters;
    return image_classifier_module(task->classifier);
}

static const real *make_class_weights(struct task *task)
{
    static const real weight[classes] = {1, 2, (real)0.5, 3};
    return memcpy(arena_reals(&task->model, classes), weight, sizeof weight);
}

static struct task *begin_task(const struct recipe *recipe)
{
    struct task *const task = arena_take(&scratch, sizeof *task);
    struct pcg32 weights = pcg32_seed(511, 2);
    struct message why;
    *task = (struct task){.order = pcg32_seed(511, 3), .masks = pcg32_seed(511, 4)};
    cr_assert_eq(arena_create(&task->model, 1 << 17, &why), 0, "%s", why.text);
    cr_assert_eq(arena_create(&task->step, 1 << 19, &why), 0, "%s", why.text);
    make_images(&task->set);
    make_batches(task, recipe);
    const struct parameter *parameter;
    size_t parameters;
    const struct module model =
        recipe->convolutional ? make_cnn(task, &weights, &parameter, &parameters)
                              : make_classifier(task, recipe, &weights, &parameter, &parameters);
    struct optimizer_settings settings = recipe->method->usual;
    settings.backend = &naive_backend;
    settings.coupled_decay = recipe->coupled;
    settings.decoupled_decay = recipe->decoupled;
    task->optimizer = optimizer_new(&task->model, parameter, parameters, settings);
    task->tape = tape_new(&task->model, &task->step, &naive_backend, 40);
    task->schedule = (struct schedule){
        .kind = schedule_cosine, .rate = settings.rate, .warmup = 3, .period = 12};
    task->training =
        (struct image_training){.tape = &task->tape,
                                .model = model,
                                .optimizer = &task->optimizer,
                                .batches = &task->batches,
                                .generator = &task->order,
                                .x = arena_reals(&task->model, batch * pixels),
                                .labels = arena_reals(&task->model, batch),
                                .schedule = recipe->scheduled ? &task->schedule : NULL,
                                .clip = recipe->clip,
                                .class_weight = recipe->weighted ? make_class_weights(task) : NULL,
                                .smoothing = recipe->smoothing};
    return task;
}

static void end_task(struct task *task)
{
    image_set_destroy(&task->set);
    arena_destroy(&task->step);
    arena_destroy(&task->model);
}

/* Of the first batch norm. */
static size_t statistics_of(struct task *task, const struct recipe *recipe)
{
    if (!recipe->batch_norm) {
        return 0;
    }
    const struct batch_norm_layer *const norm = &task->classifier->norm[0];
    const size_t units = shape_count(norm->running_mean.shape);
    task->statistic[0] = (struct parameter){units, norm->running_mean.data, NULL};
    task->statistic[1] = (struct parameter){units, norm->running_variance.data, NULL};
    return 2;
}

static void train(struct task *task, real *loss /* (epochs) */)
{
    for (size_t epoch = 0; epoch < epochs; epoch++) {
        loss[epoch] = image_training_epoch(&task->training);
    }
    task->end = image_training_evaluate(&task->training, &task->all, task->predicted);
}

static void assert_all_alike(const char *what, size_t count, const real *got, const real *wanted)
{
    for (size_t i = 0; i < count; i++) {
        cr_assert_float_eq(got[i], wanted[i], 2e-4F * (1 + fabsf(wanted[i])),
                           "%s: element %zu is %g, expected %g", what, i, (double)got[i],
                           (double)wanted[i]);
    }
}

static void assert_trained_alike(const struct task *got, const struct task *wanted)
{
    const struct optimizer *const a = &got->optimizer, *const b = &wanted->optimizer;
    cr_assert_eq(a->steps, b->steps);
    for (size_t i = 0; i < a->count; i++) {
        assert_all_alike("a parameter", a->parameter[i].count, a->parameter[i].value,
                         b->parameter[i].value);
    }
    for (size_t i = 0; i < optimizer_states(a); i++) {
        const struct optimizer_state state = optimizer_state(a, i);
        assert_all_alike(state.name, state.count, state.array, optimizer_state(b, i).array);
    }
    cr_assert_eq(got->end.count, wanted->end.count);
    cr_assert_eq(got->end.right, wanted->end.right);
    assert_all_alike("the evaluation's loss", 1, &got->end.loss, &wanted->end.loss);
    cr_assert_arr_eq(got->predicted, wanted->predicted, images);
}

static void both_ways(const struct recipe *recipe)
{
    real loss[epochs], expected[epochs];
    struct task *const task = begin_task(recipe), *const on_host = begin_task(recipe);
    struct on_device moved;
    const size_t statistics = statistics_of(task, recipe);
    statistics_of(on_host, recipe);
    on_device_begin(&moved, cuda_backend(), &task->training, &task->model, statistics,
                    task->statistic);
    train(task, loss);
    on_device_end(&moved);
    cuda_device_close();
    cr_assert_eq(task->tape.backend, &naive_backend);
    train(on_host, expected);
    assert_trained_alike(task, on_host);
    assert_all_alike("an epoch's loss", epochs, loss, expected);
    for (size_t i = 0; i < statistics; i++) {
        assert_all_alike("statistics", task->statistic[i].count, task->statistic[i].value,
                         on_host->statistic[i].value);
    }
    end_task(on_host);
    end_task(task);
}

/* --- recipes ---------------------------------------------------------------------------------- */

static void plainly(struct pcg32 *generator, size_t number)
{
    (void)generator;
    const struct optimizer_method *const methods[] = {&optimizer_gradient_descent,
                                                      &optimizer_momentum, &optimizer_nesterov,
                                                      &optimizer_adagrad, &optimizer_rmsprop};
    both_ways(&(struct recipe){.method = methods[number]});
}

Test(cuda_training, each_optimizer)
{
    run_cases(5, plainly);
}

/* No batch norm with Adam: an offset in front of it has no gradient but rounding's, which Adam makes large. */
static void with_everything(struct pcg32 *generator, size_t number)
{
    (void)generator;
    const struct recipe recipes[] = {
        {.method = &optimizer_adamw,
         .clip = (real)0.5,
         .smoothing = (real)0.1,
         .decoupled = (real)0.1,
         .weighted = true,
         .scheduled = true},
        {.method = &optimizer_momentum,
         .batch_norm = true,
         .by_pixel = true,
         .decoupled = (real)0.1,
         .smoothing = (real)0.2},
        {.method = &optimizer_gradient_descent, .coupled = (real)0.1, .weighted = true},
        {.method = &optimizer_nesterov, .decoupled = (real)0.1},
    };
    both_ways(&recipes[number]);
}

Test(cuda_training, decays_clipping_smoothing_weights_schedules_and_batch_norm)
{
    run_cases(4, with_everything);
}

static void convolutions(struct pcg32 *generator, size_t number)
{
    (void)generator;
    (void)number;
    both_ways(&(struct recipe){.method = &optimizer_adam, .convolutional = true});
}

Test(cuda_training, a_convolutional_network)
{
    run_cases(1, convolutions);
}

/* --- dropout: other masks than on the host ------------------------------------------------------- */

/* Trains and keeps what became of the first weights. */
static void train_dropped(uint64_t seed, real *w /* (pixels) */)
{
    real loss[epochs];
    const struct recipe recipe = {.method = &optimizer_momentum, .dropout = (real)0.5};
    struct task *const task = begin_task(&recipe);
    struct on_device moved;
    task->masks = pcg32_seed(seed, 5);
    on_device_begin(&moved, cuda_backend(), &task->training, &task->model, 0, NULL);
    train(task, loss);
    on_device_end(&moved);
    cuda_device_close();
    memcpy(w, task->optimizer.parameter[0].value, pixels * sizeof *w);
    end_task(task);
}

static void dropping(struct pcg32 *generator, size_t number)
{
    (void)generator;
    (void)number;
    real first[pixels], again[pixels], other[pixels];
    train_dropped(1, first);
    train_dropped(1, again);
    train_dropped(2, other);
    cr_assert_arr_eq(first, again, sizeof first, "one seed, two trainings");
    cr_assert_arr_neq(first, other, sizeof first, "two seeds, one training");
}

Test(cuda_training, dropout_by_its_seed)
{
    run_cases(1, dropping);
}

#ifdef DESCENT_EMULATED

/* From the third epoch on each step is one copy and one graph, and nobody waits but for the epoch's loss. */
static void steady(struct pcg32 *generator, size_t number)
{
    (void)generator;
    (void)number;
    const size_t steps = (images + batch - 1) / batch;
    const struct recipe recipe = {.method = &optimizer_adam, .convolutional = true};
    struct task *const task = begin_task(&recipe);
    struct on_device moved;
    on_device_begin(&moved, cuda_backend(), &task->training, &task->model, 0, NULL);
    image_training_epoch(&task->training);
    image_training_epoch(&task->training);
    const struct emulator_calls before = emulator_calls();
    image_training_epoch(&task->training);
    const struct emulator_calls after = emulator_calls();
    on_device_end(&moved);
    cuda_device_close();
    end_task(task);
    cr_assert_eq(after.allocations, before.allocations);
    cr_assert_eq(after.waits - before.waits, 1, "%zu", after.waits - before.waits);
    cr_assert_eq(after.copies_to_device - before.copies_to_device, steps);
    cr_assert_eq(after.copies_from_device - before.copies_from_device, 1);
    cr_assert_eq(after.graph_launches - before.graph_launches, steps);
}

Test(cuda_training, a_steady_epoch_is_a_copy_and_a_graph_a_step)
{
    run_cases(1, steady);
}

#endif
