/* layers/conv2d_layer.h: the convolution with its parameters, on the tape.
 *
 * Kernels and geometry: kernels/naive/conv2d.h. The images' size is the input's; the layer itself knows
 * none, so one layer serves images of any size.
 */
#ifndef DESCENT_LAYERS_CONV2D_LAYER_H
#define DESCENT_LAYERS_CONV2D_LAYER_H

#include "autograd/tape.h"
#include "kernels/naive/conv2d.h"
#include "layers/sequential.h"

struct conv2d_layer {
    struct variable w; /* (out_channels,in_channels,kernel,kernel) */
    struct variable b; /* (out_channels) */
    size_t stride, padding;
};

/* A layer whose parameters come from the model's arena: all values 0, all gradients 0. */
struct conv2d_layer conv2d_layer_new(struct arena *arena, size_t in_channels, size_t out_channels,
                                     size_t kernel, size_t stride, size_t padding);

/* y (n,out_channels,out_height,out_width) from x (n,in_channels,height,width). Panics with the shapes when
 * they do not fit: `conv2d_layer: x is (64,3,28,28), w is (16,1,3,3): 3 channels != 1`. */
struct variable *conv2d_layer_forward(struct tape *tape, struct conv2d_layer *layer,
                                      struct variable *x);

/* The geometry for images of x's shape. Panics as above, and when a window does not fit. */
struct conv2d conv2d_layer_geometry(const struct conv2d_layer *layer, struct shape x);

/* "conv2d 16 of 3x3, padding 1", for x of shape (n,in_channels,height,width). */
struct description conv2d_layer_describe(const struct conv2d_layer *layer, struct shape x);

/* The layer stays the caller's and must live as long. */
struct module conv2d_module(struct conv2d_layer *layer);

#endif
