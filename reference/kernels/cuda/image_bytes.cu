#include "kernels/cuda/image_bytes.h"

#include "kernels/cuda/four.h"

/* bytes[i] to bytes[i + 3]; 0 beyond the end. */
static __device__ uchar4 load_bytes(const unsigned char *bytes /* (count) */, unsigned i, int count)
{
    const unsigned end = (unsigned)count;
    if (i + 4 <= end && (uintptr_t)(bytes + i) % sizeof(uchar4) == 0) {
        return *(const uchar4 *)(bytes + i);
    }
    return make_uchar4(i < end ? bytes[i] : 0, i + 1 < end ? bytes[i + 1] : 0,
                       i + 2 < end ? bytes[i + 2] : 0, i + 3 < end ? bytes[i + 3] : 0);
}

/* A pixel's own statistics. */
struct statistics {
    unsigned columns;
    const float *mean, *deviation; /* (columns), or NULL */
};

static __device__ float standardised(struct statistics of, unsigned i, float x)
{
    const unsigned j = i % of.columns;
    return (x - of.mean[j]) / of.deviation[j];
}

static __global__ void image_bytes_kernel(int count, const unsigned char *bytes, const float *value,
                                          struct statistics of, float *x)
{
    const unsigned i = first_of_four();
    const uchar4 p = load_bytes(bytes, i, count);
    float4 a = make_float4(value[p.x], value[p.y], value[p.z], value[p.w]);
    if (of.mean) {
        a = make_float4(standardised(of, i, a.x), standardised(of, i + 1, a.y),
                        standardised(of, i + 2, a.z), standardised(of, i + 3, a.w));
    }
    store_four(x, i, count, a);
}

void cuda_image_bytes(size_t count, const unsigned char *bytes, const float *value, size_t columns,
                      const float *mean, const float *deviation, float *x)
{
    const int n = cuda_int(count);
    const struct statistics of = {(unsigned)cuda_int(columns), mean, deviation};
    image_bytes_kernel<<<blocks_of_four(n), threads_of_four, 0, cuda_stream()>>>(n, bytes, value,
                                                                                 of, x);
    cuda_check_launch("image_bytes_kernel");
}

static __global__ void label_bytes_kernel(int count, const unsigned char *bytes, float *y)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        y[i] = bytes[i];
    }
}

void cuda_label_bytes(size_t count, const unsigned char *bytes, float *y)
{
    enum { threads = 256 };
    const int n = cuda_int(count);
    label_bytes_kernel<<<cuda_blocks(n, threads), threads, 0, cuda_stream()>>>(n, bytes, y);
    cuda_check_launch("label_bytes_kernel");
}
