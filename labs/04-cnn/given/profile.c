/* Section 4.7, time by layer: the student's kernels, and the fast ones. */
#include "04-cnn/given/learner.h"
#include "04-cnn/given/sections.h"

#include "base/clock.h"
#include "common/crash.h"
#include "kernels/fast/fast.h"
#include "train/profile.h"

#include <stdio.h>

enum { stream_of_weights = 4790, most_steps = 50 };

static const double long_enough = 1, very_long = 8; /* s */

static size_t images_of_step(const struct lab *lab)
{
    const size_t all = lab->images.training.count;
    return lab->options.batch < all ? lab->options.batch : all;
}

/* A profile of training steps on the same mini-batch; the first step is not counted. */
static struct profile *profile_steps(struct lab *lab, struct learner *learner)
{
    struct profile *const profile = profile_new(&lab->model, learner->tape.room);
    const size_t count = images_of_step(lab);
    struct image_batches batches =
        images_batches(&lab->images, &lab->model, &lab->images.set,
                       (struct images){count, lab->images.training.index}, count);
    learner->training.batches = &batches;
    image_batches_next(&batches, learner->training.x, learner->training.labels);
    image_training_step(&learner->training, count);
    learner->tape.watcher = profile_watcher(profile);
    const double until =
        clock_now() + (lab->options.profile ? very_long : lab_seconds(lab, long_enough));
    for (size_t i = 0; i == 0 || (i < most_steps && clock_now() < until); i++) {
        profile_begin(profile);
        image_training_step(&learner->training, count);
        profile_end(profile);
        crash_alive();
    }
    learner->tape.watcher = NULL;
    return profile;
}

static struct profile *profile_with(struct lab *lab, const char *whose,
                                    const struct backend *backend)
{
    /* a lab of its own, so that the other sections' kernels stay whatever happens here */
    struct lab *const with = arena_take(&lab->model, sizeof *with);
    *with = *lab;
    with->backend = *backend;
    struct learner *const learner = learner_new_cnn(with, &lab->model, stream_of_weights);
    struct profile *const profile = profile_steps(lab, learner);
    printf("     %s: a training step of %zu images, %zu thread%s\n\n", whose, images_of_step(lab),
           lab->options.threads, lab->options.threads == 1 ? "" : "s");
    profile_print(stdout, "     ", profile);
    puts("");
    return profile;
}

static void write_profile(const struct lab *lab, const struct profile *profile, const char *name)
{
    char path[1024];
    struct message why;
    snprintf(path, sizeof path, "%s/%s.dat", lab->options.out, name);
    lab_require(profile_write(profile, path, &why), &why);
}

void show_profile(void *context)
{
    struct lab *const lab = context;
    images_measure(&lab->images);
    const struct backend fast = fast_backend();
    const struct profile *const of_own = profile_with(
        lab, lab->options.mine ? "Your kernels" : "Your convolution and pooling", &lab->backend);
    const struct profile *const of_fast = profile_with(lab, "The fast ones", &fast);
    puts("     GFLOP/s and GB/s are what the layer must do at least, divided by its time. A "
         "conv_block that\n"
         "     has figures of its own is one kernel: what would stand between its parts never "
         "moves, though\n"
         "     it is counted. Which layers compute, and which only move numbers? Where would you "
         "begin to\n"
         "     make this faster?");
    write_profile(lab, of_own, "profile_own");
    write_profile(lab, of_fast, "profile_fast");
}
