/* The trained networks in a file. The header says what each function does. */
#include "04-cnn/given/saved.h"

#include "04-cnn/given/network.h"
#include "train/checkpoint.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum {
    most_settings = 3,
    most_arrays = 2 * (cnn_max_blocks + 2) + 2 * image_classifier_max_layers + 2,
    longest_name = 24,
    longest_line = 256
};

/* The options that make the network what it is, "--filters 16-32 --kernel 3 ...". */
struct network_options {
    char text[128];
};
static struct network_options options_of(const struct cnn_settings *settings)
{
    struct network_options options;
    char filters[32] = "";
    size_t length = 0;
    for (size_t b = 0; b < settings->blocks; b++) {
        length += (size_t)snprintf(filters + length, sizeof filters - length, "%s%zu",
                                   b > 0 ? "-" : "", settings->block[b].filters);
    }
    const struct cnn_block *const block = &settings->block[0]; /* all are alike but for filters */
    snprintf(options.text, sizeof options.text,
             "--filters %s --kernel %zu --stride %zu --padding %zu --pool %zu --hidden %zu",
             filters, block->kernel, block->stride, block->padding, block->pool, settings->hidden);
    return options;
}

static const char *data_of(const struct lab *lab)
{
    return lab->images.name == lab->options.data ? "a folder" : lab->images.name;
}

/* The lists that a checkpoint points to. */
struct lists {
    char name[most_arrays][longest_name];
    struct checkpoint_array array[most_arrays];
    size_t arrays;
    real statistics[2];
    struct network_options options;
    struct network_text network;
    struct checkpoint_setting setting[most_settings];
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
    lists->options = options_of(&lab->network);
    lists->network = network_to_text(&lab->network);
    lists->setting[0] = (struct checkpoint_setting){"data", data_of(lab)};
    lists->setting[1] = (struct checkpoint_setting){"options", lists->options.text};
    lists->setting[2] = (struct checkpoint_setting){"network", lists->network.text};
    lists->count[0] = (struct checkpoint_count){"images", &trained->images};
    lists->count[1] = (struct checkpoint_count){"epochs", &trained->epochs};
    lists->checkpoint = (struct checkpoint){.settings = most_settings,
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

/* What a line of the file says behind these words; NULL where it is another line. */
static const char *said_behind(char *line, const char *words)
{
    line[strcspn(line, "\n")] = '\0';
    return strncmp(line, words, strlen(words)) == 0 ? line + strlen(words) : NULL;
}

/* The file's options that are not the program's, as "--kernel 3 --padding 0". */
static struct network_options different(const char *file, const struct network_options *ours)
{
    struct network_options found = {""};
    char name[32], value[32], wanted[80];
    int length;
    while (sscanf(file, " %31s %31s%n", name, value, &length) == 2) {
        snprintf(wanted, sizeof wanted, "%s %s ", name, value);
        char all[sizeof ours->text + 1];
        snprintf(all, sizeof all, "%s ", ours->text);
        if (!strstr(all, wanted)) {
            const size_t used = strlen(found.text);
            snprintf(found.text + used, sizeof found.text - used, "%s%s %s", used > 0 ? " " : "",
                     name, value);
        }
        file += length;
    }
    return found;
}

void saved_require(const struct lab *lab, const char *path)
{
    struct message why;
    FILE *const file = fopen(path, "r");
    if (!file) {
        lab_require(message_set(&why, "%s: %s", path, strerror(errno)), &why);
        return;
    }
    const struct network_options ours = options_of(&lab->network);
    char line[longest_line];
    int status = 0;
    /* its head ends with an empty line; what else is wrong, saved_read says */
    while (status == 0 && fgets(line, sizeof line, file) && line[0] != '\n') {
        const char *said;
        if ((said = said_behind(line, "setting data ")) && strcmp(said, data_of(lab)) != 0) {
            status = message_set(&why,
                                 "%s was trained with images of %s, not of %s: say so "
                                 "with --data, or train anew",
                                 path, said, data_of(lab));
        } else if ((said = said_behind(line, "setting options ")) && strcmp(said, ours.text) != 0) {
            const struct network_options other = different(said, &ours);
            status = message_set(&why, "%s was trained with %s: say so here as well, or train anew",
                                 path, other.text);
        }
    }
    fclose(file);
    lab_require(status, &why);
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
