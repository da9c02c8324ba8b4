/* Images as the tiles of a convolution read and write them: with zeros around, and with channels last. */
#include "kernels/fast/loops/fast_conv2d.h"
#include "kernels/fast/threads.h"

#include <string.h>

struct conv_room conv_room_of(const struct conv2d *conv)
{
    const size_t kernel = conv->kernel, stride = conv->stride;
    return (struct conv_room){.channels = conv->in_channels,
                              .height = conv->height,
                              .width = conv->width,
                              .stride = stride,
                              .above = conv->padding,
                              .left = conv->padding,
                              .rows = (conv->out_height - 1) * stride + kernel,
                              .columns = conv_covered(conv->out_width) + (kernel - 1) / stride};
}

void conv_taps_of(const struct conv2d *conv, struct conv_tap *tap /* (taps) */)
{
    const struct conv_room room = conv_room_of(conv);
    size_t l = 0;
    for (size_t ci = 0; ci < conv->in_channels; ci++) {
        for (size_t kh = 0; kh < conv->kernel; kh++) {
            for (size_t kw = 0; kw < conv->kernel; kw++, l++) {
                tap[l] = (struct conv_tap){conv_room_at(&room, ci, kh, kw), l};
            }
        }
    }
}

/* What a row's part has of the image: column q of it, from `first` to before `last`, is the image's
 * q * stride + part - left. What the room has no columns for, no window reaches. */
struct span {
    size_t first, last;
};

static struct span span_of(const struct conv_room *room, size_t part)
{
    const size_t stride = room->stride, before = room->left > part ? room->left - part : 0;
    const size_t end =
        room->left + room->width > part ? (room->left + room->width - part - 1) / stride + 1 : 0;
    return (struct span){(before + stride - 1) / stride, end < room->columns ? end : room->columns};
}

/* Numbers that a compiler moves in one go or two. */
enum { moved = 32 / sizeof(real) };

/* Rows are short, and a call of memcpy for each takes longer than what is done with them. */
static inline void copy_row(size_t count, const real *from, real *restrict to)
{
    if (count < moved) {
        for (size_t q = 0; q < count; q++) {
            to[q] = from[q];
        }
    } else if (count <= 2 * moved) { /* the first ones and the last ones, some of them twice */
        memcpy(to, from, moved * sizeof *to);
        memcpy(to + count - moved, from + count - moved, moved * sizeof *to);
    } else if (count <= 4 * moved) {
        memcpy(to, from, 2 * moved * sizeof *to);
        memcpy(to + count - 2 * moved, from + count - 2 * moved, 2 * moved * sizeof *to);
    } else {
        memcpy(to, from, count * sizeof *to);
    }
}

static void pick_row(size_t count, size_t stride, const real *from, real *restrict to)
{
    for (size_t q = 0; q < count; q++) {
        to[q] = from[q * stride];
    }
}

void conv_room_fill(const struct conv_room *room, const real *image, real *into)
{
    const size_t below = room->above + room->height, stride = room->stride;
    const size_t last = below < room->rows ? below : room->rows;
    for (size_t part = 0; part < stride; part++) {
        const struct span span = span_of(room, part);
        const size_t count = span.last > span.first ? span.last - span.first : 0;
        const size_t skipped = span.first * stride + part - room->left; /* of the image's row */
        for (size_t c = 0; c < room->channels && count > 0; c++) {
            for (size_t r = room->above; r < last; r++) {
                const real *const from =
                    image + (c * room->height + r - room->above) * room->width + skipped;
                real *const to = into + c * conv_room_plane(room) + r * conv_room_row(room) +
                                 part * room->columns + span.first;
                if (stride == 1) {
                    copy_row(count, from, to);
                } else {
                    pick_row(count, stride, from, to);
                }
            }
        }
    }
}

/* --- channels last and first ------------------------------------------------------------------------ */

static inline __attribute__((always_inline)) void load_square(const real *in, size_t row,
                                                              vector v[lanes])
{
#pragma GCC unroll 16
    for (size_t i = 0; i < lanes; i++) {
        v[i] = vector_at(in + i * row);
    }
}

/* A square of pixels and channels, turned, or the first `rows` rows of it. in_row and out_row lie between two
 * rows. */
static void turn_square(const real *in, size_t in_row, real *out, size_t out_row, size_t rows,
                        bool add)
{
    vector v[lanes];
    load_square(in, in_row, v);
    vector_transpose(v);
    if (add) {
        for (size_t i = 0; i < rows; i++) {
            vector_put(out + i * out_row, vector_at(out + i * out_row) + v[i]);
        }
    } else if (rows == lanes) { /* said once more, so that the compiler knows it */
#pragma GCC unroll 16
        for (size_t i = 0; i < lanes; i++) {
            vector_put(out + i * out_row, v[i]);
        }
    } else {
        for (size_t i = 0; i < rows; i++) {
            vector_put(out + i * out_row, v[i]);
        }
    }
}

/* The last square of an image that is not all squares begins earlier, where it may write some numbers twice. */
static size_t square_before(size_t p, size_t pixels)
{
    return pixels - p < lanes ? pixels - lanes : p;
}

