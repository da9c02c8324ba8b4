/* The way back of a convolution, ReLU and max-pooling by the winners alone, for filters of 3 x 3, stride 1, and
 * windows of 2 x 2.
 *
 * Of each window and filter one number d goes back, to one place of the convolution's output, whose 9 taps
 * reach 9 of the 16 pixels under the window. With the channels of x in the lanes of vectors:
 *
 *     dx[pixel] += d w[filter][tap]      the pixels under a window, or under half of it, are sums in registers
 *                                        for all filters whose winners lie there
 *     dw[filter][tap] += d x[pixel]      the 9 sums of a filter, for all windows of the image
 *
 * Which filters have their winner at a place, and which windows of a filter have one, are the bits of a
 * number, made of the kept bytes; both sums walk over the bits that are set.
 *
 * Where x has few channels (a grey image has one) and nobody wants dx, the filters lie in the lanes: of the
 * four places of a window each meets those filters whose winner it is.
 */
#include "kernels/fast/loops/fast_conv_relu_pool.h"
#include "kernels/fast/threads.h"

#include <stdint.h>
#include <string.h>

enum { window = 3, tap_count = window * window, places_in_window = 4, closed = places_in_window };

enum { bits = 64 }; /* of such a number */

struct winners {
    const struct conv_way_back *way;
    const struct conv2d *conv;
    size_t chunks, windows_high, windows_wide;
    bool by_filters;      /* in the lanes */
    size_t filters;       /* whole vectors */
    size_t kept_row;      /* bytes of a window */
    size_t groups;        /* vectors of channels */
    size_t rows, columns; /* of x with what is needed of its padding */
    struct conv_room room;

    size_t *corner; /* (windows): where in x the first pixel under a window lies */
    real *w;        /* (groups,out_channels,taps,lanes) */
    /* of each chunk: as w, or by_filters (in_channels,taps,filters); then db (filters) */
    real *sums;
    size_t each_sums, sums_of_w;
    real *rooms; /* of each thread */
    size_t each_room;
};

/* The rooms of one thread. */
struct rooms {
    real *x, *dx;  /* (groups,rows,columns,lanes); x by_filters as conv_room_fill leaves it */
    real *dy_last; /* (windows,filters) */
    whole_number *winner; /* (windows,kept_row): the kept bytes, as wide as a number */

    /* bits: of each window, which filters' winner is at a place (windows,kept_row/8 bytes); of each filter, which
     * of 64 windows have a winner (kept_row) */
    unsigned char *with[places_in_window];
    uint64_t *open;
};

static size_t windows_of(const struct winners *own)
{
    return own->windows_high * own->windows_wide;
}

static size_t lay_out_rooms(const struct winners *own, real *memory, struct rooms *rooms)
{
    size_t used = 0;
    const size_t kept = windows_of(own) * own->kept_row;
    rooms->dy_last = conv_take(memory, &used, windows_of(own) * own->filters);
    rooms->winner = (void *)conv_take(memory, &used, kept);
    if (own->by_filters) {
        rooms->x = conv_take(memory, &used, conv_room_count(&own->room));
        return used;
    }
    const size_t image = own->groups * own->rows * own->columns * lanes;
    rooms->x = conv_take(memory, &used, image);
    rooms->dx = conv_take(memory, &used, image);
    const size_t of_bits = kept / 8 + sizeof(uint64_t); /* they are read 64 at a time */
    for (size_t k = 0; k < places_in_window; k++) {
        rooms->with[k] = (void *)conv_take(memory, &used, of_bits / sizeof(real) + 1);
    }
    rooms->open = (void *)conv_take(memory, &used, own->kept_row * sizeof(uint64_t) / sizeof(real));
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
    own->kept_row = block_kept_row(way->block);
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
    own->corner =
        (void *)conv_take(scratch, &used, windows_of(own) * sizeof(size_t) / sizeof(real));
    own->w = conv_take(scratch, &used, way->dx ? own->sums_of_w : 0);
    own->sums = conv_take(scratch, &used, own->chunks * own->each_sums);
    own->rooms = conv_take(scratch, &used, threads_count() * own->each_room);
    return used;
}

