#include "kernels/cuda/add_row.h"

#include "kernels/cuda/column_sums.h"
#include "kernels/cuda/four.h"

/* The column behind j. (A remainder for each of the four would cost more than the loads.) */
static __device__ unsigned next_column(unsigned j, unsigned m)
{
    return j + 1 < m ? j + 1 : 0;
}

static __global__ void add_row_kernel(int count, unsigned m, const float *x, const float *row,
                                      float *y)
{
    const unsigned i = first_of_four(), j = i % m, j1 = next_column(j, m);
    const unsigned j2 = next_column(j1, m), j3 = next_column(j2, m);
    const float4 a = load_four(x, i, count);
    /* the row is short and read by all: it stays in the caches */
    store_four(y, i, count, make_float4(a.x + row[j], a.y + row[j1], a.z + row[j2], a.w + row[j3]));
}

void cuda_add_row_forward(size_t n, size_t m, const float *x, const float *row, float *y)
{
    const int count = cuda_int(n * m);
    add_row_kernel<<<blocks_of_four(count), threads_of_four, 0, cuda_stream()>>>(count, (unsigned)m,
                                                                                 x, row, y);
    cuda_check_launch("add_row_kernel");
}

static __global__ void add_kernel(int count, const float *dy, float *dx)
{
    const unsigned i = first_of_four();
    add_four(dx, i, count, load_four(dy, i, count));
}

void cuda_add_row_backward(size_t n, size_t m, const float *dy, float *dx, float *drow)
{
    if (dx) {
        const int count = cuda_int(n * m);
        add_kernel<<<blocks_of_four(count), threads_of_four, 0, cuda_stream()>>>(count, dy, dx);
        cuda_check_launch("add_kernel");
    }
    if (drow) {
        const struct column_sums added = {true, NULL, 0};
        cuda_column_sums(n, m, dy, &added, drow);
    }
}
