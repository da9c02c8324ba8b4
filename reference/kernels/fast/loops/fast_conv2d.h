/* kernels/fast/loops/fast_conv2d.h: what the fast convolution is made of.
 *
 * All three of its sums are computed in tiles whose sums stay in registers:
 *
 *     out[pixel][channel] = start[channel] + sum over taps of x[pixel + tap.pixel] w[tap][channel]
 *
 * The channels of what comes out lie in the lanes of vectors, so images of any width fill them; the pixels of
 * a row are a tile's rows. Per tap a tile loads the vectors of the weights once and a number of x for each
 * pixel. A tap is one channel of the image and one place in the window: the sum over both is one loop over
 * a table of them, which says how far from the window's corner the number lies. So a tile knows nothing of
 * kernel, stride and padding:
 *
 * - padding   the image is copied into a room with zeros around it;
 * - stride s  of each row of that room first come the columns 0, s, 2s, ..., then 1, s + 1, ...: pixels
 *             side by side in y read numbers side by side;
 * - the gradient by x is the same sum over dy, with the window's taps turned round. With a stride each
 *   pixel of x meets only every s-th tap; the pixels that meet the same ones are computed together.
 *
 * Rooms lie in scratch: tables and packed weights, which all threads read, and a room for each thread.
 */
#ifndef DESCENT_KERNELS_FAST_LOOPS_FAST_CONV2D_H
#define DESCENT_KERNELS_FAST_LOOPS_FAST_CONV2D_H

#include "kernels/fast/loops/fast_vector.h"
#include "kernels/naive/conv2d.h"

#include <stdbool.h>

/* A tile's pixels and vectors of channels: as many sums as the registers hold, of which AVX-512 and arm64 have
 * 32, others 16. What is left of a row goes to short tiles. */
#if VECTOR_BYTES == 64 || defined(__aarch64__)
enum { conv_pixels = 14, conv_vectors = 2 };
#elif VECTOR_BYTES == 32
enum { conv_pixels = 14, conv_vectors = 1 };
#else
enum { conv_pixels = 7, conv_vectors = 1 };
#endif
enum { conv_short_pixels = (conv_pixels + 1) / 2, conv_width = conv_vectors * lanes };

/* Channels of what comes out, filled up to whole vectors. */
static inline size_t conv_padded(size_t channels)
{
    return (channels + lanes - 1) / lanes * lanes;
}

/* The pixels of all tiles of a row, some of which may not be there. */
static inline size_t conv_covered(size_t pixels)
{
    const size_t whole = pixels / conv_pixels * conv_pixels, left = pixels - whole;
    return whole + (left == 0 ? 0 : left <= conv_short_pixels ? conv_short_pixels : conv_pixels);
}

struct conv_tap {
    size_t pixel;  /* numbers from the window's corner to the one that the tap reads */
    size_t weight; /* where the weights of channel 0 lie in w */
};

/* One kind of sums: taps, and the weights as tiles read them. */
struct conv_sums {
    size_t taps;
    const struct conv_tap *tap; /* (taps) */
    size_t channels;            /* of what comes out: whole vectors */
    const real *w; /* packed: block after block of conv_width channels, each (taps,conv_width);
                                   the last one may be (taps,lanes) */
};

/* Packs w; `step` lies between a tap's weights of two channels; channels that are not there get zeros. */
void conv_pack(const struct conv_sums *sums, size_t channels, size_t step, const real *w,
               real *packed /* (taps,sums->channels) */);

/* A row of pixels: out[t * out_step + channel], t < pixels, from x, the corner of the first one's window.
 * Reads x for conv_covered(pixels) of them. */
void conv_row(const struct conv_sums *sums, size_t pixels, const real *x,
              const real *start /* (channels) */, real *out, size_t out_step);

/* --- rooms ----------------------------------------------------------------------------------------- */

/* An image in its room: all numbers that a row of tiles may read are there, zeros around the image. */
struct conv_room {
    size_t channels, height, width; /* of the image itself */
    size_t stride, above, left;     /* rows and columns of zeros before it */
    size_t rows, columns; /* of each channel; columns of each of the `stride` parts of a row */
};

static inline size_t conv_room_row(const struct conv_room *room)
{
    return room->stride * room->columns;
}

static inline size_t conv_room_plane(const struct conv_room *room)
{
    return room->rows * conv_room_row(room);
}

static inline size_t conv_room_count(const struct conv_room *room)
{
    return room->channels * conv_room_plane(room);
}

