/* kernels/pool2d.h: the geometry of pooling: a window of kernel x kernel pixels slides over each channel
 * on its own, `stride` pixels a step, without padding; of each window one number is kept. */
#ifndef DESCENT_KERNELS_POOL2D_H
#define DESCENT_KERNELS_POOL2D_H

#include <stddef.h>

/* All at least 1; the window fits at least once. What no window reaches takes no part. */
struct pool2d {
    size_t channels, height, width; /* an image of x */
    size_t kernel, stride;
    size_t out_height, out_width; /* an image of y: (height - kernel) / stride + 1 rows */
};

#endif
