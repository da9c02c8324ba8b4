/* layers/pool_layer.h: pooling on the tape, and the changes of shape that go with images.
 *
 * Kernels: kernels/naive/max_pool.h and average_pool.h. None of these has parameters.
 */
#ifndef DESCENT_LAYERS_POOL_LAYER_H
#define DESCENT_LAYERS_POOL_LAYER_H

#include "autograd/tape.h"
#include "kernels/pool2d.h"
#include "layers/sequential.h"

struct pool_layer {
    size_t kernel, stride; /* usually the same: no pixel is looked at twice */
};

/* The geometry for images of x's shape. Panics when x has not 4 axes or the window is larger than an image:
 * `max_pool: x is (64,32,1,1): a window of 2 x 2 does not fit`; the name is `layer`. */
struct pool2d pool_layer_geometry(const char *layer, const struct pool_layer *pool, struct shape x);

/* y (n,channels,out_height,out_width) from x (n,channels,height,width). */
struct variable *max_pool(struct tape *tape, const struct pool_layer *pool, struct variable *x);
struct variable *average_pool(struct tape *tape, const struct pool_layer *pool, struct variable *x);

/* y (n,channels), the mean of each channel, from x (n,channels,height,width). */
struct variable *global_average_pool(struct tape *tape, struct variable *x);

/* The same numbers as (n, all others), which a linear layer takes. */
struct variable *flatten(struct tape *tape, struct variable *x);

/* "max_pool 2x2". */
struct description max_pool_describe(const struct pool_layer *pool, struct shape x);

/* The same as modules. What they point to stays the caller's and must live as long. */
struct module max_pool_module(struct pool_layer *pool);
struct module average_pool_module(struct pool_layer *pool);
struct module global_average_pool_module(void);
struct module flatten_module(void);

/* Rows of numbers as images: (n,channels,height,width) from (n,channels*height*width). */
struct image_shape {
    size_t channels, height, width;
};
struct module as_images_module(struct image_shape *shape);

#endif
