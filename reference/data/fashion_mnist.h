/* data/fashion_mnist.h: photographs of clothes in ten classes, 28 x 28 pixels.
 *
 * 60,000 images to train with and 10,000 to test with, as many of each class.
 * H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine
 * Learning Algorithms", 2017, arXiv:1708.07747.
 *
 *     struct message why;
 *     const char *const folder = fashion_mnist_find(fashion_mnist_folders, &why);
 *     if (!folder || fashion_mnist_read(folder, &training, &test, &why) != 0) { ... why.text ... }
 */
#ifndef DESCENT_DATA_FASHION_MNIST_H
#define DESCENT_DATA_FASHION_MNIST_H

#include "base/message.h"
#include "data/image_set.h"

enum { fashion_mnist_classes = 10 };

/* "T-shirt/top" .. "Ankle boot" */
extern const char *const fashion_mnist_class_name[fashion_mnist_classes];

/* Where it usually is: datasets/fashion-mnist, then where Debian's package dataset-fashion-mnist
 * puts it; NULL behind the last. */
extern const char *const fashion_mnist_folders[];

/* The first of the folders that holds all of its four files, packed (.gz) or not. NULL when none
 * does: the message then says where it was looked for, what is missing in a folder that has some of
 * the files, and how one gets them. */
const char *fashion_mnist_find(const char *const *folders /* NULL behind the last */,
                               struct message *why);

/* Reads the four files of a folder into two sets that the caller destroys. Returns 0, or -1 and says
 * why; both sets then hold nothing. */
int fashion_mnist_read(const char *folder, struct image_set *training, struct image_set *test,
                       struct message *why);

#endif
