/* Tiles of a convolution. The sums are vectors with constant indices in loops that are unrolled: so gcc and
 * clang keep them in registers. */
#include "kernels/fast/loops/fast_conv2d.h"

/* A tile of `pixels` pixels, of which only the first `count` are written. Inlined, so that each caller has a
 * copy that knows what is constant; the loops always go to the largest tile: clang 14 unrolls them before
 * it has inlined them. */
static inline __attribute__((always_inline)) void
sum_tile(size_t pixels, size_t vectors, size_t count, size_t taps, const struct conv_tap *tap,
         const real *x, const real *w, const real *start, real *out, size_t out_step)
{
    vector sum[conv_pixels][conv_vectors];
#pragma GCC unroll 16
    for (size_t t = 0; t < conv_pixels; t++) {
#pragma GCC unroll 2
        for (size_t v = 0; v < conv_vectors; v++) {
            sum[t][v] = v < vectors ? vector_at(start + v * lanes) : (vector){0};
        }
    }
    for (size_t l = 0; l < taps; l++) {
        const real *const here = x + tap[l].pixel, *const weights = w + l * vectors * lanes;
#pragma GCC unroll 16
        for (size_t t = 0; t < conv_pixels; t++) {
#pragma GCC unroll 2
            for (size_t v = 0; v < conv_vectors; v++) {
                if (t < pixels && v < vectors) {
                    sum[t][v] += here[t] * vector_at(weights + v * lanes);
                }
            }
        }
    }
#pragma GCC unroll 16
    for (size_t t = 0; t < conv_pixels; t++) {
#pragma GCC unroll 2
        for (size_t v = 0; v < conv_vectors; v++) {
            if (t < pixels && v < vectors && t < count) {
                vector_put(out + t * out_step + v * lanes, sum[t][v]);
            }
        }
    }
}

/* The tiles of a row for one block of channels. */
static inline __attribute__((always_inline)) void
sum_row(size_t vectors, const struct conv_sums *sums, size_t pixels, const real *x, const real *w,
        const real *start, real *out, size_t out_step)
{
    size_t t = 0;
    for (; t + conv_pixels <= pixels; t += conv_pixels) {
        sum_tile(conv_pixels, vectors, conv_pixels, sums->taps, sums->tap, x + t, w, start,
                 out + t * out_step, out_step);
    }
    const size_t left = pixels - t;
    if (left > conv_short_pixels) {
        sum_tile(conv_pixels, vectors, left, sums->taps, sums->tap, x + t, w, start,
                 out + t * out_step, out_step);
    } else if (left > 0) {
        sum_tile(conv_short_pixels, vectors, left, sums->taps, sums->tap, x + t, w, start,
                 out + t * out_step, out_step);
    }
}

void conv_row(const struct conv_sums *sums, size_t pixels, const real *x,
              const real *start /* (channels) */, real *out, size_t out_step)
{
    size_t c = 0;
    for (; c + conv_width <= sums->channels; c += conv_width) {
        sum_row(conv_vectors, sums, pixels, x, sums->w + c * sums->taps, start + c, out + c,
                out_step);
    }
    if (c < sums->channels) {
        sum_row(1, sums, pixels, x, sums->w + c * sums->taps, start + c, out + c, out_step);
    }
}

void conv_pack(const struct conv_sums *sums, size_t channels, size_t step, const real *w,
               real *packed /* (taps,sums->channels) */)
{
    for (size_t c = 0; c < sums->channels; c += conv_width) {
        const size_t left = sums->channels - c, width = left < conv_width ? left : conv_width;
        for (size_t l = 0; l < sums->taps; l++) {
            const real *const from = w + sums->tap[l].weight;
            real *const to = packed + c * sums->taps + l * width;
            for (size_t i = 0; i < width; i++) {
                to[i] = c + i < channels ? from[(c + i) * step] : 0;
            }
        }
    }
}
