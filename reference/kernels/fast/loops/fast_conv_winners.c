/* The way back of a convolution, ReLU and max-pooling by the winners alone, for filters of 3 x 3, stride 1, and
 * windows of 2 x 2.
 *
 * Of each window and filter one number d goes back, to one place of the convolution's output, whose 9 taps
 * reach 9 of the 16 pixels under the window. With the channels of x in the lanes of vectors:
 *
 *     dx[pixel] += d w[filter][tap]      the 12 pixels under two of a window's places are sums in registers
 *                                        for all filters whose winners lie there
 *     dw[filter][tap] += d x[pixel]      the 9 sums of a filter, for all windows of the image
 *
 * Both walk over lists, which are made of the kept bytes beforehand; windows without a winner are in none.
 *
 * Where x has few channels (a grey image has one) and nobody wants dx, the filters lie in the lanes: of the
 * four places of a window each meets those filters whose winner it is.
 */
#include "kernels/fast/loops/fast_conv_relu_pool.h"
#include "kernels/fast/threads.h"

#include <stdint.h>
#include <string.h>

enum { window = 3, tap_count = window * window, places_in_window = 4, closed = places_in_window };

/* The counts of a window's lists stand in the bits of one number. */
enum { count_bits = 12, most_filters = (1 << count_bits) - 1 };

/* What goes back to one place. */
struct winner {
    real d;
    unsigned at; /* where the filter's weights, or the place's first pixel, lie */
};

struct winners {
    const struct conv_way_back *way;
    const struct conv2d *conv;
    size_t chunks, windows_high, windows_wide;
    bool by_filters;      /* in the lanes */
    size_t filters;       /* whole vectors */
    size_t groups;        /* vectors of channels */
    size_t rows, columns; /* of x with what is needed of its padding */
    struct conv_room room;

    real *w; /* (groups,out_channels,taps,lanes) */
    real *
        sums; /* of each chunk: as w, or by_filters (in_channels,taps,filters); then db (filters) */
    size_t each_sums, sums_of_w;
    real *rooms; /* of each thread */
    size_t each_room;
};

/* The rooms of one thread. */
struct rooms {
    real *x, *dx;  /* (groups,rows,columns,lanes); x by_filters as conv_room_fill leaves it */
    real *flat;    /* (height,width,lanes) */
    real *dy_last; /* (windows,filters) */
    struct winner *of_window[places_in_window + 1]; /* (out_channels) each; the last: of none */
    struct winner *of_filter;                       /* (out_channels,windows) */
    unsigned *count_of_filter;                      /* (out_channels) */
};

static size_t windows_of(const struct winners *own)
{
    return own->windows_high * own->windows_wide;
}

static void *take_bytes(real *scratch, size_t *used, size_t bytes)
{
    return conv_take(scratch, used, (bytes + sizeof(real) - 1) / sizeof(real));
}

static size_t lay_out_rooms(const struct winners *own, real *memory, struct rooms *rooms)
{
    size_t used = 0;
    const struct conv2d *const conv = own->conv;
    rooms->dy_last = conv_take(memory, &used, windows_of(own) * own->filters);
    if (own->by_filters) {
        rooms->x = conv_take(memory, &used, conv_room_count(&own->room));
        return used;
    }
    const size_t image = own->groups * own->rows * own->columns * lanes;
    rooms->x = conv_take(memory, &used, image);
    rooms->dx = conv_take(memory, &used, image);
    rooms->flat = conv_take(memory, &used, conv->height * conv->width * lanes);
    const size_t list = conv->out_channels * sizeof(struct winner);
    for (size_t k = 0; k <= places_in_window; k++) {
        rooms->of_window[k] = take_bytes(memory, &used, list);
    }
    rooms->of_filter = take_bytes(memory, &used, (windows_of(own) + 1) * list);
    rooms->count_of_filter = take_bytes(memory, &used, conv->out_channels * sizeof(unsigned));
    return used;
}

/* Whether the filters are to lie in the lanes: it takes fewer multiplications. */
static bool filters_in_lanes(const struct conv_way_back *way)
{
    return !way->dx && way->conv->in_channels * places_in_window < lanes;
}