void conv_channels_first(size_t channels, size_t pixels, const real *in /* (pixels,padded) */,
                         real *out /* (channels,pixels) */, bool add)
{
    const size_t padded = conv_padded(channels);
    for (size_t c = 0; c < channels; c += lanes) {
        const size_t rows = channels - c < lanes ? channels - c : lanes;
        size_t p = 0;
        for (; pixels >= lanes && (add ? p + lanes <= pixels : p < pixels); p += lanes) {
            const size_t first = square_before(p, pixels);
            turn_square(in + first * padded + c, padded, out + c * pixels + first, pixels, rows,
                        add);
        }
        for (; p < pixels; p++) {
            for (size_t i = 0; i < rows; i++) {
                real *const to = &out[(c + i) * pixels + p];
                *to = in[p * padded + c + i] + (add ? *to : 0);
            }
        }
    }
}

void conv_channels_last(size_t channels, size_t pixels, const real *in /* (channels,pixels) */,
                        real *out /* (pixels,padded) */)
{
    const size_t padded = conv_padded(channels);
    for (size_t c = 0; c < padded; c += lanes) {
        const size_t rows = channels - c < lanes ? channels - c : lanes;
        size_t p = 0;
        for (; rows == lanes && pixels >= lanes && p < pixels; p += lanes) {
            const size_t first = square_before(p, pixels);
            turn_square(in + c * pixels + first, pixels, out + first * padded + c, padded, lanes,
                        false);
        }
        for (; p < pixels; p++) {
            for (size_t i = 0; i < lanes; i++) {
                out[p * padded + c + i] = i < rows ? in[(c + i) * pixels + p] : 0;
            }
        }
    }
}

/* Of some pixels, at most a vector, those before the image's last vector: a square that begins so many earlier lies
 * in the image. */
static size_t pixels_too_late(size_t p, size_t pixels)
{
    return p + lanes > pixels ? p + lanes - pixels : 0;
}

void conv_pixels_last(size_t channels, size_t pixels, size_t p, size_t count,
                      const real *in /* (channels,pixels) */, real *out /* (count,lanes) */)
{
    if (channels < lanes || pixels < lanes) {
        for (size_t i = 0; i < count; i++) {
            for (size_t c = 0; c < lanes; c++) {
                out[i * lanes + c] = c < channels ? in[c * pixels + p + i] : 0;
            }
        }
        return;
    }
    const size_t early = pixels_too_late(p, pixels);
    vector v[lanes];
    load_square(in + p - early, pixels, v);
    vector_transpose(v);
#pragma GCC unroll 16
    for (size_t i = 0; i < lanes; i++) {
        if (i - early < count) { /* below `early` the difference wraps round */
            vector_put(out + (i - early) * lanes, v[i]);
        }
    }
}

void conv_add_pixels(size_t channels, size_t pixels, size_t p, size_t count,
                     const real *in /* (count,lanes) */, real *out /* (channels,pixels) */)
{
    if (channels < lanes || pixels < lanes) {
        for (size_t c = 0; c < channels; c++) {
            for (size_t i = 0; i < count; i++) {
                out[c * pixels + p + i] += in[i * lanes + c];
            }
        }
        return;
    }
    const size_t early = pixels_too_late(p, pixels);
    vector v[lanes];
#pragma GCC unroll 16
    for (size_t i = 0; i < lanes; i++) {
        v[i] = i - early < count ? vector_at(in + (i - early) * lanes) : (vector){0};
    }
    vector_transpose(v);
#pragma GCC unroll 16
    for (size_t c = 0; c < lanes; c++) {
        real *const here = out + c * pixels + p - early;
        vector_put(here, vector_at(here) + v[c]);
    }
}

/* --- shares ----------------------------------------------------------------------------------------- */

/* Chunks of images: at most so many, and of so many weights together. */
enum { most_chunks = 8, most_weights = 1 << 22 };

static bool sharing_pays(const struct conv2d *conv, size_t n)
{
    const size_t places = conv->out_height * conv->out_width;
    return n * places * conv->out_channels * conv_taps(conv) >= conv_shares_pay;
}

size_t conv_piece(const struct conv2d *conv, size_t n)
{
    const size_t pieces = 8 * threads_count();
    return sharing_pays(conv, n) ? (n + pieces - 1) / pieces : n;
}

size_t conv_chunks(const struct conv2d *conv, size_t n)
{
    const size_t weights = conv->out_channels * conv_taps(conv), fit = most_weights / weights;
    const size_t most = fit < 1 ? 1 : fit < most_chunks ? fit : most_chunks;
    return n < most ? n : most;
}

void conv_share_chunks(const struct conv2d *conv, size_t n,
                       void (*work)(void *context, size_t from, size_t to), void *context)
{
    const size_t chunks = conv_chunks(conv, n);
    threads_share(chunks, sharing_pays(conv, n) ? 1 : chunks, work, context);
}

static void add_chunk(size_t count, const real *from, real *restrict to)
{
    for (size_t i = 0; i < count; i++) {
        to[i] += from[i];
    }
}

void conv_add_chunks(size_t chunks, size_t count, real *sums /* (chunks,count) */)
{
    for (size_t chunk = 1; chunk < chunks; chunk++) {
        add_chunk(count, sums + chunk * count, sums);
    }
}
