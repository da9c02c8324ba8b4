/* The convolution, backward, image by image.
 *
 * dx is a convolution of dy (fast_conv2d.h). For dw a tile is a few taps and the vectors of some filters: for
 * each place the numbers that the taps read meet dy's channels. The images are cut into chunks, each of which
 * adds to a dw of its own: how many there are hangs on the shape alone, and they are added in their order.
 */
#include "kernels/fast/loops/fast_conv_relu_pool.h"
#include "kernels/fast/loops/fast_loops.h"
#include "kernels/fast/threads.h"

#include <string.h>

/* Taps of a tile: a sum for each vector of filters, enough to keep two multiply-add units of four cycles each
 * busy, and an address for each tap, of which processors have registers for no more. A filter of 3 x 3 has as
 * many. */
enum { weight_taps = 9 };

struct backward {
    const struct conv_way_back *way;
    const struct conv2d *conv;
    size_t chunks;

    struct conv_room x_room, dy_room;
    size_t filters, channels; /* out_channels and in_channels, whole vectors */
    size_t taps;              /* of a filter, whole tiles */
    struct conv_tap *tap;     /* (taps) into x_room */
    struct conv_tap *turned;  /* (out_channels*kernel*kernel) into dy_room, part after part */
    real *packed;             /* their weights, (out_channels*kernel*kernel,channels) */
    real *zeros;              /* (channels) */
    real *sums; /* of each chunk: dw, block after block of filters (taps,conv_width), then db */
    size_t each_sums;
    real *rooms; /* of each thread */
    size_t each_room;
};

static size_t places_of(const struct conv2d *conv)
{
    return conv->out_height * conv->out_width;
}

/* Windows that a pixel lies in, of one axis, at most. */
static size_t reach_of(const struct conv2d *conv)
{
    return (conv->kernel + conv->stride - 1) / conv->stride;
}

/* The room of dy: pixel stride * q + part - padding of x meets dy's places q, q - 1, ..., each with the next
 * of its taps part, part + stride, ... */
static struct conv_room room_of_dy(const struct conv2d *conv)
{
    const size_t before = reach_of(conv) - 1;
    return (struct conv_room){
        .channels = conv->out_channels,
        .height = conv->out_height,
        .width = conv->out_width,
        .stride = 1,
        .above = before,
        .left = before,
        .rows = (conv->height - 1 + conv->padding) / conv->stride + 1 + before,
        .columns = (conv->width - 1 + conv->padding) / conv->stride + 1 + before + conv_pixels};
}

/* The rooms of one thread. */
struct rooms {
    real *x, *dy, *dy_last, *dx_last; /* padded images, and with channels last */
    real *winners;                    /* dy of the convolution, for a block */
};

static size_t lay_out_rooms(const struct backward *own, real *memory, struct rooms *rooms)
{
    size_t used = 0;
    const struct conv2d *const conv = own->conv;
    *rooms = (struct rooms){
        .x = conv_take(memory, &used, conv_room_count(&own->x_room)),
        .dy = conv_take(memory, &used, conv_room_count(&own->dy_room)),
        .dy_last = conv_take(memory, &used, places_of(conv) * own->filters),
        .dx_last = conv_take(memory, &used, conv->height * conv->width * own->channels),
        .winners =
            conv_take(memory, &used, own->way->block ? places_of(conv) * conv->out_channels : 0)};
    return used;
}

/* Cuts scratch into its rooms; returns how many reals they are. */
static size_t lay_out(struct backward *own, real *scratch)
{
    const struct conv2d *const conv = own->conv;
    const size_t turned = conv->out_channels * conv->kernel * conv->kernel;
    own->chunks = conv_chunks(conv, own->way->n);
    own->x_room = conv_room_of(conv);
    own->dy_room = room_of_dy(conv);
    own->filters = conv_padded(conv->out_channels);
    own->channels = conv_padded(conv->in_channels);
    own->taps = (conv_taps(conv) + weight_taps - 1) / weight_taps * weight_taps;
    own->each_sums = (own->taps + 1) * own->filters;
    struct rooms rooms;
    own->each_room = lay_out_rooms(own, NULL, &rooms);

    size_t used = 0;
    own->tap = (void *)conv_take(scratch, &used, conv_reals_of_taps(own->taps));
    own->turned = (void *)conv_take(scratch, &used, conv_reals_of_taps(turned));
    own->packed = conv_take(scratch, &used, turned * own->channels);
    own->zeros = conv_take(scratch, &used, own->channels);
    own->sums = conv_take(scratch, &used, own->chunks * own->each_sums);
    own->rooms = conv_take(scratch, &used, threads_count() * own->each_room);
    return used;
}

size_t conv_back_scratch(const struct conv_way_back *way)
{
    struct backward own = {.way = way, .conv = way->conv};
    return lay_out(&own, NULL);
}