/* Cuts scratch into its rooms; returns how many reals they are. */
static size_t lay_out(struct winners *own, real *scratch)
{
    const struct conv_way_back *const way = own->way;
    const struct conv2d *const conv = own->conv = way->conv;
    own->chunks = conv_chunks(conv, way->n);
    own->windows_high = way->block->pool.out_height;
    own->windows_wide = way->block->pool.out_width;
    own->by_filters = filters_in_lanes(way);
    own->filters = conv_padded(conv->out_channels);
    own->groups = conv_padded(conv->in_channels) / lanes;
    own->rows = 2 * own->windows_high + window - 1;
    own->columns = 2 * own->windows_wide + window - 1;
    own->room = conv_room_of(conv);
    own->sums_of_w = own->by_filters ? conv->in_channels * tap_count * own->filters
                                     : own->groups * conv->out_channels * tap_count * lanes;
    own->each_sums = own->sums_of_w + own->filters;
    struct rooms rooms;
    own->each_room = lay_out_rooms(own, NULL, &rooms);

    size_t used = 0;
    own->w = conv_take(scratch, &used, way->dx ? own->sums_of_w : 0);
    own->sums = conv_take(scratch, &used, own->chunks * own->each_sums);
    own->rooms = conv_take(scratch, &used, threads_count() * own->each_room);
    return used;
}

bool block_winners_serve(const struct conv_way_back *way)
{
    const struct conv2d *const conv = way->conv;
    return conv->kernel == window && conv->stride == 1 && way->block->pool.kernel == 2 &&
           conv->out_channels <= most_filters;
}

size_t block_winners_scratch(const struct conv_way_back *way)
{
    struct winners own = {.way = way};
    return lay_out(&own, NULL);
}

/* --- x and dx with their channels in lanes ------------------------------------------------------------ */

/* How many rows (or columns) of an image of `size` the room has; `padding` rows of zeros lie above. */
static size_t inside(size_t size, size_t padding, size_t room)
{
    const size_t left = room > padding ? room - padding : 0;
    return size < left ? size : left;
}

static size_t group_channels(const struct winners *own, size_t group)
{
    const size_t left = own->conv->in_channels - group * lanes;
    return left < lanes ? left : lanes;
}

static void fill_x(const struct winners *own, const real *x, const struct rooms *rooms)
{
    const struct conv2d *const conv = own->conv;
    const size_t pixels = conv->height * conv->width, padding = conv->padding;
    const size_t rows = inside(conv->height, padding, own->rows);
    const size_t columns = inside(conv->width, padding, own->columns);
    for (size_t g = 0; g < own->groups; g++) {
        conv_channels_last(group_channels(own, g), pixels, x + g * lanes * pixels, rooms->flat);
        for (size_t r = 0; r < rows; r++) {
            real *const to =
                rooms->x + ((g * own->rows + padding + r) * own->columns + padding) * lanes;
            memcpy(to, rooms->flat + r * conv->width * lanes, columns * lanes * sizeof *to);
        }
    }
}

static void add_dx(const struct winners *own, const struct rooms *rooms, real *dx)
{
    const struct conv2d *const conv = own->conv;
    const size_t pixels = conv->height * conv->width, padding = conv->padding;
    const size_t rows = inside(conv->height, padding, own->rows);
    const size_t columns = inside(conv->width, padding, own->columns);
    if (rows < conv->height || columns < conv->width) { /* the others are under no window */
        memset(rooms->flat, 0, pixels * lanes * sizeof *rooms->flat);
    }
    for (size_t g = 0; g < own->groups; g++) {
        for (size_t r = 0; r < rows; r++) {
            const real *const from =
                rooms->dx + ((g * own->rows + padding + r) * own->columns + padding) * lanes;
            memcpy(rooms->flat + r * conv->width * lanes, from, columns * lanes * sizeof *from);
        }
        conv_channels_first(group_channels(own, g), pixels, rooms->flat, dx + g * lanes * pixels,
                            true);
    }
}

