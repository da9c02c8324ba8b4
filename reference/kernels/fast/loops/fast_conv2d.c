/* The convolution, forward: a row of y after the other, in tiles (fast_conv2d.h). */
#include "kernels/fast/loops/fast_conv2d.h"
#include "kernels/fast/loops/fast_loops.h"
#include "kernels/fast/threads.h"

#include <string.h>

size_t conv_lay_out_tables(const struct conv2d *conv, real *scratch, struct conv_tables *tables)
{
    const size_t taps = conv_taps(conv), channels = conv_padded(conv->out_channels);
    const size_t packed = conv_reals_of_taps(taps);
    const size_t start = packed + conv_whole_lines(taps * channels);
    if (scratch) {
        tables->sums = (struct conv_sums){.taps = taps,
                                          .tap = (const void *)scratch,
                                          .channels = channels,
                                          .w = scratch + packed};
        tables->start = scratch + start;
    }
    return start + conv_whole_lines(channels);
}

void conv_fill_tables(const struct conv2d *conv, const real *w, const real *b,
                      const struct conv_tables *tables)
{
    const struct conv_sums *const sums = &tables->sums;
    conv_taps_of(conv, (struct conv_tap *)sums->tap);
    conv_pack(sums, conv->out_channels, sums->taps, w, (real *)sums->w);
    for (size_t c = 0; c < sums->channels; c++) {
        tables->start[c] = c < conv->out_channels ? b[c] : 0;
    }
}

struct forward {
    const struct conv2d *conv;
    const real *x;
    real *y;
    struct conv_room room;
    struct conv_tables tables;
    real *rooms; /* of each thread: the image's, then out (places,sums.channels) */
    size_t room_count, each;
};

static size_t places_of(const struct conv2d *conv)
{
    return conv->out_height * conv->out_width;
}

/* Cuts scratch into its rooms; returns how many reals they are. */
static size_t lay_out(struct forward *own, real *scratch)
{
    const struct conv2d *const conv = own->conv;
    const size_t channels = conv_padded(conv->out_channels);
    own->room = conv_room_of(conv);
    own->room_count = conv_whole_lines(conv_room_count(&own->room));
    own->each = own->room_count + conv_whole_lines(places_of(conv) * channels);
    const size_t rooms = conv_lay_out_tables(conv, scratch, &own->tables);
    own->rooms = scratch ? scratch + rooms : NULL;
    return rooms + threads_count() * own->each;
}

size_t fast_conv2d_forward_scratch(const struct conv2d *conv)
{
    struct forward own = {.conv = conv};
    return lay_out(&own, NULL);
}

static void convolve_images(void *context, size_t from, size_t to)
{
    const struct forward *const own = context;
    const struct conv2d *const conv = own->conv;
    const size_t places = places_of(conv), channels = own->tables.sums.channels;
    const size_t of_x = conv->in_channels * conv->height * conv->width;
    real *const image = own->rooms + threads_self() * own->each, *const out =
                                                                     image + own->room_count;
    memset(image, 0, own->room_count * sizeof *image);
    for (size_t i = from; i < to; i++) {
        conv_room_fill(&own->room, own->x + i * of_x, image);
        for (size_t ho = 0; ho < conv->out_height; ho++) {
            conv_row(&own->tables.sums, conv->out_width,
                     image + ho * conv->stride * conv_room_row(&own->room), own->tables.start,
                     out + ho * conv->out_width * channels, channels);
        }
        conv_channels_first(conv->out_channels, places, out,
                            own->y + i * conv->out_channels * places, false);
    }
}

void fast_conv2d_forward(const struct conv2d *conv, size_t n, const real *x, const real *w,
                         const real *b, real *scratch, real *y)
{
    struct forward own = {.conv = conv, .x = x, .y = y};
    lay_out(&own, scratch);
    conv_fill_tables(conv, w, b, &own.tables);
    threads_share(n, conv_piece(conv, n), convolve_images, &own);
}
