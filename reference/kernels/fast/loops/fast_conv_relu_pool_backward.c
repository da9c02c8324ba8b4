/* The convolution, ReLU and max-pooling in one kernel, backward: by the winners alone where that is possible, else
 * as the convolution's way back, of a dy that is 0 but at the winners. */
#include "kernels/fast/loops/fast_conv_relu_pool.h"

#include <string.h>

void block_unpool(const struct conv_relu_pool *block, const unsigned char *kept,
                  const real *dy /* (channels,places) */,
                  real *out /* of the convolution's output */)
{
    const struct pool2d *const pool = &block->pool;
    const size_t pixels = pool->height * pool->width, kept_row = block_kept_row(block);
    size_t at[256]; /* of each place in the window */
    for (size_t k = 0; k < block_closed(block); k++) {
        at[k] = k / pool->kernel * pool->width + k % pool->kernel;
    }
    memset(out, 0, pool->channels * pixels * sizeof *out);
    for (size_t c = 0; c < pool->channels; c++) {
        for (size_t h = 0; h < pool->out_height; h++) {
            for (size_t w = 0; w < pool->out_width; w++) {
                const size_t place = h * pool->out_width + w;
                const size_t winner = kept[place * kept_row + c];
                if (winner < block_closed(block)) {
                    out[c * pixels + (h * pool->width + w) * pool->kernel + at[winner]] =
                        dy[c * block_places(block) + place];
                }
            }
        }
    }
}

size_t fast_conv_relu_pool_backward_scratch(const struct conv_relu_pool *block, size_t n)
{
    /* which way it will be hangs on whether dx is wanted: the larger of both */
    real any;
    struct conv_way_back way = {.conv = &block->conv, .n = n, .block = block};
    size_t most = conv_back_scratch(&way);
    for (size_t wanted = 0; wanted < 2; wanted++) {
        way.dx = wanted ? &any : NULL;
        const size_t by_winners = block_winners_serve(&way) ? block_winners_scratch(&way) : 0;
        most = by_winners > most ? by_winners : most;
    }
    return most;
}

void fast_conv_relu_pool_backward(const struct conv_relu_pool *block, size_t n, const real *x,
                                  const real *w, const void *kept, const real *dy, real *scratch,
                                  real *dx, real *dw, real *db)
{
    const struct conv_way_back way = {.conv = &block->conv,
                                      .n = n,
                                      .x = x,
                                      .w = w,
                                      .dy = dy,
                                      .dx = dx,
                                      .dw = dw,
                                      .db = db,
                                      .block = block,
                                      .kept = kept};
    (block_winners_serve(&way) ? block_winners_back : conv_back)(&way, scratch);
}
