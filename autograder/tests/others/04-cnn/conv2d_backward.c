/* The convolution, backward. kernels/naive/conv2d.h says what each function must do. */
#include "kernels/naive/conv2d.h"

void conv2d_backward_b(const struct conv2d *conv, size_t n,
                       const real *dy /* (n,out_channels,out_height,out_width) */,
                       real *db /* (out_channels) */)
{
    const size_t area = conv->out_height * conv->out_width;
    for (size_t map = 0; map < n * conv->out_channels; ++map) {
        real sum = 0;
        for (size_t place = 0; place < area; ++place) {
            sum += dy[map * area + place];
        }
        db[map % conv->out_channels] += sum;
    }
}

/* The first and the last place, and one more, at which a tap so far into the window meets a pixel. */
struct places {
    size_t first, end;
};

static struct places places_of(size_t tap, size_t size, size_t out, const struct conv2d *conv)
{
    struct places places = {0, 0};
    while (places.first < out && places.first * conv->stride + tap < conv->padding) {
        ++places.first;
    }
    places.end = places.first;
    while (places.end < out && places.end * conv->stride + tap < size + conv->padding) {
        ++places.end;
    }
    return places;
}

void conv2d_backward_w(const struct conv2d *conv, size_t n,
                       const real *x /* (n,in_channels,height,width) */,
                       const real *dy /* (n,out_channels,out_height,out_width) */,
                       real *dw /* (out_channels,in_channels,kernel,kernel) */)
{
    const size_t kernel = conv->kernel, step = conv->stride, edge = conv->padding;
    real *weight = dw;
    for (size_t filter = 0; filter < conv->out_channels; ++filter) {
        for (size_t channel = 0; channel < conv->in_channels; ++channel) {
            for (size_t tap = 0; tap < kernel * kernel; ++tap, ++weight) {
                const size_t down = tap / kernel, right = tap % kernel;
                const struct places rows = places_of(down, conv->height, conv->out_height, conv);
                const struct places columns = places_of(right, conv->width, conv->out_width, conv);
                real sum = 0;
                for (size_t i = 0; i < n; ++i) {
                    const real *image =
                        x + (i * conv->in_channels + channel) * conv->height * conv->width;
                    const real *map =
                        dy + (i * conv->out_channels + filter) * conv->out_height * conv->out_width;
                    for (size_t r = rows.first; r < rows.end; ++r) {
                        const real *line = image + (r * step + down - edge) * conv->width;
                        for (size_t c = columns.first; c < columns.end; ++c) {
                            sum += line[c * step + right - edge] * map[r * conv->out_width + c];
                        }
                    }
                }
                *weight += sum;
            }
        }
    }
}

void conv2d_backward_x(const struct conv2d *conv, size_t n,
                       const real *w /* (out_channels,in_channels,kernel,kernel) */,
                       const real *dy /* (n,out_channels,out_height,out_width) */,
                       real *dx /* (n,in_channels,height,width) */)
{
    const size_t kernel = conv->kernel, step = conv->stride, edge = conv->padding;
    for (size_t i = 0; i < n; ++i) {
        const real *weight = w;
        for (size_t filter = 0; filter < conv->out_channels; ++filter) {
            const real *map =
                dy + (i * conv->out_channels + filter) * conv->out_height * conv->out_width;
            for (size_t channel = 0; channel < conv->in_channels; ++channel) {
                real *image = dx + (i * conv->in_channels + channel) * conv->height * conv->width;
                for (size_t tap = 0; tap < kernel * kernel; ++tap, ++weight) {
                    const size_t down = tap / kernel, right = tap % kernel;
                    const struct places rows =
                        places_of(down, conv->height, conv->out_height, conv);
                    const struct places columns =
                        places_of(right, conv->width, conv->out_width, conv);
                    for (size_t r = rows.first; r < rows.end; ++r) {
                        real *line = image + (r * step + down - edge) * conv->width;
                        for (size_t c = columns.first; c < columns.end; ++c) {
                            line[c * step + right - edge] += *weight * map[r * conv->out_width + c];
                        }
                    }
                }
            }
        }
    }
}
