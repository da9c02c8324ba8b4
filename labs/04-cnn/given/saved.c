/* The trained networks in a file. The header says what each function does. */
#include "04-cnn/given/saved.h"

#include "04-cnn/given/network.h"
#include "train/checkpoint.h"

#include <stdio.h>

enum {
    most_arrays = 2 * (cnn_max_blocks + 2) + 2 * image_classifier_max_layers + 2,
    longest_name = 24
};

/* The lists that a checkpoint points to. */
struct lists {
    char name[most_arrays][longest_name];
    struct checkpoint_array array[most_arrays];
    size_t arrays;
    real statistics[2];
    struct network_text network;
    struct checkpoint_setting setting[2];
    struct checkpoint_count count[2];
    struct checkpoint checkpoint;
};

static void add_array(struct lists *lists, const char *what, struct tensor values)
{
    char *const name = lists->name[lists->arrays];
    snprintf(name, longest_name, "%s", what);
    lists->array[lists->arrays] = (struct checkpoint_array){name, values};
    lists->arrays++;
}

static void add_layer(struct lists *lists, const char *kind, size_t number, struct tensor w,
                      struct tensor b)
{
    char name[longest_name];
    snprintf(name, sizeof name, "%s%zu.w", kind, number + 1);
    add_array(lists, name, w);
    snprintf(name, sizeof name, "%s%zu.b", kind, number + 1);
    add_array(lists, name, b);
}

static void add_networks(struct lists *lists, struct trained *trained)
{
    struct cnn *const cnn = trained->cnn->cnn;
    struct image_classifier *const mlp = trained->mlp->classifier;
    for (size_t i = 0; i < cnn->settings.blocks; i++) {
        add_layer(lists, "conv", i, cnn->conv[i].w.value, cnn->conv[i].b.value);
    }
    for (size_t i = 0; i < (cnn->settings.hidden > 0 ? 2 : 1); i++) {
        add_layer(lists, "linear", i, cnn->linear[i].w.value, cnn->linear[i].b.value);
    }
    for (size_t i = 0; i < mlp->settings.layers; i++) {
        add_layer(lists, "mlp", i, mlp->linear[i].w.value, mlp->linear[i].b.value);
    }
    add_array(lists, "conv1.w.before", trained->first);
}

static void list_all(struct lists *lists, const struct lab *lab, struct trained *trained)
{
    *lists = (struct lists){.statistics = {lab->images.mean, lab->images.deviation}};
    add_networks(lists, trained);
    add_array(lists, "pixels", tensor_view(shape_1d(2), lists->statistics));
    lists->network = network_to_text(&lab->network);
    lists->setting[0] = (struct checkpoint_setting){
        "data", lab->images.name == lab->options.data ? "a folder" : lab->images.name};
    lists->setting[1] = (struct checkpoint_setting){"network", lists->network.text};
    lists->count[0] = (struct checkpoint_count){"images", &trained->images};
    lists->count[1] = (struct checkpoint_count){"epochs", &trained->epochs};
    lists->checkpoint = (struct checkpoint){.settings = 2,
                                            .setting = lists->setting,
                                            .counts = 2,
                                            .count = lists->count,
                                            .arrays = lists->arrays,
                                            .array = lists->array};
}

void saved_write(struct lab *lab, struct trained *trained, const char *path)
{
    struct lists lists;
    struct message why;
    list_all(&lists, lab, trained);
    lab_require(checkpoint_save(&lists.checkpoint, path, &why), &why);
}

void saved_read(struct lab *lab, struct trained *trained, const char *path)
{
    struct lists lists;
    struct message why;
    list_all(&lists, lab, trained);
    lab_require(checkpoint_load(&lists.checkpoint, path, &why), &why);
    lab->images.mean = lists.statistics[0];
    lab->images.deviation = lists.statistics[1];
}
