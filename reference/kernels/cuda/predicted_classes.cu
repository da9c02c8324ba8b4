#include "kernels/cuda/predicted_classes.h"

#include "kernels/cuda/reduce.h"

enum { threads = 128, warps = threads / warp_size }; /* of a block; a row each */

/* The largest logit that a lane knows of, and its class. */
struct found {
    float logit;
    int class_number;
};

/* b where it is larger, or as large and of a class before a's; else a. */
static __device__ struct found better(struct found a, struct found b)
{
    const bool before = b.logit == a.logit && b.class_number < a.class_number;
    return b.logit > a.logit || before ? b : a;
}

/* In lane 0. */
static __device__ int predicted_class(int classes, const float *z /* (classes) */)
{
    struct found best = {-INFINITY, classes};
    for (int c = threadIdx.x % warp_size; c < classes; c += warp_size) {
        const struct found here = {z[c], c};
        best = better(best, here);
    }
    for (int distance = warp_size / 2; distance > 0; distance /= 2) {
        struct found other;
        other.logit = __shfl_down_sync(all_lanes, best.logit, distance);
        other.class_number = __shfl_down_sync(all_lanes, best.class_number, distance);
        best = better(best, other);
    }
    return best.class_number < classes ? best.class_number : 0;
}

static __global__ void predicted_classes_kernel(int n, int classes, const float *z, const float *y,
                                                unsigned char *predicted, int *right)
{
    const int i = blockIdx.x * warps + threadIdx.x / warp_size;
    if (i >= n) { /* for all lanes of the warp alike: none is missing from a shuffle */
        return;
    }
    const int told = predicted_class(classes, z + i * classes);
    if (threadIdx.x % warp_size != 0) {
        return;
    }
    if (predicted) {
        predicted[i] = (unsigned char)told;
    }
    if (told == (int)y[i]) {
        atomicAdd(right, 1); /* of whole numbers: their sum is the same in any order */
    }
}

void cuda_predicted_classes(size_t n, size_t classes, const float *z, const float *y,
                            unsigned char *predicted, int *right)
{
    cuda_int(n * classes);
    const int rows = cuda_int(n);
    predicted_classes_kernel<<<cuda_blocks(rows, warps), threads, 0, cuda_stream()>>>(
        rows, cuda_int(classes), z, y, predicted, right);
    cuda_check_launch("predicted_classes_kernel");
}