/* --- lists ------------------------------------------------------------------------------------------- */

/* Adds a window's winners to the lists; returns how many are in its own, in count_bits each. Nothing branches: what
 * has no winner is written, too, and then written over. */
static uint64_t list_window(const struct winners *own, const struct rooms *rooms, size_t place,
                            const unsigned char *kept, size_t corner)
{
    uint64_t counts = 0;
    const size_t filters = own->conv->out_channels, windows = windows_of(own);
    const real *const dy = rooms->dy_last + place * own->filters;
    const unsigned down = (unsigned)(own->columns * lanes);
    const unsigned at[places_in_window + 1] = {0, lanes, down, down + lanes, 0};
    for (size_t f = 0; f < filters; f++) {
        const unsigned k = kept[f];
        const unsigned shift = k * count_bits;
        struct winner *const of_window =
            rooms->of_window[k] + (counts >> shift & ((1U << count_bits) - 1));
        of_window->d = dy[f];
        of_window->at = (unsigned)(f * tap_count * lanes);
        counts += (uint64_t)1 << shift;
        struct winner *const of_filter =
            rooms->of_filter + f * (windows + 1) + rooms->count_of_filter[f];
        of_filter->d = dy[f];
        of_filter->at = (unsigned)corner + at[k];
        rooms->count_of_filter[f] += k != closed;
    }
    return counts;
}

/* --- dx ---------------------------------------------------------------------------------------------- */

enum { high = 3, wide = 4 }; /* pixels under two neighbouring places */

/* The winners of one of the two: `across` is which. */
static inline __attribute__((always_inline)) void add_winners(vector pixel[high][wide],
                                                              size_t across, size_t count,
                                                              const struct winner *winner,
                                                              const real *w)
{
    for (size_t i = 0; i < count; i++) {
        const real *const taps = w + winner[i].at;
        const real d = winner[i].d;
#pragma GCC unroll 4
        for (size_t r = 0; r < high; r++) {
#pragma GCC unroll 4
            for (size_t c = 0; c < window; c++) {
                pixel[r][across + c] += d * vector_at(taps + (r * window + c) * lanes);
            }
        }
    }
}

/* The two places of one row of a window; dx is their first pixel. */
static void add_two_places(const size_t count[2], struct winner *const winner[2], const real *w,
                           real *dx, size_t row)
{
    vector pixel[high][wide];
#pragma GCC unroll 4
    for (size_t r = 0; r < high; r++) {
#pragma GCC unroll 4
        for (size_t c = 0; c < wide; c++) {
            pixel[r][c] = vector_at(dx + r * row + c * lanes);
        }
    }
    add_winners(pixel, 0, count[0], winner[0], w);
    add_winners(pixel, 1, count[1], winner[1], w);
#pragma GCC unroll 4
    for (size_t r = 0; r < high; r++) {
#pragma GCC unroll 4
        for (size_t c = 0; c < wide; c++) {
            vector_put(dx + r * row + c * lanes, pixel[r][c]);
        }
    }
}

static void add_window(const struct winners *own, const struct rooms *rooms, uint64_t counts,
                       size_t corner)
{
    const size_t row = own->columns * lanes, mask = ((size_t)1 << count_bits) - 1;
    const size_t of_w = own->conv->out_channels * tap_count * lanes;
    const size_t count[places_in_window] = {counts & mask, counts >> count_bits & mask,
                                            counts >> 2 * count_bits & mask,
                                            counts >> 3 * count_bits & mask};
    for (size_t g = 0; g < own->groups; g++) {
        real *const dx = rooms->dx + g * own->rows * row + corner;
        add_two_places(count, rooms->of_window, own->w + g * of_w, dx, row);
        add_two_places(count + 2, rooms->of_window + 2, own->w + g * of_w, dx + row, row);
    }
}

/* --- dw ---------------------------------------------------------------------------------------------- */

