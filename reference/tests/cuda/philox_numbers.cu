#include "tests/cuda/philox_numbers.h"

#include "kernels/cuda/philox.h"

static __global__ void philox_numbers_kernel(int count, const unsigned *counter,
                                             const unsigned *key, unsigned *out)
{
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) {
        const unsigned *const c = counter + 4 * i;
        const uint4 r =
            philox(make_uint4(c[0], c[1], c[2], c[3]), make_uint2(key[2 * i], key[2 * i + 1]));
        out[4 * i] = r.x;
        out[4 * i + 1] = r.y;
        out[4 * i + 2] = r.z;
        out[4 * i + 3] = r.w;
    }
}

void philox_numbers(size_t count, const unsigned *counter, const unsigned *key, unsigned *out)
{
    enum { threads = 64 };
    const int n = cuda_int(count);
    philox_numbers_kernel<<<cuda_blocks(n, threads), threads, 0, cuda_stream()>>>(n, counter, key,
                                                                                  out);
    cuda_check_launch("philox_numbers_kernel");
}
