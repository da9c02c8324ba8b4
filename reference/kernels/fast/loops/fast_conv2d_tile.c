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

/* Tiles of each size. Not inlined: in a loop over tiles gcc 12 keeps the addresses of a tile's pixels in
 * registers, of which there are too few, instead of one address and constants. */
typedef void tile_function(size_t count, const struct conv_sums *sums, const real *x, const real *w,
                           const real *start, real *out, size_t out_step);

static __attribute__((noinline)) void wide_tile(size_t count, const struct conv_sums *sums,
                                                const real *x, const real *w, const real *start,
                                                real *out, size_t out_step)
{
    sum_tile(conv_pixels, conv_vectors, count, sums->taps, sums->tap, x, w, start, out, out_step);
}

static __attribute__((noinline)) void wide_short_tile(size_t count, const struct conv_sums *sums,
                                                      const real *x, const real *w,
                                                      const real *start, real *out, size_t out_step)
{
    sum_tile(conv_short_pixels, conv_vectors, count, sums->taps, sums->tap, x, w, start, out,
             out_step);
}

static __attribute__((noinline)) void tile(size_t count, const struct conv_sums *sums,
                                           const real *x, const real *w, const real *start,
                                           real *out, size_t out_step)
{
    sum_tile(conv_pixels, 1, count, sums->taps, sums->tap, x, w, start, out, out_step);
}

static __attribute__((noinline)) void short_tile(size_t count, const struct conv_sums *sums,
                                                 const real *x, const real *w, const real *start,
                                                 real *out, size_t out_step)
{
    sum_tile(conv_short_pixels, 1, count, sums->taps, sums->tap, x, w, start, out, out_step);
}

void conv_row(const struct conv_sums *sums, size_t pixels, const real *x,
              const real *start /* (channels) */, real *out, size_t out_step)
{
    for (size_t c = 0; c < sums->channels; c += conv_width) {
        const bool whole = sums->channels - c >= conv_width;
        for (size_t t = 0; t < pixels; t += conv_pixels) {
            const size_t left = pixels - t;
            tile_function *const sum = left > conv_short_pixels
                                           ? (whole ? wide_tile : tile)
                                           : (whole ? wide_short_tile : short_tile);
            sum(left < conv_pixels ? left : conv_pixels, sums, x + t, sums->w + c * sums->taps,
                start + c, out + t * out_step + c, out_step);
        }
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