static void add_filter(size_t count, const struct winner *winner, const real *x, size_t row,
                       real *sums /* (taps,lanes) */)
{
    vector sum[tap_count];
#pragma GCC unroll 16
    for (size_t t = 0; t < tap_count; t++) {
        sum[t] = vector_at(sums + t * lanes);
    }
    for (size_t i = 0; i < count; i++) {
        const real *const pixel = x + winner[i].at;
        const real d = winner[i].d;
#pragma GCC unroll 16
        for (size_t t = 0; t < tap_count; t++) {
            sum[t] += d * vector_at(pixel + t / window * row + t % window * lanes);
        }
    }
#pragma GCC unroll 16
    for (size_t t = 0; t < tap_count; t++) {
        vector_put(sums + t * lanes, sum[t]);
    }
}

static void add_filters(const struct winners *own, const struct rooms *rooms, real *sums)
{
    const size_t filters = own->conv->out_channels, windows = windows_of(own);
    const size_t row = own->columns * lanes;
    for (size_t g = 0; g < own->groups; g++) {
        for (size_t f = 0; f < filters; f++) {
            add_filter(rooms->count_of_filter[f], rooms->of_filter + f * (windows + 1),
                       rooms->x + g * own->rows * row, row,
                       sums + (g * filters + f) * tap_count * lanes);
        }
    }
}

/* The sums of a vector of filters over one channel of x, `row` numbers from one row to the next. */
static void add_filters_in_lanes(const struct winners *own, const unsigned char *kept,
                                 const real *dy, const real *x, size_t row, real *sums)
{
    vector sum[tap_count];
#pragma GCC unroll 16
    for (size_t t = 0; t < tap_count; t++) {
        sum[t] = vector_at(sums + t * own->filters);
    }
    for (size_t h = 0; h < own->windows_high; h++) {
        for (size_t v = 0; v < own->windows_wide; v++) {
            const whole_vector d = (whole_vector)vector_at(dy), winner = whole_vector_of(kept);
            const real *const corner = x + 2 * h * row + 2 * v;
#pragma GCC unroll 4
            for (size_t k = 0; k < places_in_window; k++) {
                const vector here = (vector)(d & (winner == (int)k));
                const real *const pixel = corner + k / 2 * row + k % 2;
#pragma GCC unroll 16
                for (size_t t = 0; t < tap_count; t++) {
                    sum[t] += pixel[t / window * row + t % window] * here;
                }
            }
            dy += own->filters;
            kept += own->filters;
        }
    }
#pragma GCC unroll 16
    for (size_t t = 0; t < tap_count; t++) {
        vector_put(sums + t * own->filters, sum[t]);
    }
}

static void add_offsets(const struct winners *own, const unsigned char *kept, const real *dy,
                        real *db)
{
    for (size_t p = 0; p < windows_of(own); p++) {
        for (size_t f = 0; f < own->filters; f += lanes) {
            const size_t at = p * own->filters + f;
            const whole_vector open = whole_vector_of(kept + at) != closed;
            vector_put(db + f,
                       vector_at(db + f) + (vector)((whole_vector)vector_at(dy + at) & open));
        }
    }
}

/* --- images ------------------------------------------------------------------------------------------ */

static void lead_image_back_by_filters(const struct winners *own, const struct rooms *rooms,
                                       size_t i, const unsigned char *kept, real *sums)
{
    const struct conv2d *const conv = own->conv;
    const size_t of_x = conv->in_channels * conv->height * conv->width;
    conv_room_fill(&own->room, own->way->x + i * of_x, rooms->x);
    for (size_t ci = 0; ci < conv->in_channels; ci++) {
        for (size_t f = 0; f < own->filters; f += lanes) {
            add_filters_in_lanes(
                own, kept + f, rooms->dy_last + f, rooms->x + ci * conv_room_plane(&own->room),
                conv_room_row(&own->room), sums + ci * tap_count * own->filters + f);
        }
    }
}