/* Where the number of a channel, row and column, counted from the room's corner, lies. */
static inline size_t conv_room_at(const struct conv_room *room, size_t channel, size_t row,
                                  size_t column)
{
    return channel * conv_room_plane(room) + row * conv_room_row(room) +
           column % room->stride * room->columns + column / room->stride;
}

/* Copies an image (channels,height,width) into its room, around which the zeros stand already. */
void conv_room_fill(const struct conv_room *room, const real *image, real *into);

/* (channels,pixels) from (pixels,padded channels), written or added, and the other way with zeros for
 * channels that are not there. */
void conv_channels_first(size_t channels, size_t pixels, const real *in, real *out, bool add);
void conv_channels_last(size_t channels, size_t pixels, const real *in, real *out);

/* The same for `count` pixels from p on and a vector of channels, of which the first `channels` are there; the
 * second adds. count <= lanes. The numbers around those pixels are read, and 0 added to them. */
void conv_pixels_last(size_t channels, size_t pixels, size_t p, size_t count, const real *in,
                      real *out /* (count,lanes) */);
void conv_add_pixels(size_t channels, size_t pixels, size_t p, size_t count,
                     const real *in /* (count,lanes) */, real *out);

/* The room of x for a convolution's windows, and its taps in the order of a filter's weights. */
struct conv_room conv_room_of(const struct conv2d *conv);
void conv_taps_of(const struct conv2d *conv, struct conv_tap *tap /* (taps) */);

static inline size_t conv_taps(const struct conv2d *conv)
{
    return conv->in_channels * conv->kernel * conv->kernel;
}

/* So many reals hold `taps` taps; whole lines of the cache. */
static inline size_t conv_whole_lines(size_t count)
{
    enum { line = 64 / sizeof(real) };
    return (count + line - 1) / line * line;
}

static inline size_t conv_reals_of_taps(size_t taps)
{
    return conv_whole_lines(taps * sizeof(struct conv_tap) / sizeof(real));
}

/* What a convolution's tiles read, in scratch: its taps, packed weights and offsets. */
struct conv_tables {
    struct conv_sums sums;
    real *start; /* (sums.channels): the offsets b */
};

/* Lays the tables out from the start of scratch on; returns how many reals they are. Without scratch it only
 * counts. */
size_t conv_lay_out_tables(const struct conv2d *conv, real *scratch, struct conv_tables *tables);

/* Writes what stands in them. */
void conv_fill_tables(const struct conv2d *conv, const real *w, const real *b,
                      const struct conv_tables *tables);

/* The scratch that fast_conv2d_forward wants. */
size_t fast_conv2d_forward_scratch(const struct conv2d *conv);

/* --- backward -------------------------------------------------------------------------------------- */

struct conv_relu_pool;

/* What a way back was given. */
struct conv_way_back {
    const struct conv2d *conv;
    size_t n;
    const real *x, *w, *dy;
    real *dx, *dw, *db; /* dx may be NULL */

    /* With a block (fast_conv_relu_pool.h) dy belongs to its pooling. */
    const struct conv_relu_pool *block; /* or NULL */
    const unsigned char *kept;
};

/* Any geometry, with scratch of this size. */
size_t conv_back_scratch(const struct conv_way_back *way);
void conv_back(const struct conv_way_back *way, real *scratch);

/* Chunks of images whose sums of weights' gradients are kept apart and then added in their order: as many as the
 * shape alone says, so that the sums do not hang on the number of threads. */
size_t conv_chunks(const struct conv2d *conv, size_t n);

/* Calls work for all of them. */
void conv_share_chunks(const struct conv2d *conv, size_t n,
                       void (*work)(void *context, size_t from, size_t to), void *context);

/* sums (count) += those of chunks 1, 2, ..., which lie `count` reals apart. */
void conv_add_chunks(size_t chunks, size_t count, real *sums /* (chunks,count) */);

/* The next `count` reals of scratch, whole lines of the cache; NULL without scratch, where only `used` counts. */
static inline real *conv_take(real *scratch, size_t *used, size_t count)
{
    real *const here = scratch ? scratch + *used : NULL;
    *used += conv_whole_lines(count);
    return here;
}

/* From so many multiplications on the work is shared by threads. */
enum { conv_shares_pay = 1 << 18 };

/* So many of n images a thread takes at a time: an eighth of its share, or all. */
size_t conv_piece(const struct conv2d *conv, size_t n);

#endif
