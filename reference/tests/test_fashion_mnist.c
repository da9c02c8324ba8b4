#include "data/fashion_mnist.h"
#include "tests/support.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

TestSuite(fashion_mnist, .init = test_begin, .fini = test_end);

static const char *const files[] = {"train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                                    "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"};

/* An IDX file of `count` images of 1 x 1 pixel, or of labels: their numbers, from 0. */
static void write_images(const char *name, unsigned char count)
{
    unsigned char file[64] = {0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 1, 0, 0, 0, 1};
    for (unsigned char i = 0; i < count; i++) {
        file[16 + i] = i;
    }
    write_file(in_folder(name).text, file, 16 + (size_t)count);
}

static void write_labels(const char *name, unsigned char count)
{
    unsigned char file[64] = {0, 0, 8, 1, 0, 0, 0, count};
    for (unsigned char i = 0; i < count; i++) {
        file[8 + i] = i;
    }
    write_file(in_folder(name).text, file, 8 + (size_t)count);
}

/* Four small files, 7 images to train with and 3 to test with; the folder's path. */
static const char *small_one(void)
{
    static struct path path;
    write_images(files[0], 7);
    write_labels(files[1], 7);
    write_images(files[2], 3);
    write_labels(files[3], 3);
    path = in_folder("");
    path.text[strlen(path.text) - 1] = '\0'; /* the slash */
    return path.text;
}

Test(fashion_mnist, reads_both_parts)
{
    struct image_set training, test;
    struct message why;
    cr_assert_eq(fashion_mnist_read(small_one(), &training, &test, &why), 0, "%s", why.text);
    cr_assert_eq(training.count, 7);
    cr_assert_eq(test.count, 3);
    cr_assert_eq(*image_set_pixels(&training, 6), 6);
    cr_assert_eq(training.labels[6], 6);
    cr_assert_eq(training.classes, 10);
    cr_assert_str_eq(test.class_name[0], "T-shirt/top");
    cr_assert_str_eq(test.class_name[9], "Ankle boot");
    image_set_destroy(&training);
    image_set_destroy(&test);
}

Test(fashion_mnist, leaves_nothing_when_a_file_is_bad)
{
    const char *const folder = small_one();
    struct image_set training, test;
    struct message why;
    write_labels(files[3], 2);
    cr_assert_eq(fashion_mnist_read(folder, &training, &test, &why), -1);
    cr_assert_not_null(strstr(why.text, "the wrong number of labels"), "%s", why.text);
    cr_assert_null(training.bytes);
    cr_assert_null(test.bytes);
}

Test(fashion_mnist, refuses_a_label_of_10)
{
    const char *const folder = small_one();
    struct image_set training, test;
    struct message why;
    write_images(files[0], 11);
    write_labels(files[1], 11);
    cr_assert_eq(fashion_mnist_read(folder, &training, &test, &why), -1);
    cr_assert_not_null(strstr(why.text, "label 10 is out of range: expected 0 to 9, found 10"));
}

Test(fashion_mnist, read_says_which_file_is_not_there)
{
    const char *const folder = small_one();
    struct image_set training, test;
    struct message why;
    remove(in_folder(files[3]).text);
    cr_assert_eq(fashion_mnist_read(folder, &training, &test, &why), -1);
    char expected[512];
    snprintf(expected, sizeof expected,
             "%s: expected a file t10k-labels-idx1-ubyte or t10k-labels-idx1-ubyte.gz, found "
             "neither",
             folder);
    cr_assert_str_eq(why.text, expected);
    cr_assert_null(training.bytes);
    cr_assert_null(test.bytes);
}

/* --- finding it --- */

Test(fashion_mnist, finds_the_first_folder_that_has_all)
{
    const char *const folder = small_one();
    struct message why;
    cr_assert_eq(fashion_mnist_find((const char *const[]){"/nowhere", folder, "/tmp", NULL}, &why),
                 folder);
}

Test(fashion_mnist, finds_packed_files)
{
    const char *const folder = small_one();
    struct message why;
    for (size_t i = 0; i < 4; i++) {
        char name[64];
        snprintf(name, sizeof name, "%s.gz", files[i]);
        cr_assert_eq(rename(in_folder(files[i]).text, in_folder(name).text), 0);
    }
    cr_assert_eq(fashion_mnist_find((const char *const[]){folder, NULL}, &why), folder);
    struct image_set training, test;
    cr_assert_eq(fashion_mnist_read(folder, &training, &test, &why), 0, "%s", why.text);
    image_set_destroy(&training);
    image_set_destroy(&test);
}

Test(fashion_mnist, says_where_it_looked_and_what_to_do)
{
    struct message why;
    cr_assert_null(fashion_mnist_find((const char *const[]){"/nowhere", "/none", NULL}, &why));
    cr_assert_str_eq(why.text,
                     "Fashion-MNIST was not found: looked in /nowhere and /none; `sudo apt-get "
                     "install dataset-fashion-mnist` brings it (30 MB), or put its four files, "
                     "train-images-idx3-ubyte.gz and so on, into datasets/fashion-mnist");
}

Test(fashion_mnist, says_which_file_a_folder_lacks)
{
    const char *const folder = small_one();
    struct message why;
    remove(in_folder(files[2]).text);
    cr_assert_null(fashion_mnist_find((const char *const[]){folder, NULL}, &why));
    char expected[256];
    snprintf(expected, sizeof expected,
             "Fashion-MNIST was not found: looked in %s (there without t10k-images-idx3-ubyte); ",
             folder);
    cr_assert_arr_eq(why.text, expected, strlen(expected), "%s", why.text);
}

Test(fashion_mnist, long_paths_do_no_harm)
{
    char folder[2000];
    memset(folder, 'f', sizeof folder - 1);
    folder[sizeof folder - 1] = '\0';
    struct message why;
    struct image_set training, test;
    cr_assert_null(fashion_mnist_find((const char *const[]){folder, folder, folder, NULL}, &why));
    cr_assert_eq(fashion_mnist_read(folder, &training, &test, &why), -1);
}

/* --- the real one --- */

Test(fashion_mnist, the_installed_one_is_as_it_is_known)
{
    struct message why;
    const char *const folder = fashion_mnist_find(fashion_mnist_folders, &why);
    if (!folder) {
        cr_skip_test("%s", why.text);
    }
    struct image_set training, test;
    cr_assert_eq(fashion_mnist_read(folder, &training, &test, &why), 0, "%s", why.text);
    cr_assert_eq(training.count, 60000);
    cr_assert_eq(test.count, 10000);
    cr_assert_eq(training.rows, 28);
    cr_assert_eq(training.columns, 28);
    const unsigned char first[] = {9, 0, 0, 3, 0, 2, 7, 2, 5, 5};
    cr_assert_arr_eq(training.labels, first, sizeof first);
    size_t rows[10] = {0}, ink = 0;
    for (size_t i = 0; i < training.count; i++) {
        rows[training.labels[i]]++;
    }
    for (size_t label = 0; label < 10; label++) {
        cr_assert_eq(rows[label], 6000);
    }
    for (size_t i = 0; i < training.count * 784; i++) {
        ink += training.bytes[i];
    }
    cr_assert_eq(ink * 10000 / (training.count * 784 * 255), 2860); /* the mean is 0.2860 */
    image_set_destroy(&training);
    image_set_destroy(&test);
}
