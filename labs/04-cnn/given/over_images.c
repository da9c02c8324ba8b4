#include "04-cnn/given/over_images.h"

#include "kernels/fast/threads.h"
#include "kernels/naive/conv2d.h"
#include "kernels/pool2d.h"

#include <string.h>

/* dw and db are sums: the first image, then so many chunks of the others at most. */
enum { most_chunks = 16 };

/* One call, as the threads see it. */
struct convolution {
    const struct conv2d *conv;
    size_t n, x_size, y_size, weights; /* images; numbers of an image of x and of y; of dw and db */
    const real *x, *w, *b, *dy;
    real *y, *dx, *rooms /* (1 + chunks,weights) */;
};

static struct convolution convolution_of(const struct conv2d *conv, size_t n)
{
    const size_t taps = conv->in_channels * conv->kernel * conv->kernel;
    return (struct convolution){.conv = conv,
                                .n = n,
                                .x_size = conv->in_channels * conv->height * conv->width,
                                .y_size = conv->out_channels * conv->out_height * conv->out_width,
                                .weights = conv->out_channels * (taps + 1)};
}

/* Several images a call, as a student's loop over them expects. */
static size_t piece_of(size_t n)
{
    return (n - 1) / 8 + 1;
}

/* --- forward ----------------------------------------------------------------------------------- */

static void forward_images(void *context, size_t from, size_t to)
{
    const struct convolution *const c = context;
    naive_backend.conv2d_forward(c->conv, to - from, c->x + (from + 1) * c->x_size, c->w, c->b,
                                 NULL, c->y + (from + 1) * c->y_size);
}

static void conv2d_forward_over(const struct conv2d *conv, size_t n, const real *x, const real *w,
                                const real *b, real *scratch, real *y)
{
    (void)scratch;
    struct convolution c = convolution_of(conv, n);
    c.x = x;
    c.w = w;
    c.b = b;
    c.y = y;
    naive_backend.conv2d_forward(conv, 1, x, w, b, NULL, y);
    threads_share(n - 1, piece_of(n), forward_images, &c);
}

/* --- backward ---------------------------------------------------------------------------------- */

static size_t chunks_of(size_t n)
{
    return n - 1 < most_chunks ? n - 1 : most_chunks;
}

static size_t rooms_size(const struct conv2d *conv, size_t n)
{
    return (1 + chunks_of(n)) * convolution_of(conv, n).weights;
}

/* Room 0 is that of the first image; room i + 1 that of the i-th chunk. */
static void backward_room(const struct convolution *c, size_t room, size_t from, size_t to)
{
    real *const dw = c->rooms + room * c->weights, *const db =
                                                       dw + c->weights - c->conv->out_channels;
    memset(dw, 0, c->weights * sizeof *dw);
    naive_backend.conv2d_backward(c->conv, to - from, c->x + from * c->x_size, c->w,
                                  c->dy + from * c->y_size, NULL,
                                  c->dx ? c->dx + from * c->x_size : NULL, dw, db);
}

static void backward_chunks(void *context, size_t from, size_t to)
{
    const struct convolution *const c = context;
    const size_t chunks = chunks_of(c->n), rest = c->n - 1;
    for (size_t i = from; i < to; i++) {
        backward_room(c, i + 1, 1 + i * rest / chunks, 1 + (i + 1) * rest / chunks);
    }
}

static void add_room(const struct convolution *c, size_t room, real *dw, real *db)
{
    const real *const sum = c->rooms + room * c->weights;
    const size_t filters = c->conv->out_channels, taps = c->weights - filters;
    for (size_t i = 0; i < taps; i++) {
        dw[i] += sum[i];
    }
    for (size_t i = 0; i < filters; i++) {
        db[i] += sum[taps + i];
    }
}

static void conv2d_backward_over(const struct conv2d *conv, size_t n, const real *x, const real *w,
                                 const real *dy, real *scratch, real *dx, real *dw, real *db)
{
    struct convolution c = convolution_of(conv, n);
    c.x = x;
    c.w = w;
    c.dy = dy;
    c.dx = dx;
    c.rooms = scratch;
    backward_room(&c, 0, 0, 1);
    threads_share(chunks_of(n), 1, backward_chunks, &c);
    for (size_t room = 0; room <= chunks_of(n); room++) {
        add_room(&c, room, dw, db);
    }
}

/* --- pooling ----------------------------------------------------------------------------------- */

struct pooling {
    const struct pool2d *pool;
    size_t x_size, y_size;
    const real *x, *dy;
    real *y, *dx;
};

static struct pooling pooling_of(const struct pool2d *pool, const real *x)
{
    return (struct pooling){.pool = pool,
                            .x_size = pool->channels * pool->height * pool->width,
                            .y_size = pool->channels * pool->out_height * pool->out_width,
                            .x = x};
}

static void pool_images(void *context, size_t from, size_t to)
{
    const struct pooling *const p = context;
    naive_backend.max_pool_forward(p->pool, to - from, p->x + (from + 1) * p->x_size,
                                   p->y + (from + 1) * p->y_size);
}

static void max_pool_forward_over(const struct pool2d *pool, size_t n, const real *x, real *y)
{
    struct pooling p = pooling_of(pool, x);
    p.y = y;
    naive_backend.max_pool_forward(pool, 1, x, y);
    threads_share(n - 1, piece_of(n), pool_images, &p);
}

static void pool_images_back(void *context, size_t from, size_t to)
{
    const struct pooling *const p = context;
    naive_backend.max_pool_backward(p->pool, to - from, p->x + (from + 1) * p->x_size,
                                    p->dy + (from + 1) * p->y_size, p->dx + (from + 1) * p->x_size);
}

static void max_pool_backward_over(const struct pool2d *pool, size_t n, const real *x,
                                   const real *dy, real *dx)
{
    struct pooling p = pooling_of(pool, x);
    p.dy = dy;
    p.dx = dx;
    naive_backend.max_pool_backward(pool, 1, x, dy, dx);
    threads_share(n - 1, piece_of(n), pool_images_back, &p);
}

void use_over_images(struct backend *backend)
{
    backend->conv2d_scratch = rooms_size;
    backend->conv2d_forward = conv2d_forward_over;
    backend->conv2d_backward = conv2d_backward_over;
    backend->max_pool_forward = max_pool_forward_over;
    backend->max_pool_backward = max_pool_backward_over;
}
