#include "kernels/cuda/batch_norm.h"

#include "kernels/cuda/columns.h"

static __device__ int column_of_thread(void)
{
    return (int)(blockIdx.x * column_width + threadIdx.x);
}

static __device__ float mean_of_column(int n, int m, int j, const float *x /* (n,m) */)
{
    return sum_down_column(n, m, j, x) / (float)n;
}

/* The sum of (x - mean)^2. */
static __device__ float squares_of_column(int n, int m, int j, float mean,
                                          const float *x /* (n,m) */)
{
    float own = 0;
    for (int i = threadIdx.y; i < n && j < m; i += column_rows) {
        const float difference = x[i * m + j] - mean;
        own += difference * difference;
    }
    return sum_of_column(own);
}

/* running <- (1 - momentum) running + momentum batch's */
static __device__ void follow(struct batch_norm norm, int n, int j, float mean, float squares)
{
    const float share = norm.momentum, unbiased = squares / (float)(n > 1 ? n - 1 : 1);
    norm.running_mean[j] = (1 - share) * norm.running_mean[j] + share * mean;
    norm.running_variance[j] = (1 - share) * norm.running_variance[j] + share * unbiased;
}

static __global__ void batch_norm_train_kernel(struct batch_norm norm, int n, const float *x,
                                               float *xhat, float *deviation, float *y)
{
    const int m = (int)norm.features, j = column_of_thread();
    const float mean = mean_of_column(n, m, j, x);
    const float squares = squares_of_column(n, m, j, mean, x);
    if (j >= m) { /* no barrier comes any more */
        return;
    }
    const float spread = sqrtf(squares / (float)n + norm.epsilon);
    const float gamma = norm.gamma[j], beta = norm.beta[j];
    for (int i = threadIdx.y; i < n; i += column_rows) {
        const float normalised = (x[i * m + j] - mean) / spread;
        xhat[i * m + j] = normalised;
        y[i * m + j] = gamma * normalised + beta;
    }
    if (threadIdx.y == 0) {
        deviation[j] = spread;
        follow(norm, n, j, mean, squares);
    }
}

static dim3 threads_of_columns(void)
{
    return dim3(column_width, column_rows);
}

void cuda_batch_norm_train(const struct batch_norm *norm, size_t n, const float *x, float *xhat,
                           float *deviation, float *y)
{
    cuda_int(n * norm->features);
    const unsigned blocks = cuda_blocks(cuda_int(norm->features), column_width);
    batch_norm_train_kernel<<<blocks, threads_of_columns(), 0, cuda_stream()>>>(
        *norm, cuda_int(n), x, xhat, deviation, y);
    cuda_check_launch("batch_norm_train_kernel");
}

/* Here nothing is summed: blocks share the rows out, too. (Rows along x: a grid may be longer there.) */
static __global__ void batch_norm_evaluate_kernel(struct batch_norm norm, int n, const float *x,
                                                  float *y)
{
    const int m = (int)norm.features, j = (int)(blockIdx.y * column_width + threadIdx.x);
    const int i = blockIdx.x * column_rows + threadIdx.y;
    if (j < m && i < n) {
        const float deviation = sqrtf(norm.running_variance[j] + norm.epsilon);
        const float xhat = (x[i * m + j] - norm.running_mean[j]) / deviation;
        y[i * m + j] = norm.gamma[j] * xhat + norm.beta[j];
    }
}

void cuda_batch_norm_evaluate(const struct batch_norm *norm, size_t n, const float *x, float *y)
{
    cuda_int(n * norm->features);
    const int rows = cuda_int(n);
    const dim3 blocks(cuda_blocks(rows, column_rows),
                      cuda_blocks(cuda_int(norm->features), column_width));
    batch_norm_evaluate_kernel<<<blocks, threads_of_columns(), 0, cuda_stream()>>>(*norm, rows, x,
                                                                                   y);
    cuda_check_launch("batch_norm_evaluate_kernel");
}

static __global__ void batch_norm_backward_kernel(struct batch_norm norm, int n, const float *xhat,
                                                  const float *deviation, const float *dy,
                                                  float *dx, float *dgamma, float *dbeta)
{
    const int m = (int)norm.features, j = column_of_thread();
    float own_sum = 0, own_along = 0; /* of dy, and of dy xhat */
    for (int i = threadIdx.y; i < n && j < m; i += column_rows) {
        own_sum += dy[i * m + j];
        own_along += dy[i * m + j] * xhat[i * m + j];
    }
    const float sum = sum_of_column(own_sum), along = sum_of_column(own_along);
    if (j >= m) {
        return;
    }
    const float scale = norm.gamma[j] / deviation[j];
    for (int i = threadIdx.y; i < n; i += column_rows) {
        dx[i * m + j] +=
            scale * (dy[i * m + j] - sum / (float)n - xhat[i * m + j] * along / (float)n);
    }
    if (threadIdx.y == 0) {
        dbeta[j] += sum;
        dgamma[j] += along;
    }
}

void cuda_batch_norm_backward(const struct batch_norm *norm, size_t n, const float *xhat,
                              const float *deviation, const float *dy, float *dx, float *dgamma,
                              float *dbeta)
{
    cuda_int(n * norm->features);
    const unsigned blocks = cuda_blocks(cuda_int(norm->features), column_width);
    batch_norm_backward_kernel<<<blocks, threads_of_columns(), 0, cuda_stream()>>>(
        *norm, cuda_int(n), xhat, deviation, dy, dx, dgamma, dbeta);
    cuda_check_launch("batch_norm_backward_kernel");
}