size_t fast_conv2d_scratch(const struct conv2d *conv, size_t n)
{
    const size_t backward = conv_back_scratch(&(struct conv_way_back){.conv = conv, .n = n});
    const size_t forward = fast_conv2d_forward_scratch(conv);
    return backward > forward ? backward : forward;
}

/* --- dx --------------------------------------------------------------------------------------------- */

/* Those taps of one axis that meet the pixels of a part, and these pixels: stride * q + part - padding for q
 * from `first` to before `end`. */
struct part {
    size_t part, taps, first, end;
};

static struct part part_of(const struct conv2d *conv, size_t part, size_t size)
{
    const size_t stride = conv->stride, padding = conv->padding;
    const size_t taps = part < conv->kernel ? (conv->kernel - part - 1) / stride + 1 : 0;
    const size_t first = padding > part ? (padding - part + stride - 1) / stride : 0;
    const size_t end = size + padding > part ? (size + padding - part - 1) / stride + 1 : 0;
    return (struct part){part, taps, first, end};
}

static void list_taps(const struct backward *own, struct part down, struct part across,
                      struct conv_tap *tap)
{
    const struct conv2d *const conv = own->conv;
    const size_t kernel = conv->kernel, before = reach_of(conv) - 1;
    for (size_t co = 0; co < conv->out_channels; co++) {
        for (size_t j = 0; j < down.taps; j++) {
            for (size_t i = 0; i < across.taps; i++, tap++) {
                const size_t kh = down.part + j * conv->stride, kw = across.part + i * conv->stride;
                tap->pixel = conv_room_at(&own->dy_room, co, before - j, before - i);
                tap->weight = (co * conv->in_channels * kernel + kh) * kernel + kw;
            }
        }
    }
}

/* For each part of the pixels, down and across: their sums; with w, the preparation for these instead. */
static void sum_parts(const struct backward *own, const real *w, const real *dy, real *dx)
{
    const struct conv2d *const conv = own->conv;
    const size_t stride = conv->stride, kernel = conv->kernel, padding = conv->padding;
    size_t before = 0; /* taps of the parts before this one */
    for (size_t ph = 0; ph < stride; ph++) {
        const struct part down = part_of(conv, ph, conv->height);
        for (size_t pw = 0; pw < stride; pw++) {
            const struct part across = part_of(conv, pw, conv->width);
            const struct conv_sums sums = {.taps = conv->out_channels * down.taps * across.taps,
                                           .tap = own->turned + before,
                                           .channels = own->channels,
                                           .w = own->packed + before * own->channels};
            struct conv_tap *const tap = own->turned + before;
            before += sums.taps;
            if (w) {
                list_taps(own, down, across, tap);
                conv_pack(&sums, conv->in_channels, kernel * kernel, w, (real *)sums.w);
                continue;
            }
            for (size_t q = down.first; across.first < across.end && q < down.end; q++) {
                const size_t h = q * stride + ph - padding,
                             v = across.first * stride + pw - padding;
                conv_row(&sums, across.end - across.first,
                         dy + q * conv_room_row(&own->dy_room) + across.first, own->zeros,
                         dx + (h * conv->width + v) * own->channels, stride * own->channels);
            }
        }
    }
}

/* --- dw --------------------------------------------------------------------------------------------- */

/* sums (weight_taps, vectors) += x at each tap and place times dy (places,filters). */
static inline __attribute__((always_inline)) void
add_weight_tile(size_t vectors, const struct backward *own, const struct conv_tap *tap,
                const real *x, const real *dy, real *sums)
{
    const struct conv2d *const conv = own->conv;
    const size_t step = conv->stride * conv_room_row(&own->x_room);
    const real *from[weight_taps];
    vector sum[weight_taps][conv_vectors];
#pragma GCC unroll 16
    for (size_t l = 0; l < weight_taps; l++) {
        from[l] = x + tap[l].pixel;
#pragma GCC unroll 2
        for (size_t v = 0; v < conv_vectors; v++) {
            sum[l][v] = v < vectors ? vector_at(sums + (l * vectors + v) * lanes) : (vector){0};
        }
    }
    for (size_t ho = 0; ho < conv->out_height; ho++) {
        const size_t row = ho * step;
        for (size_t wo = 0; wo < conv->out_width; wo++) {
#pragma GCC unroll 16
            for (size_t l = 0; l < weight_taps; l++) {
#pragma GCC unroll 2
                for (size_t v = 0; v < conv_vectors; v++) {
                    if (v < vectors) {
                        sum[l][v] += from[l][row + wo] * vector_at(dy + v * lanes);
                    }
                }
            }
            dy += own->filters;
        }
    }
#pragma GCC unroll 16
    for (size_t l = 0; l < weight_taps; l++) {
#pragma GCC unroll 2
        for (size_t v = 0; v < conv_vectors; v++) {
            if (v < vectors) {
                vector_put(sums + (l * vectors + v) * lanes, sum[l][v]);
            }
        }
    }
}

