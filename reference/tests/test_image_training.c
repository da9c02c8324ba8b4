#include "kernels/fast/fast.h"
#include "losses/loss.h"
#include "models/image_classifier.h"
#include "tests/allocations.h"
#include "tests/support.h"
#include "train/image_training.h"
#include "train/profile.h"

#include <string.h>
#include <tgmath.h>

TestSuite(image_training, .init = test_begin, .fini = test_end);

enum { images = 30, side = 3, pixels = side * side, classes = 3, batch = 8 };

/* A set of images, a network, and all that trains it. */
struct task {
    struct arena step;
    struct image_set set;
    struct backend backend;
    struct image_batches batches, all;
    struct pcg32 weights, order;
    struct image_classifier *classifier;
    struct optimizer optimizer;
    struct tape tape;
    struct image_training training;
};

/* Row `label` of an image is bright, the rest is dim noise. */
static void make_images(struct image_set *set)
{
    struct pcg32 generator = pcg32_seed(511, 1);
    struct message why;
    cr_assert_eq(image_set_create(set, images, side, side, &why), 0, "%s", why.text);
    set->classes = classes;
    for (size_t i = 0; i < images; i++) {
        set->labels[i] = (unsigned char)(i % classes);
        for (size_t p = 0; p < pixels; p++) {
            const unsigned bright = p / side == set->labels[i] ? 150 : 0;
            set->bytes[i * pixels + p] = (unsigned char)(bright + pcg32_below(&generator, 100));
        }
    }
}

static struct task *begin_task(void)
{
    static struct task kept;
    struct task *const task = &kept;
    struct message why;
    cr_assert_eq(arena_create(&task->step, 1 << 18, &why), 0, "%s", why.text);
    make_images(&task->set);
    task->backend = fast_backend();
    task->batches = image_batches_new(&scratch, &task->set, images, NULL, batch);
    task->all = image_batches_new(&scratch, &task->set, images, NULL, batch);
    task->weights = pcg32_seed(511, 2);
    task->order = pcg32_seed(511, 3);
    const struct image_classifier_settings settings = {
        .layers = 2, .size = {pixels, 6, classes}, .hidden = activation_relu};
    task->classifier = image_classifier_new(&scratch, &settings, &task->weights, NULL);
    task->optimizer = optimizer_new(&scratch, task->classifier->parameter,
                                    task->classifier->parameters, optimizer_momentum.usual);
    task->tape = tape_new(&scratch, &task->step, &task->backend, 16);
    task->training = (struct image_training){.tape = &task->tape,
                                             .model = image_classifier_module(task->classifier),
                                             .optimizer = &task->optimizer,
                                             .batches = &task->batches,
                                             .generator = &task->order,
                                             .x = zero_reals(batch * pixels),
                                             .labels = zero_reals(batch)};
    return task;
}

static void end_task(struct task *task)
{
    image_set_destroy(&task->set);
    arena_destroy(&task->step);
}

/* --- training --- */

Test(image_training, learns)
{
    struct task *const task = begin_task();
    const real first = image_training_epoch(&task->training);
    for (size_t epoch = 0; epoch < 40; epoch++) {
        image_training_epoch(&task->training);
    }
    const struct evaluation end = image_training_evaluate(&task->training, &task->all, NULL);
    cr_assert_eq(end.right, images);
    cr_assert_lt(end.loss, first / 10);
    end_task(task);
}

Test(image_training, a_steady_epoch_calls_malloc_not_once)
{
    struct task *const task = begin_task();
    image_training_epoch(&task->training);
    const size_t before = allocations();
    image_training_epoch(&task->training);
    image_training_evaluate(&task->training, &task->all, NULL);
    cr_assert(!allocations_are_counted() || allocations() == before);
    end_task(task);
}

/* A clock that goes on by 1 whenever somebody looks at it: then a row's time is how often it was its
 * turn. */
static double look(void)
{
    static double looks;
    return looks += 1;
}

/* linear, relu, linear, and the network that they stand in; the rest; what the step tells. In each of the
 * 4 steps the optimizer has two turns, before all else and at the end; the loss one forward. */
Test(image_training, a_profile_sees_its_parts)
{
    struct task *const task = begin_task();
    struct profile *const profile = profile_new(&scratch, task->tape.room);
    task->tape.watcher = profile_watcher(profile);
    profile->now = look;
    profile_begin(profile);
    image_training_epoch(&task->training);
    profile_end(profile);
    cr_assert_eq(profile->count, 1 + 4 + 2);
    cr_assert_eq(profile->passes, 4);
    for (size_t i = 1; i < profile->count; i++) {
        const struct profile_row *const row = &profile->row[i];
        const bool is_loss = strcmp(row->name, "loss") == 0;
        const bool is_optimizer = strcmp(row->name, "optimizer") == 0;
        const bool is_sequence = row->kind == profile_sequence;
        cr_assert(row->kind != profile_section || is_loss || is_optimizer, "%s", row->name);
        const double turns = is_optimizer ? 2 : is_sequence ? 4 : 1;
        cr_assert_eq(row->forward.seconds, 4 * turns, "%s: %g", row->name, row->forward.seconds);
        cr_assert_eq(row->backward.seconds, is_optimizer || is_sequence ? 0 : 4, "%s: %g",
                     row->name, row->backward.seconds);
    }
    end_task(task);
}

