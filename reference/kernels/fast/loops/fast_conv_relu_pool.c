/* The convolution, ReLU and max-pooling in one kernel, forward (fast_conv_relu_pool.h). */
#include "kernels/fast/loops/fast_conv_relu_pool.h"

#include "kernels/fast/loops/fast_loops.h"
#include "kernels/fast/threads.h"

#include <string.h>

struct forward {
    const struct conv_relu_pool *block;
    const real *x;
    real *y;
    unsigned char *kept; /* or NULL */
    struct conv_room room;
    struct conv_tables tables;
    /* of each thread: the image's, rows (kernel,windows * kernel,channels), out (places,channels) */
    real *rooms;
    size_t room_count, rows_count, each;
};

/* Cuts scratch into its rooms; returns how many reals they are. */
static size_t lay_out(struct forward *own, real *scratch)
{
    const struct conv2d *const conv = &own->block->conv;
    const struct pool2d *const pool = &own->block->pool;
    const size_t channels = conv_padded(conv->out_channels);
    own->room = conv_room_of(conv);
    own->room_count = conv_whole_lines(conv_room_count(&own->room));
    own->rows_count = pool->kernel * pool->out_width * pool->kernel * channels;
    own->each = own->room_count + conv_whole_lines(own->rows_count) +
                conv_whole_lines(block_places(own->block) * channels);
    const size_t rooms = conv_lay_out_tables(conv, scratch, &own->tables);
    own->rooms = scratch ? scratch + rooms : NULL;
    return rooms + threads_count() * own->each;
}

size_t fast_conv_relu_pool_forward_scratch(const struct conv_relu_pool *block)
{
    struct forward own = {.block = block};
    return lay_out(&own, NULL);
}

/* A row of windows of kernel x kernel: of each channel the largest number, or 0 where none is above it, and its
 * place in the window. Inlined, so that the caller's copies know what is constant. */
static inline __attribute__((always_inline)) void pool_windows(size_t kernel, size_t windows,
                                                               size_t channels, const real *rows,
                                                               real *out, unsigned char *kept,
                                                               size_t kept_row)
{
    const size_t row = windows * kernel * channels;
    for (size_t i = 0; i < windows; i++) {
        for (size_t c = 0; c < channels; c += lanes) {
            const real *const window = rows + i * kernel * channels + c;
            vector largest = {0};
            whole_vector winner = (whole_vector){0} + (int)(kernel * kernel);
            for (size_t kh = 0; kh < kernel; kh++) {
                for (size_t kw = 0; kw < kernel; kw++) {
                    const vector value = vector_at(window + kh * row + kw * channels);
                    const whole_vector above = value > largest;
                    const whole_vector here = (whole_vector){0} + (int)(kh * kernel + kw);
                    largest = vector_choice(above, value, largest);
                    winner = whole_choice(above, here, winner);
                }
            }
            vector_put(out + i * channels + c, largest);
            if (kept) {
                whole_vector_put(kept + i * kept_row + c, winner);
            }
        }
    }
}

static void pool_row(const struct conv_relu_pool *block, size_t channels, const real *rows,
                     real *out, unsigned char *kept)
{
    const struct pool2d *const pool = &block->pool;
    const size_t kept_row = block_kept_row(block);
    if (pool->kernel == 2 && kept) {
        pool_windows(2, pool->out_width, channels, rows, out, kept, kept_row);
    } else if (pool->kernel == 2) {
        pool_windows(2, pool->out_width, channels, rows, out, NULL, 0);
    } else {
        pool_windows(pool->kernel, pool->out_width, channels, rows, out, kept, kept_row);
    }
}

static void compute_images(void *context, size_t from, size_t to)
{
    const struct forward *const own = context;
    const struct conv2d *const conv = &own->block->conv;
    const struct pool2d *const pool = &own->block->pool;
    const size_t places = block_places(own->block), channels = own->tables.sums.channels;
    const size_t of_x = conv->in_channels * conv->height * conv->width;
    const size_t columns = pool->out_width * pool->kernel, kept_row = block_kept_row(own->block);
    real *const image = own->rooms + threads_self() * own->each;
    real *const rows = image + own->room_count, *const out =
                                                    rows + conv_whole_lines(own->rows_count);
    memset(image, 0, own->room_count * sizeof *image);
    for (size_t i = from; i < to; i++) {
        unsigned char *const kept = own->kept ? own->kept + i * places * kept_row : NULL;
        if (kept && kept_row > channels) {
            memset(kept, (int)block_closed(own->block), places * kept_row);
        }
        conv_room_fill(&own->room, own->x + i * of_x, image);
        for (size_t ho = 0; ho < pool->out_height; ho++) {
            for (size_t k = 0; k < pool->kernel; k++) {
                const size_t row = (ho * pool->kernel + k) * conv->stride;
                conv_row(&own->tables.sums, columns, image + row * conv_room_row(&own->room),
                         own->tables.start, rows + k * columns * channels, channels);
            }
            const size_t place = ho * pool->out_width;
            pool_row(own->block, channels, rows, out + place * channels,
                     kept ? kept + place * kept_row : NULL);
        }
        conv_channels_first(conv->out_channels, places, out,
                            own->y + i * conv->out_channels * places, false);
    }
}

void fast_conv_relu_pool_forward(const struct conv_relu_pool *block, size_t n, const real *x,
                                 const real *w, const real *b, real *scratch, void *kept, real *y)
{
    struct forward own = {.block = block, .x = x, .y = y, .kept = kept};
    lay_out(&own, scratch);
    conv_fill_tables(&block->conv, w, b, &own.tables);
    threads_share(n, conv_piece(&block->conv, n), compute_images, &own);
}

/* --- the table -------------------------------------------------------------------------------------- */

static bool serves(const struct conv_relu_pool *block)
{
    return block->pool.stride == block->pool.kernel && block_closed(block) < 256;
}

static size_t scratch_for(const struct conv_relu_pool *block, size_t n)
{
    const size_t forward = fast_conv_relu_pool_forward_scratch(block);
    const size_t backward = fast_conv_relu_pool_backward_scratch(block, n);
    return forward > backward ? forward : backward;
}

static size_t bytes_kept(const struct conv_relu_pool *block, size_t n)
{
    return n * block_places(block) * block_kept_row(block);
}

const struct conv_relu_pool_kernels fast_conv_relu_pool = {
    .of = &fast_loops,
    .serves = serves,
    .scratch = scratch_for,
    .kept = bytes_kept,
    .forward = fast_conv_relu_pool_forward,
    .backward = fast_conv_relu_pool_backward,
};