bool block_winners_serve(const struct conv_way_back *way)
{
    const struct conv2d *const conv = way->conv;
    return conv->kernel == window && conv->stride == 1 && way->block->pool.kernel == 2;
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

/* For each piece of a row of x, at most a vector of pixels: where it lies in the room of a group. */
struct piece {
    size_t pixel, count, at;
};

static struct piece piece_of(const struct winners *own, size_t row, size_t column, size_t columns)
{
    const size_t padding = own->conv->padding, left = columns - column;
    return (struct piece){row * own->conv->width + column, left < lanes ? left : lanes,
                          ((padding + row) * own->columns + padding + column) * lanes};
}

static void fill_x(const struct winners *own, const real *x, const struct rooms *rooms)
{
    const struct conv2d *const conv = own->conv;
    const size_t pixels = conv->height * conv->width;
    const size_t rows = inside(conv->height, conv->padding, own->rows);
    const size_t columns = inside(conv->width, conv->padding, own->columns);
    for (size_t g = 0; g < own->groups; g++) {
        real *const to = rooms->x + g * own->rows * own->columns * lanes;
        for (size_t r = 0; r < rows; r++) {
            for (size_t c = 0; c < columns; c += lanes) {
                const struct piece piece = piece_of(own, r, c, columns);
                conv_pixels_last(group_channels(own, g), pixels, piece.pixel, piece.count,
                                 x + g * lanes * pixels, to + piece.at);
            }
        }
    }
}

static void add_dx(const struct winners *own, const struct rooms *rooms, real *dx)
{
    const struct conv2d *const conv = own->conv;
    const size_t pixels = conv->height * conv->width;
    const size_t rows = inside(conv->height, conv->padding, own->rows);
    const size_t columns = inside(conv->width, conv->padding, own->columns);
    for (size_t g = 0; g < own->groups; g++) {
        const real *const from = rooms->dx + g * own->rows * own->columns * lanes;
        for (size_t r = 0; r < rows; r++) {
            for (size_t c = 0; c < columns; c += lanes) {
                const struct piece piece = piece_of(own, r, c, columns);
                conv_add_pixels(group_channels(own, g), pixels, piece.pixel, piece.count,
                                from + piece.at, dx + g * lanes * pixels);
            }
        }
    }
}

/* --- bits -------------------------------------------------------------------------------------------- */

/* Of eights of bytes, all small numbers, which are k: bit i for byte i. */
static void find_bytes(size_t eights, const unsigned char *bytes /* (eights*8) */, unsigned k,
                       unsigned char *restrict with /* (eights) */)
{
    static const uint64_t ones = 0x0101010101010101;
    for (size_t i = 0; i < eights; i++) {
        uint64_t eight;
        memcpy(&eight, bytes + i * sizeof eight, sizeof eight);
        /* adding does not reach the highest bit of a byte that is 0 */
        const uint64_t equal = ~((eight ^ k * ones) + 0x7f * ones) & 0x80 * ones;
        /* gathers the eight bits */
        with[i] = (unsigned char)((equal >> 7) * 0x0102040810204080 >> 56);
    }
}

/* The bits of 64 filters, or of as many as are left. */
static inline uint64_t bits_at(const unsigned char *with, size_t left)
{
    uint64_t found;
    memcpy(&found, with, sizeof found);
    return left < bits ? found & (((uint64_t)1 << left) - 1) : found;
}

/* Of each filter, which of the windows, up to 64, have a winner. */
static void find_open_windows(size_t windows, size_t kept_row, const unsigned char *kept,
                              uint64_t *restrict open /* (kept_row) */)
{
    memset(open, 0, kept_row * sizeof *open);
    for (size_t p = 0; p < windows; p++) {
        for (size_t f = 0; f < kept_row; f++) {
            open[f] |= (uint64_t)(kept[p * kept_row + f] != closed) << p;
        }
    }
}

/* --- dx ---------------------------------------------------------------------------------------------- */

/* Rows of a window's places that are walked over together, and the pixels under them: where there are 32 registers,
 * both rows. */
#if VECTOR_BYTES == 64 || defined(__aarch64__)
enum { together = 2 };
#else
enum { together = 1 };
#endif
enum { high = together + window - 1, wide = 2 + window - 1 };

/* The filters whose winner is at a place, `down` and `across` from the first pixel. */
static inline __attribute__((always_inline)) void
add_winners(const struct winners *own, vector pixel[high][wide], size_t down, size_t across,
            const unsigned char *with, const real *dy, const real *w)
{
    for (size_t from = 0; from < own->kept_row; from += bits) {
        uint64_t found = bits_at(with + from / 8, own->kept_row - from);
        for (; found; found &= found - 1) {
            const size_t f = from + (size_t)__builtin_ctzll(found);
            const real *const taps = w + f * tap_count * lanes;
            const real d = dy[f];
#pragma GCC unroll 4
            for (size_t r = 0; r < window; r++) {
#pragma GCC unroll 4
                for (size_t c = 0; c < window; c++) {
                    pixel[down + r][across + c] += d * vector_at(taps + (r * window + c) * lanes);
                }
            }
        }
    }
}

/* The places of some rows of a window, from row `first` on; dx is the first pixel under them. The sums begin at 0, so
 * that those of the next window need not wait for them. */
static inline __attribute__((always_inline)) void add_places(const struct winners *own,
                                                             const struct rooms *rooms,
                                                             size_t number, size_t first,
                                                             const real *w, real *dx)
{
    const size_t at = number * own->kept_row / 8;
    const real *const dy = rooms->dy_last + number * own->filters;
    vector pixel[high][wide] = {0};
#pragma GCC unroll 2
    for (size_t down = 0; down < together; down++) {
        unsigned char *const *const with = rooms->with + 2 * (first + down);
        add_winners(own, pixel, down, 0, with[0] + at, dy, w);
        add_winners(own, pixel, down, 1, with[1] + at, dy, w);
    }
#pragma GCC unroll 4
    for (size_t r = 0; r < high; r++) {
#pragma GCC unroll 4
        for (size_t c = 0; c < wide; c++) {
            real *const here = dx + (r * own->columns + c) * lanes;
            vector_put(here, vector_at(here) + pixel[r][c]);
        }
    }
}

static void add_windows(const struct winners *own, const struct rooms *rooms,
                        const unsigned char *kept)
{
    const size_t row = own->columns * lanes, of_w = own->conv->out_channels * tap_count * lanes;
    for (unsigned k = 0; k < places_in_window; k++) {
        find_bytes(windows_of(own) * own->kept_row / 8, kept, k, rooms->with[k]);
    }
    for (size_t g = 0; g < own->groups; g++) {
        real *const dx = rooms->dx + g * own->rows * row;
        for (size_t p = 0; p < windows_of(own); p++) {
#pragma GCC unroll 2
            for (size_t first = 0; first < 2; first += together) {
                add_places(own, rooms, p, first, own->w + g * of_w,
                           dx + own->corner[p] + first * row);
            }
        }
    }
}

/* --- dw ---------------------------------------------------------------------------------------------- */

/* The sums of one filter over the windows of its bits, `first` and those behind it; `kept` and dy are the filter's in
 * window 0. */
static void add_filter(const struct winners *own, uint64_t open, size_t first,
                       const unsigned char *kept, const real *dy, const real *x,
                       real *sums /* (taps,lanes) */)
{
    const size_t row = own->columns * lanes;
    const size_t at[places_in_window] = {0, lanes, row, row + lanes};
    vector sum[tap_count];
#pragma GCC unroll 16
    for (size_t t = 0; t < tap_count; t++) {
        sum[t] = vector_at(sums + t * lanes);
    }
    for (; open; open &= open - 1) {
        const size_t place = first + (size_t)__builtin_ctzll(open);
        const real *const pixel = x + own->corner[place] + at[kept[place * own->kept_row]];
        const real d = dy[place];
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

static void add_filters(const struct winners *own, const struct rooms *rooms,
                        const unsigned char *kept, const real *dy /* (out_channels,windows) */,
                        real *sums)
{
    const size_t filters = own->conv->out_channels, windows = windows_of(own);
    for (size_t p = 0; p < windows; p += bits) {
        const size_t left = windows - p;
        find_open_windows(left < bits ? left : bits, own->kept_row, kept + p * own->kept_row,
                          rooms->open);
        for (size_t g = 0; g < own->groups; g++) {
            for (size_t f = 0; f < filters; f++) {
                add_filter(own, rooms->open[f], p, kept + f, dy + f * windows,
                           rooms->x + g * own->rows * own->columns * lanes,
                           sums + (g * filters + f) * tap_count * lanes);
            }
        }
    }
}

/* The sums of a vector of filters over one channel of x, `row` numbers from one row to the next. */
static void add_filters_in_lanes(const struct winners *own, const whole_number *winners,
                                 const real *dy, const real *x, size_t row, real *sums)
{
    vector sum[tap_count];
#pragma GCC unroll 16
    for (size_t t = 0; t < tap_count; t++) {
        sum[t] = vector_at(sums + t * own->filters);
    }
    for (size_t h = 0; h < own->windows_high; h++) {
        for (size_t v = 0; v < own->windows_wide; v++) {
            const whole_vector d = (whole_vector)vector_at(dy), winner = whole_vector_at(winners);
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
            winners += own->kept_row;
        }
    }
#pragma GCC unroll 16
    for (size_t t = 0; t < tap_count; t++) {
        vector_put(sums + t * own->filters, sum[t]);
    }
}

static void add_offsets(const struct winners *own, const whole_number *winners, const real *dy,
                        real *db)
{
    for (size_t f = 0; f < own->filters; f += lanes) {
        vector sum = vector_at(db + f);
        for (size_t p = 0; p < windows_of(own); p++) {
            const whole_vector open = whole_vector_at(winners + p * own->kept_row + f) != closed;
            sum += (vector)((whole_vector)vector_at(dy + p * own->filters + f) & open);
        }
        vector_put(db + f, sum);
    }
}

/* --- images ------------------------------------------------------------------------------------------ */

static void lead_image_back_by_filters(const struct winners *own, const struct rooms *rooms,
                                       size_t i, real *sums)
{
    const struct conv2d *const conv = own->conv;
    const size_t of_x = conv->in_channels * conv->height * conv->width;
    conv_room_fill(&own->room, own->way->x + i * of_x, rooms->x);
    for (size_t ci = 0; ci < conv->in_channels; ci++) {
        for (size_t f = 0; f < own->filters; f += lanes) {
            add_filters_in_lanes(own, rooms->winner + f, rooms->dy_last + f,
                                 rooms->x + ci * conv_room_plane(&own->room),
                                 conv_room_row(&own->room),
                                 sums + ci * tap_count * own->filters + f);
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
    add_filters(own, rooms, kept, own->way->dy + i * conv->out_channels * windows_of(own), sums);
    if (dx) {
        memset(rooms->dx, 0, image * sizeof *rooms->dx);
        add_windows(own, rooms, kept);
        add_dx(own, rooms, dx + i * of_x);
    }
}

static void widen(size_t count, const unsigned char *kept, whole_number *restrict winner)
{
    for (size_t i = 0; i < count; i++) {
        winner[i] = kept[i];
    }
}

static void lead_chunk_back(const struct winners *own, const struct rooms *rooms, size_t chunk)
{
    const struct conv_way_back *const way = own->way;
    const size_t windows = windows_of(own), last = way->n * (chunk + 1) / own->chunks;
    real *const sums = own->sums + chunk * own->each_sums;
    memset(sums, 0, own->each_sums * sizeof *sums);
    for (size_t i = way->n * chunk / own->chunks; i < last; i++) {
        const unsigned char *const kept = way->kept + i * windows * own->kept_row;
        conv_channels_last(own->conv->out_channels, windows,
                           way->dy + i * own->conv->out_channels * windows, rooms->dy_last);
        widen(windows * own->kept_row, kept, rooms->winner);
        if (own->by_filters) {
            lead_image_back_by_filters(own, rooms, i, sums);
        } else {
            lead_image_back(own, rooms, i, kept, sums);
        }
        add_offsets(own, rooms->winner, rooms->dy_last, sums + own->sums_of_w);
    }
}

static void lead_chunks_back(void *context, size_t from, size_t to)
{
    const struct winners *const own = context;
    struct rooms rooms = {0};
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
    for (size_t p = 0; p < windows_of(&own); p++) {
        const size_t h = p / own.windows_wide, v = p % own.windows_wide;
        own.corner[p] = (2 * h * own.columns + 2 * v) * lanes;
    }
    if (way->dx) {
        pack_weights(&own);
    }
    conv_share_chunks(way->conv, way->n, lead_chunks_back, &own);
    conv_add_chunks(own.chunks, own.each_sums, own.sums);
    add_to_gradients(&own);
}
