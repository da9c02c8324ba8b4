/* The convolution, forward. The header says what each function must do. */
#include "kernels/naive/conv2d.h"

size_t conv2d_output_size(size_t size, size_t kernel, size_t stride, size_t padding)
{
    size_t windows = 0;
    for (size_t end = kernel; end <= size + 2 * padding; end += stride) {
        ++windows;
    }
    return windows;
}

/* Adds one weight's part to a whole map: every place of it meets the image moved by (down, right). */
static void add_tap(const struct conv2d *conv, real weight, const real *image, long down,
                    long right, real *map)
{
    const long stride = (long)conv->stride;
    for (long r = 0; r < (long)conv->out_height; ++r) {
        const long from = r * stride + down;
        if (from < 0 || from >= (long)conv->height) {
            continue;
        }
        const real *line = image + from * (long)conv->width;
        real *out = map + r * (long)conv->out_width;
        for (long c = 0; c < (long)conv->out_width; ++c) {
            const long column = c * stride + right;
            if (column >= 0 && column < (long)conv->width) {
                out[c] += weight * line[column];
            }
        }
    }
}

void conv2d_forward(const struct conv2d *conv, size_t n,
                    const real *x /* (n,in_channels,height,width) */,
                    const real *w /* (out_channels,in_channels,kernel,kernel) */,
                    const real *b /* (out_channels) */,
                    real *y /* (n,out_channels,out_height,out_width) */)
{
    const size_t area = conv->out_height * conv->out_width, pixels = conv->height * conv->width;
    const size_t taps = conv->kernel * conv->kernel;
    for (size_t map = 0; map < n * conv->out_channels; ++map) {
        const size_t image = map / conv->out_channels, filter = map % conv->out_channels;
        real *out = y + map * area;
        for (size_t place = 0; place < area; ++place) {
            out[place] = b[filter];
        }
        for (size_t channel = 0; channel < conv->in_channels; ++channel) {
            const real *weights = w + (filter * conv->in_channels + channel) * taps;
            for (size_t tap = 0; tap < taps; ++tap) {
                add_tap(conv, weights[tap], x + (image * conv->in_channels + channel) * pixels,
                        (long)(tap / conv->kernel) - (long)conv->padding,
                        (long)(tap % conv->kernel) - (long)conv->padding, out);
            }
        }
    }
}