/* 30 images in batches of 8 are 4 steps, the last with 6. */
struct heard {
    size_t steps, images;
    real sum;
};

static void listen(void *listener, size_t done, real loss)
{
    struct heard *const heard = listener;
    heard->steps++;
    heard->sum += loss * (real)(done - heard->images);
    heard->images = done;
}

Test(image_training, the_listener_hears_every_step_and_the_mean_counts_rows)
{
    struct task *const task = begin_task();
    struct heard heard = {0};
    task->training.after_step = listen;
    task->training.listener = &heard;
    const real mean = image_training_epoch(&task->training);
    cr_assert_eq(heard.steps, 4);
    cr_assert_eq(heard.images, images);
    cr_assert_eq(task->optimizer.steps, 4);
    assert_near(mean, heard.sum / images, 8 * REAL_EPSILON);
    end_task(task);
}

Test(image_training, the_schedule_sets_the_rate_of_each_step)
{
    struct task *const task = begin_task();
    const struct schedule schedule = {.rate = 8, .warmup = 16};
    task->training.schedule = &schedule;
    image_training_epoch(&task->training);
    cr_assert_eq(task->optimizer.settings.rate, 2); /* step 3 of 16 took 4/16 of 8 */
    end_task(task);
}

/* Plain descent at rate 1 moves by the gradient, whose length is limited. */
Test(image_training, clipping_limits_a_step)
{
    struct task *const task = begin_task();
    task->optimizer =
        optimizer_new(&scratch, task->classifier->parameter, task->classifier->parameters,
                      (struct optimizer_settings){.rate = 1});
    task->training.clip = (real)0.01;
    const size_t count = task->classifier->parameter[0].count;
    const real *const before = copy_reals(count, task->classifier->parameter[0].value);
    image_batches_next(&task->batches, task->training.x, task->training.labels);
    image_training_step(&task->training, batch);
    real squares = 0;
    for (size_t i = 0; i < count; i++) {
        const real move = task->classifier->parameter[0].value[i] - before[i];
        squares += move * move;
    }
    cr_assert_gt(squares, 0);
    cr_assert_leq(sqrt(squares), (real)0.0101);
    end_task(task);
}

Test(image_training, a_class_of_weight_0_is_not_learnt)
{
    struct task *const task = begin_task();
    static const real weight[classes] = {1, 1, 0};
    task->training.class_weight = weight;
    for (size_t epoch = 0; epoch < 40; epoch++) {
        image_training_epoch(&task->training);
    }
    unsigned char predicted[images];
    image_training_evaluate(&task->training, &task->all, predicted);
    for (size_t i = 0; i < images; i++) {
        cr_assert_neq(predicted[i], 2);
    }
    end_task(task);
}

/* --- evaluation --- */

Test(image_training, evaluation_counts_what_is_predicted_right)
{
    struct task *const task = begin_task();
    unsigned char predicted[images];
    const struct evaluation found = image_training_evaluate(&task->training, &task->all, predicted);
    size_t right = 0;
    for (size_t i = 0; i < images; i++) {
        right += predicted[i] == task->set.labels[i];
    }
    cr_assert_eq(found.count, images);
    cr_assert_eq(found.right, right);
    cr_assert_eq(evaluation_accuracy(&found), (real)right / images);
    end_task(task);
}

Test(image_training, equal_logits_give_the_first_class_and_a_loss_of_ln_classes)
{
    struct task *const task = begin_task();
    tensor_fill(task->classifier->linear[1].w.value, 0);
    unsigned char predicted[images];
    const struct evaluation found = image_training_evaluate(&task->training, &task->all, predicted);
    for (size_t i = 0; i < images; i++) {
        cr_assert_eq(predicted[i], 0);
    }
    assert_near(found.loss, log((real)classes), 8 * REAL_EPSILON);
    end_task(task);
}

Test(image_training, evaluation_moves_nothing_and_the_tape_records_again)
{
    struct task *const task = begin_task();
    const struct parameter *const w = &task->classifier->parameter[0];
    const real *const before = copy_reals(w->count, w->value);
    image_training_evaluate(&task->training, &task->all, NULL);
    assert_all_near(w->count, w->value, before, 0);
    cr_assert(task->tape.recording);
    cr_assert(task->tape.training);
    cr_assert_eq(task->optimizer.steps, 0);
    end_task(task);
}
