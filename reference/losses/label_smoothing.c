#include "losses/label_smoothing.h"

#include "kernels/device.h"

static real weight_of(const real *weight, size_t class)
{
    return weight ? weight[class] : 1;
}

/* How much all classes weigh together. */
static real weight_of_classes(size_t classes, const real *weight)
{
    real sum = 0;
    for (size_t c = 0; c < classes; c++) {
        sum += weight_of(weight, c);
    }
    return sum;
}

/* classes * how much the rows weigh together: what S is divided by. */
static real divisor(size_t n, size_t classes, const real *y, const real *weight)
{
    real sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += weight_of(weight, (size_t)y[i]);
    }
    return sum * (real)classes;
}

real label_smoothing_forward(const struct backend *backend, size_t n, size_t classes,
                             const real *z /* (n,classes) */, const real *y /* (n) */,
                             const real *weight /* (classes) */)
{
    const real all = weight_of_classes(classes, weight);
    real sum = 0;
    for (size_t i = 0; i < n; i++) {
        const real *const row = z + i * classes;
        const real of_truth = row[(size_t)y[i]];
        sum += all * backend->softmax_cross_entropy_forward(1, classes, row, y + i, NULL);
        for (size_t c = 0; c < classes; c++) {
            sum += weight_of(weight, c) * (of_truth - row[c]);
        }
    }
    return sum / divisor(n, classes, y, weight);
}

void label_smoothing_backward(const struct backend *backend, size_t n, size_t classes,
                              const real *z /* (n,classes) */, const real *y /* (n) */,
                              const real *weight /* (classes) */, real dloss,
                              real *dz /* (n,classes) */)
{
    if (backend->device) {
        backend->device->label_smoothing_backward(n, classes, z, y, weight, dloss, dz);
        return;
    }
    const real all = weight_of_classes(classes, weight);
    const real scale = dloss / divisor(n, classes, y, weight);
    for (size_t i = 0; i < n; i++) {
        real *const row = dz + i * classes;
        backend->softmax_cross_entropy_backward(1, classes, z + i * classes, y + i, NULL,
                                                scale * all, row);
        row[(size_t)y[i]] += scale * all;
        for (size_t c = 0; c < classes; c++) {
            row[c] -= scale * weight_of(weight, c);
        }
    }
}
