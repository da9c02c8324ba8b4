/* Programs whose host uses memory, streams, events and graphs as it should. */
#include "tests/emulator/corpus.h"

__global__ void add_one_kernel(float *x)
{
    x[blockIdx.x * blockDim.x + threadIdx.x] += 1;
}

/* The device may hand out the same memory again: it is new all the same. */
static bool free_and_take(void)
{
    for (int round = 0; round < 3; round++) {
        float *const x = device_numbers(64);
        add_one_kernel<<<1, 64>>>(x);
        if (device_element(x, 63) != 64) {
            return false;
        }
        cudaFree(x);
    }
    return true;
}

static bool set_then_add(void)
{
    float *const x = device_room(64);
    cudaMemset(x, 0, 64 * sizeof *x);
    add_one_kernel<<<2, 32>>>(x);
    add_one_kernel<<<2, 32>>>(x);
    return device_element(x, 40) == 2;
}

static bool from_device_to_device(void)
{
    float *const x = device_numbers(64), *const y = device_room(64);
    cudaMemcpy(y + 8, x, 32 * sizeof *x, cudaMemcpyDeviceToDevice);
    add_one_kernel<<<1, 32>>>(y + 8);
    return device_element(y, 39) == 32;
}

static bool pinned_memory(void)
{
    float *numbers, *const x = device_room(32);
    cudaStream_t stream;
    cudaMallocHost(&numbers, 32 * sizeof *numbers);
    for (int i = 0; i < 32; i++) {
        numbers[i] = (float)i;
    }
    cudaStreamCreate(&stream);
    cudaMemcpyAsync(x, numbers, 32 * sizeof *x, cudaMemcpyHostToDevice, stream);
    add_one_kernel<<<1, 32, 0, stream>>>(x);
    cudaMemcpyAsync(numbers, x, 32 * sizeof *x, cudaMemcpyDeviceToHost, stream);
    cudaStreamSynchronize(stream);
    const bool right = numbers[31] == 32;
    cudaStreamDestroy(stream);
    cudaFreeHost(numbers);
    return right;
}

static bool events(void)
{
    float milliseconds = -1, *const x = device_numbers(32);
    cudaEvent_t start, end;
    cudaEventCreate(&start);
    cudaEventCreate(&end);
    cudaEventRecord(start, 0);
    add_one_kernel<<<1, 32>>>(x);
    cudaEventRecord(end, 0);
    cudaEventSynchronize(end);
    cudaEventElapsedTime(&milliseconds, start, end);
    cudaEventDestroy(start);
    cudaEventDestroy(end);
    return milliseconds >= 0 && device_element(x, 0) == 1;
}

/* While a stream is captured nothing runs; then it runs as often as it is launched. */
static bool graph(void)
{
    float *const x = device_numbers(32);
    cudaStream_t stream;
    cudaGraph_t captured;
    cudaGraphExec_t executable;
    cudaStreamCreate(&stream);
    cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal);
    add_one_kernel<<<1, 32, 0, stream>>>(x);
    add_one_kernel<<<1, 32, 0, stream>>>(x);
    cudaStreamEndCapture(stream, &captured);
    cudaGraphInstantiate(&executable, captured, 0);
    for (int i = 0; i < 3; i++) {
        cudaGraphLaunch(executable, stream);
    }
    cudaStreamSynchronize(stream);
    cudaGraphExecDestroy(executable);
    cudaGraphDestroy(captured);
    cudaStreamDestroy(stream);
    return device_element(x, 0) == 6;
}

/* A second stream that waits for an event of a captured one is captured with it. */
static bool graph_of_two_streams(void)
{
    float *const x = device_numbers(32);
    cudaStream_t first, second;
    cudaEvent_t begun, done;
    cudaGraph_t captured;
    cudaGraphExec_t executable;
    cudaStreamCreate(&first);
    cudaStreamCreate(&second);
    cudaEventCreate(&begun);
    cudaEventCreate(&done);
    cudaStreamBeginCapture(first, cudaStreamCaptureModeGlobal);
    cudaEventRecord(begun, first);
    cudaStreamWaitEvent(second, begun, 0);
    add_one_kernel<<<1, 32, 0, second>>>(x);
    cudaEventRecord(done, second);
    cudaStreamWaitEvent(first, done, 0);
    add_one_kernel<<<1, 32, 0, first>>>(x);
    cudaStreamEndCapture(first, &captured);
    const bool waited = device_element(x, 0) == 0;
    cudaGraphInstantiate(&executable, captured, 0);
    cudaGraphDestroy(captured);
    cudaGraphLaunch(executable, first);
    cudaGraphExecDestroy(executable);
    return waited && device_element(x, 0) == 2;
}

/* What does not fit into a graph is refused, and the capture is over. */
static bool capture_refused(void)
{
    float *x;
    cudaStream_t stream;
    cudaGraph_t captured;
    cudaStreamCreate(&stream);
    cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal);
    const bool refused = cudaMalloc(&x, 4) == cudaErrorStreamCaptureUnsupported &&
                         cudaStreamSynchronize(stream) == cudaErrorStreamCaptureUnsupported;
    const cudaError_t end = cudaStreamEndCapture(stream, &captured);
    cudaGetLastError();
    return refused && end == cudaErrorStreamCaptureInvalidated && !captured &&
           cudaMalloc(&x, 4) == cudaSuccess;
}

extern "C" const struct correct_case correct_host[] = {
    {"free_and_take", free_and_take},
    {"set_then_add", set_then_add},
    {"from_device_to_device", from_device_to_device},
    {"pinned_memory", pinned_memory},
    {"events", events},
    {"graph", graph},
    {"graph_of_two_streams", graph_of_two_streams},
    {"capture_refused", capture_refused},
    {NULL, NULL},
};