static void lead_image_back(const struct winners *own, const struct rooms *rooms, size_t i,
                            const unsigned char *kept, real *sums)
{
    const struct conv2d *const conv = own->conv;
    const size_t image = own->groups * own->rows * own->columns * lanes;
    const size_t of_x = conv->in_channels * conv->height * conv->width;
    real *const dx = own->way->dx;
    fill_x(own, own->way->x + i * of_x, rooms);
    memset(rooms->count_of_filter, 0, conv->out_channels * sizeof *rooms->count_of_filter);
    if (dx) {
        memset(rooms->dx, 0, image * sizeof *rooms->dx);
    }
    for (size_t h = 0; h < own->windows_high; h++) {
        for (size_t v = 0; v < own->windows_wide; v++) {
            const size_t place = h * own->windows_wide + v;
            const size_t corner = (2 * h * own->columns + 2 * v) * lanes;
            const uint64_t counts =
                list_window(own, rooms, place, kept + place * own->filters, corner);
            if (dx) {
                add_window(own, rooms, counts, corner);
            }
        }
    }
    add_filters(own, rooms, sums);
    if (dx) {
        add_dx(own, rooms, dx + i * of_x);
    }
}

static void lead_chunk_back(const struct winners *own, const struct rooms *rooms, size_t chunk)
{
    const struct conv_way_back *const way = own->way;
    const size_t windows = windows_of(own), last = way->n * (chunk + 1) / own->chunks;
    real *const sums = own->sums + chunk * own->each_sums;
    memset(sums, 0, own->each_sums * sizeof *sums);
    for (size_t i = way->n * chunk / own->chunks; i < last; i++) {
        const unsigned char *const kept = way->kept + i * windows * own->filters;
        conv_channels_last(own->conv->out_channels, windows,
                           way->dy + i * own->conv->out_channels * windows, rooms->dy_last);
        (own->by_filters ? lead_image_back_by_filters : lead_image_back)(own, rooms, i, kept, sums);
        add_offsets(own, kept, rooms->dy_last, sums + own->sums_of_w);
    }
}

static void lead_chunks_back(void *context, size_t from, size_t to)
{
    const struct winners *const own = context;
    struct rooms rooms;
    real *const memory = own->rooms + threads_self() * own->each_room;
    lay_out_rooms(own, memory, &rooms);
    memset(rooms.x, 0,
           (own->by_filters ? conv_room_count(&own->room)
                            : own->groups * own->rows * own->columns * lanes) *
               sizeof *rooms.x);
    for (size_t chunk = from; chunk < to; chunk++) {
        lead_chunk_back(own, &rooms, chunk);
    }
}

/* --- weights ----------------------------------------------------------------------------------------- */

/* Where the sum of a weight stands. */
static size_t sum_at(const struct winners *own, size_t f, size_t ci, size_t t)
{
    return own->by_filters
               ? (ci * tap_count + t) * own->filters + f
               : ((ci / lanes * own->conv->out_channels + f) * tap_count + t) * lanes + ci % lanes;
}

static void pack_weights(const struct winners *own)
{
    const size_t channels = own->conv->in_channels;
    memset(own->w, 0, own->sums_of_w * sizeof *own->w);
    for (size_t f = 0; f < own->conv->out_channels; f++) {
        for (size_t ci = 0; ci < channels; ci++) {
            for (size_t t = 0; t < tap_count; t++) {
                own->w[sum_at(own, f, ci, t)] = own->way->w[(f * channels + ci) * tap_count + t];
            }
        }
    }
}

static void add_to_gradients(const struct winners *own)
{
    const size_t channels = own->conv->in_channels;
    for (size_t f = 0; f < own->conv->out_channels; f++) {
        for (size_t ci = 0; ci < channels; ci++) {
            for (size_t t = 0; t < tap_count; t++) {
                own->way->dw[(f * channels + ci) * tap_count + t] +=
                    own->sums[sum_at(own, f, ci, t)];
            }
        }
        own->way->db[f] += own->sums[own->sums_of_w + f];
    }
}

void block_winners_back(const struct conv_way_back *way, real *scratch)
{
    struct winners own = {.way = way};
    lay_out(&own, scratch);
    if (way->dx) {
        pack_weights(&own);
    }
    conv_share_chunks(way->conv, way->n, lead_chunks_back, &own);
    conv_add_chunks(own.chunks, own.each_sums, own.sums);
    add_to_gradients(&own);
}
