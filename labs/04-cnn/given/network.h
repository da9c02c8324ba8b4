/* network.h: the network that the options describe. */
#ifndef DESCENT_LAB04_NETWORK_H
#define DESCENT_LAB04_NETWORK_H

#include "04-cnn/given/options.h"
#include "data/image_set.h"
#include "models/cnn.h"

/* For images of the set. When a window does not fit into what the block before leaves, the program ends
 * with one line that says which sizes do, and status 2. */
struct cnn_settings network_settings(const struct options *options, const struct image_set *set);

/* Ends the section in words when the student's conv2d_output_size counts other windows than there are: no
 * network can be built then. */
void network_require_sizes(const struct cnn_settings *settings);

/* Parameters, and multiplications with their additions for an image forward. */
size_t network_parameters(const struct cnn_settings *settings);

/* "conv 1-16 3x3, relu, pool 2, conv 16-32 3x3, relu, pool 2, 1568-128-10"; the text is held in the returned
 * struct. */
struct network_text {
    char text[256];
};
struct network_text network_to_text(const struct cnn_settings *settings);

#endif