static void add_offsets(const struct backward *own, const real *dy, real *db /* (filters) */)
{
    for (size_t c = 0; c < own->filters; c += lanes) {
        vector sum = vector_at(db + c);
        for (size_t p = 0; p < places_of(own->conv); p++) {
            sum += vector_at(dy + p * own->filters + c);
        }
        vector_put(db + c, sum);
    }
}

static void add_weight_sums(const struct backward *own, const real *x, const real *dy,
                            real *sums /* each_sums of them */)
{
    for (size_t c = 0; c < own->filters; c += conv_width) {
        const bool whole = own->filters - c >= conv_width;
        const size_t width = whole ? conv_width : lanes;
        for (size_t l = 0; l < own->taps; l += weight_taps) {
            real *const here = sums + c * own->taps + l * width;
            if (whole) {
                add_weight_tile(conv_vectors, own, own->tap + l, x, dy + c, here);
            } else {
                add_weight_tile(1, own, own->tap + l, x, dy + c, here);
            }
        }
    }
    add_offsets(own, dy, sums + own->taps * own->filters);
}

/* --- images ----------------------------------------------------------------------------------------- */

/* dy of the convolution for image i. */
static const real *dy_of(const struct backward *own, const struct rooms *rooms, size_t i)
{
    const struct conv_way_back *const way = own->way;
    if (!way->block) {
        return way->dy + i * own->conv->out_channels * places_of(own->conv);
    }
    const size_t windows = block_places(way->block);
    block_unpool(way->block, way->kept + i * windows * block_kept_row(way->block),
                 way->dy + i * own->conv->out_channels * windows, rooms->winners);
    return rooms->winners;
}

static void lead_images_back(const struct backward *own, const struct rooms *rooms, size_t chunk)
{
    const struct conv_way_back *const way = own->way;
    const struct conv2d *const conv = own->conv;
    const size_t places = places_of(conv), pixels = conv->height * conv->width;
    real *const sums = own->sums + chunk * own->each_sums;
    memset(sums, 0, own->each_sums * sizeof *sums);
    const size_t last = way->n * (chunk + 1) / own->chunks;
    for (size_t i = way->n * chunk / own->chunks; i < last; i++) {
        const real *const dy = dy_of(own, rooms, i);
        conv_channels_last(conv->out_channels, places, dy, rooms->dy_last);
        conv_room_fill(&own->x_room, way->x + i * conv->in_channels * pixels, rooms->x);
        add_weight_sums(own, rooms->x, rooms->dy_last, sums);
        if (way->dx) {
            conv_room_fill(&own->dy_room, dy, rooms->dy);
            sum_parts(own, NULL, rooms->dy, rooms->dx_last);
            conv_channels_first(conv->in_channels, pixels, rooms->dx_last,
                                way->dx + i * conv->in_channels * pixels, true);
        }
    }
}

static void lead_chunks_back(void *context, size_t from, size_t to)
{
    const struct backward *const own = context;
    struct rooms rooms;
    real *const memory = own->rooms + threads_self() * own->each_room;
    lay_out_rooms(own, memory, &rooms);
    memset(memory, 0, own->each_room * sizeof *memory);
    for (size_t chunk = from; chunk < to; chunk++) {
        lead_images_back(own, &rooms, chunk);
    }
}

/* Turns the sum's taps into filters. */
static void add_to_gradients(const struct backward *own)
{
    const size_t taps = conv_taps(own->conv);
    for (size_t co = 0; co < own->conv->out_channels; co++) {
        const size_t block = co / conv_width * conv_width, left = own->filters - block;
        const size_t width = left < conv_width ? left : conv_width;
        const real *const from = own->sums + block * own->taps + (co - block);
        for (size_t l = 0; l < taps; l++) {
            own->way->dw[co * taps + l] += from[l * width];
        }
        own->way->db[co] += own->sums[own->taps * own->filters + co];
    }
}

void conv_back(const struct conv_way_back *way, real *scratch)
{
    struct backward own = {.way = way, .conv = way->conv};
    lay_out(&own, scratch);
    conv_taps_of(way->conv, own.tap);
    for (size_t l = conv_taps(way->conv); l < own.taps; l++) {
        own.tap[l] = own.tap[0]; /* what it sums, nobody reads */
    }
    memset(own.zeros, 0, own.channels * sizeof *own.zeros);
    if (way->dx) {
        sum_parts(&own, way->w, NULL, NULL);
    }
    conv_share_chunks(way->conv, way->n, lead_chunks_back, &own);
    conv_add_chunks(own.chunks, own.each_sums, own.sums);
    add_to_gradients(&own);
}

void fast_conv2d_backward(const struct conv2d *conv, size_t n, const real *x, const real *w,
                          const real *dy, real *scratch, real *dx, real *dw, real *db)
{
    conv_back(
        &(struct conv_way_back){
            .conv = conv, .n = n, .x = x, .w = w, .dy = dy, .dx = dx, .dw = dw, .db = db},
        scratch);
}
