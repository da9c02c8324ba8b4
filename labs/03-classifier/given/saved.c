/* A training in a file. The header says what each function does. */
#include "03-classifier/given/saved.h"

#include "train/checkpoint.h"

#include <stdio.h>

enum { arrays_of_layer = 6, longest_name = 24 };

/* The lists that a checkpoint points to. */
struct lists {
    char name[arrays_of_layer * image_classifier_max_layers][longest_name];
    struct checkpoint_array array[arrays_of_layer * image_classifier_max_layers];
    size_t arrays;
    struct checkpoint_count count[1];
    struct checkpoint_generator generator[2];
    struct recipe_text network, training;
    char data[64], images[32], seed[32];
    struct checkpoint_setting setting[5];
    struct checkpoint checkpoint;
};

static void add_array(struct lists *lists, size_t layer, const char *what, struct tensor values)
{
    char *const name = lists->name[lists->arrays];
    snprintf(name, longest_name, "%zu.%s", layer + 1, what);
    lists->array[lists->arrays] = (struct checkpoint_array){name, values};
    lists->arrays++;
}

static void add_layer(struct lists *lists, const struct image_classifier *classifier, size_t layer)
{
    const struct linear_layer *const linear = &classifier->linear[layer];
    add_array(lists, layer, "w", linear->w.value);
    add_array(lists, layer, "b", linear->b.value);
    if (classifier->settings.batch_norm && layer + 1 < classifier->settings.layers) {
        const struct batch_norm_layer *const norm = &classifier->norm[layer];
        add_array(lists, layer, "gamma", norm->gamma.value);
        add_array(lists, layer, "beta", norm->beta.value);
        add_array(lists, layer, "running_mean", norm->running_mean);
        add_array(lists, layer, "running_variance", norm->running_variance);
    }
}

/* Which data it was, wherever they lie now. */
static void write_data(const struct lab *lab, char *text, size_t size)
{
    const bool folder = lab->images.name == lab->options.data;
    snprintf(
        text, size, "%.20s, labels %016llx", folder ? "a folder" : lab->images.name,
        (unsigned long long)checkpoint_checksum(lab->images.set.labels, lab->images.set.count));
}

/* What must be the same when it goes on. The epochs may be more. */
static void add_settings(struct lists *lists, const struct learner *learner)
{
    const struct lab *const lab = learner->lab;
    lists->network = recipe_network_text(&learner->recipe, learner->classifier->settings.size[0],
                                         lab->images.set.classes);
    lists->training = recipe_training_text(&learner->recipe);
    snprintf(lists->images, sizeof lists->images, "%zu", learner->batches.batches.count);
    snprintf(lists->seed, sizeof lists->seed, "%llu", (unsigned long long)lab->options.seed);
    write_data(lab, lists->data, sizeof lists->data);
    lists->setting[0] = (struct checkpoint_setting){"data", lists->data};
    lists->setting[1] = (struct checkpoint_setting){"images", lists->images};
    lists->setting[2] = (struct checkpoint_setting){"network", lists->network.text};
    lists->setting[3] = (struct checkpoint_setting){"training", lists->training.text};
    lists->setting[4] = (struct checkpoint_setting){"seed", lists->seed};
}

static void list_all(struct lists *lists, struct learner *learner, struct early_stopping *stopping)
{
    *lists = (struct lists){.arrays = 0};
    for (size_t layer = 0; layer < learner->classifier->settings.layers; layer++) {
        add_layer(lists, learner->classifier, layer);
    }
    add_settings(lists, learner);
    lists->count[0] = (struct checkpoint_count){"epoch", &learner->epoch};
    lists->generator[0] = (struct checkpoint_generator){"batches", &learner->order};
    lists->generator[1] = (struct checkpoint_generator){"masks", &learner->masks};
    lists->checkpoint = (struct checkpoint){.settings = 5,
                                            .setting = lists->setting,
                                            .counts = 1,
                                            .count = lists->count,
                                            .generators = 2,
                                            .generator = lists->generator,
                                            .arrays = lists->arrays,
                                            .array = lists->array,
                                            .optimizer = &learner->optimizer,
                                            .stopping = stopping};
}

void saved_write(struct learner *learner, struct early_stopping *stopping, const char *path)
{
    struct lists lists;
    struct message why;
    list_all(&lists, learner, stopping);
    lab_require(checkpoint_save(&lists.checkpoint, path, &why), &why);
}

void saved_read(struct learner *learner, struct early_stopping *stopping, const char *path)
{
    struct lists lists;
    struct message why;
    list_all(&lists, learner, stopping);
    lab_require(checkpoint_load(&lists.checkpoint, path, &why), &why);
}
