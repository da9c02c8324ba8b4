#include "data/fashion_mnist.h"

#include "data/idx.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

const char *const fashion_mnist_class_name[fashion_mnist_classes] = {
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
    "Sandal",      "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};

const char *const fashion_mnist_folders[] = {"datasets/fashion-mnist",
                                             "/usr/share/datasets/fashion-mnist", NULL};

enum { files = 4 };
static const char *const file_name[files] = {"train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                                             "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"};

struct path {
    char text[1024];
};

/* The file's path, of the packed one where only that is there; "" when neither is. */
static struct path find_file(const char *folder, const char *name)
{
    static const char *const ending[] = {"", ".gz"};
    struct path path;
    for (size_t i = 0; i < 2; i++) {
        const int length =
            snprintf(path.text, sizeof path.text, "%s/%s%s", folder, name, ending[i]);
        if (length > 0 && (size_t)length < sizeof path.text && access(path.text, F_OK) == 0) {
            return path;
        }
    }
    path.text[0] = '\0';
    return path;
}

/* The name of the first file that the folder lacks, NULL when all are there; *present counts. */
static const char *missing_file(const char *folder, size_t *present)
{
    const char *missing = NULL;
    *present = 0;
    for (size_t i = 0; i < files; i++) {
        if (find_file(folder, file_name[i]).text[0] != '\0') {
            (*present)++;
        } else if (!missing) {
            missing = file_name[i];
        }
    }
    return missing;
}

/* Adds " in FOLDER (lacks FILE)," to the places that were looked at. */
static void add_place(char *places, size_t size, const char *folder, const char *missing,
                      size_t present)
{
    const size_t length = strlen(places);
    snprintf(places + length, size - length, "%s%.100s%s%s%s", length > 0 ? " and " : "", folder,
             present > 0 ? " (there without " : "", present > 0 ? missing : "",
             present > 0 ? ")" : "");
}

const char *fashion_mnist_find(const char *const *folders, struct message *why)
{
    char places[256] = "";
    for (const char *const *folder = folders; *folder; folder++) {
        size_t present;
        const char *const missing = missing_file(*folder, &present);
        if (!missing) {
            return *folder;
        }
        add_place(places, sizeof places, *folder, missing, present);
    }
    message_set(why,
                "Fashion-MNIST was not found: looked in %s; `sudo apt-get install "
                "dataset-fashion-mnist` brings it (30 MB), or put its four files, %s.gz and so on, "
                "into %s",
                places, file_name[0], fashion_mnist_folders[0]);
    return NULL;
}

static int read_part(const char *folder, const char *images, const char *labels,
                     struct image_set *set, struct message *why)
{
    const struct path images_path = find_file(folder, images);
    const struct path labels_path = find_file(folder, labels);
    if (images_path.text[0] == '\0' || labels_path.text[0] == '\0') {
        *set = (struct image_set){0};
        return message_set(why, "%s: expected a file %s or %s.gz, found neither", folder,
                           images_path.text[0] == '\0' ? images : labels,
                           images_path.text[0] == '\0' ? images : labels);
    }
    return idx_read_images(images_path.text, labels_path.text, fashion_mnist_classes,
                           fashion_mnist_class_name, set, why);
}

int fashion_mnist_read(const char *folder, struct image_set *training, struct image_set *test,
                       struct message *why)
{
    *test = (struct image_set){0};
    if (read_part(folder, file_name[0], file_name[1], training, why) != 0) {
        return -1;
    }
    if (read_part(folder, file_name[2], file_name[3], test, why) != 0) {
        image_set_destroy(training);
        return -1;
    }
    return 0;
}
