/* layers/conv_block.h: a convolution, the ReLU and max-pooling one after the other, as one module.
 *
 * It computes what its three parts compute. Where the backend has a kernel for the three together
 * (kernels/conv_relu_pool.h) that stands for the kernels in the backend's table, that one runs; else the
 * parts do, each with its own layer's function.
 */
#ifndef DESCENT_LAYERS_CONV_BLOCK_H
#define DESCENT_LAYERS_CONV_BLOCK_H

#include "autograd/tape.h"
#include "layers/conv2d_layer.h"
#include "layers/pool_layer.h"
#include "layers/sequential.h"

struct conv_block {
    struct conv2d_layer *conv; /* the caller's; they must live as long */
    struct pool_layer *pool;
    struct module part[3];
    struct sequential parts; /* these three */
};

/* A block of these layers. It points into itself: initialise it where it stays. */
void conv_block_init(struct conv_block *block, struct conv2d_layer *conv, struct pool_layer *pool);

/* y (n,out_channels,out_height,out_width), the pooling's, from x (n,in_channels,height,width). Panics as the
 * layers do. */
struct variable *conv_block_forward(struct tape *tape, struct conv_block *block,
                                    struct variable *x);

/* Whether the backend computes the block for images of x's shape in one kernel. */
bool conv_block_is_fused(const struct backend *backend, const struct conv_block *block,
                         struct shape x);

/* The block stays the caller's and must live as long. */
struct module conv_block_module(struct conv_block *block);

#endif
