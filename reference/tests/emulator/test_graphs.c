/* Captured work: what a graph does when it is launched, and what may not be captured. The kernel is a C function. */
#include "kernels/cuda/emulator/emulator.h"
#include "kernels/cuda/emulator/work.h"

#include <criterion/criterion.h>

static cudaStream_t stream;
static int *number; /* on the device */

static void begin(void)
{
    emulator_set_memory(1 << 20);
    cr_assert_eq(cudaMalloc((void **)&number, sizeof *number), cudaSuccess);
    cr_assert_eq(cudaStreamCreate(&stream), cudaSuccess);
}

static void end(void)
{
    cudaStreamDestroy(stream);
    emulator_reset();
}

TestSuite(emulator_graphs, .init = begin, .fini = end);

/* --- a kernel, and its stream ----------------------------------------------------------------- */

struct addition {
    int *to, by;
};

static void add(void *arguments)
{
    const struct addition *const addition = arguments;
    *addition->to += addition->by;
}

static void launch_add(cudaStream_t in, int by)
{
    struct addition addition = {number, by};
    const struct work work = {.kind = work_launch,
                              .launch = {.kernel = "add",
                                         .blocks = {1, 1, 1},
                                         .threads = {1, 1, 1},
                                         .call = add,
                                         .arguments = &addition,
                                         .bytes = sizeof addition}};
    work_submit(in, &work);
    addition.by = 1000000; /* a graph has kept a copy */
}

static void set_number(int to)
{
    cr_assert_eq(cudaMemcpy(number, &to, sizeof to, cudaMemcpyHostToDevice), cudaSuccess);
}

static int get_number(void)
{
    int got = -1;
    cr_assert_eq(cudaMemcpy(&got, number, sizeof got, cudaMemcpyDeviceToHost), cudaSuccess);
    return got;
}

static void capture(void)
{
    cr_assert_eq(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal), cudaSuccess);
}

static cudaGraphExec_t captured(void)
{
    cudaGraph_t graph = NULL;
    cudaGraphExec_t executable = NULL;
    cr_assert_eq(cudaStreamEndCapture(stream, &graph), cudaSuccess);
    cr_assert_eq(cudaGraphInstantiate(&executable, graph, 0), cudaSuccess);
    cr_assert_eq(cudaGraphDestroy(graph), cudaSuccess); /* the executable one outlives it */
    return executable;
}

/* --- what a graph does ------------------------------------------------------------------------ */

Test(emulator_graphs, captured_work_is_done_at_each_launch_and_not_before)
{
    set_number(5);
    capture();
    launch_add(stream, 3);
    launch_add(stream, 4);
    const cudaGraphExec_t graph = captured();
    cr_assert_eq(get_number(), 5);
    for (int i = 1; i <= 3; i++) {
        cr_assert_eq(cudaGraphLaunch(graph, stream), cudaSuccess);
        cr_assert_eq(get_number(), 5 + 7 * i);
    }
    cr_assert_eq(cudaGraphExecDestroy(graph), cudaSuccess);
}

Test(emulator_graphs, a_launch_finds_memory_as_it_then_is)
{
    int from = 10, to = 0;
    capture();
    cudaMemcpyAsync(number, &from, sizeof from, cudaMemcpyHostToDevice, stream);
    launch_add(stream, 1);
    cudaMemcpyAsync(&to, number, sizeof to, cudaMemcpyDeviceToHost, stream);
    const cudaGraphExec_t graph = captured();
    cudaGraphLaunch(graph, stream);
    cr_assert_eq(to, 11);
    from = 20;
    cudaGraphLaunch(graph, stream);
    cr_assert_eq(to, 21);
    cudaGraphExecDestroy(graph);
}

Test(emulator_graphs, keeps_the_order_in_which_work_was_asked_for)
{
    capture();
    launch_add(stream, 1);
    cudaMemsetAsync(number, 0, sizeof *number, stream);
    launch_add(stream, 2);
    const cudaGraphExec_t graph = captured();
    set_number(50);
    cudaGraphLaunch(graph, stream);
    cr_assert_eq(get_number(), 2);
    cudaGraphExecDestroy(graph);
}

Test(emulator_graphs, other_streams_are_not_captured_unless_they_wait_for_one_that_is)
{
    cudaStream_t other;
    cudaEvent_t event;
    cudaStreamCreate(&other);
    cudaEventCreate(&event);
    set_number(0);
    capture();
    launch_add(other, 1);
    cudaEventRecord(event, stream);
    cudaStreamWaitEvent(other, event, 0);
    launch_add(other, 10);
    const cudaGraphExec_t graph = captured();
    cr_assert_eq(get_number(), 1);
    cudaGraphLaunch(graph, stream);
    cr_assert_eq(get_number(), 11);
    cudaGraphExecDestroy(graph);
    launch_add(other, 100); /* the capture is over for it, too, */
    cr_assert_eq(get_number(), 111);
    capture(); /* and the next is another */
    launch_add(other, 1000);
    cudaGraphExecDestroy(captured());
    cr_assert_eq(get_number(), 1111);
    cudaEventDestroy(event);
    cudaStreamDestroy(other);
}

Test(emulator_graphs, counts_one_request_a_launch)
{
    set_number(0);
    capture();
    launch_add(stream, 1);
    launch_add(stream, 1);
    const cudaGraphExec_t graph = captured();
    const struct emulator_calls before = emulator_calls();
    cudaGraphLaunch(graph, stream);
    const struct emulator_calls after = emulator_calls();
    cr_assert_eq(after.graph_launches - before.graph_launches, 1);
    cr_assert_eq(after.launches, before.launches);
    cudaGraphExecDestroy(graph);
}

/* --- what may not be captured ----------------------------------------------------------------- */

static cudaError_t take_memory(void)
{
    void *memory;
    return cudaMalloc(&memory, 4);
}

static cudaError_t give_memory_back(void)
{
    return cudaFree(number);
}

static cudaError_t wait_for_stream(void)
{
    return cudaStreamSynchronize(stream);
}

static cudaError_t copy_and_wait(void)
{
    int to;
    return cudaMemcpy(&to, number, sizeof to, cudaMemcpyDeviceToHost);
}

static cudaError_t use_the_default_stream(void)
{
    return cudaMemsetAsync(number, 0, sizeof *number, NULL);
}

static cudaError_t capture_again(void)
{
    return cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal);
}

Test(emulator_graphs, what_waits_or_takes_memory_ends_a_capture_without_a_graph)
{
    cudaError_t (*const calls[])(void) = {take_memory,           give_memory_back,
                                          cudaDeviceSynchronize, wait_for_stream,
                                          copy_and_wait,         use_the_default_stream};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        enum cudaStreamCaptureStatus status;
        cudaGraph_t graph = (cudaGraph_t)number;
        capture();
        cr_assert_eq(calls[i](), cudaErrorStreamCaptureUnsupported, "call %zu", i);
        cudaStreamIsCapturing(stream, &status);
        cr_assert_eq(status, cudaStreamCaptureStatusInvalidated, "call %zu", i);
        cr_assert_eq(cudaStreamEndCapture(stream, &graph), cudaErrorStreamCaptureInvalidated);
        cr_assert_null(graph);
        cr_assert_eq(cudaGetLastError(), cudaErrorStreamCaptureInvalidated);
    }
    set_number(1); /* and then all is as before */
    cr_assert_eq(get_number(), 1);
}

Test(emulator_graphs, a_capture_within_a_capture_is_refused_and_the_first_goes_on)
{
    set_number(0);
    capture();
    cr_assert_eq(capture_again(), cudaErrorStreamCaptureUnsupported);
    launch_add(stream, 1);
    const cudaGraphExec_t graph = captured();
    cudaGraphLaunch(graph, stream);
    cr_assert_eq(get_number(), 1);
    cudaGraphExecDestroy(graph);
}

Test(emulator_graphs, the_default_stream_cannot_be_captured)
{
    cr_assert_eq(cudaStreamBeginCapture(NULL, cudaStreamCaptureModeGlobal),
                 cudaErrorStreamCaptureUnsupported);
}

Test(emulator_graphs, graphs_that_are_not_there)
{
    cudaGraph_t graph;
    cudaGraphExec_t executable;
    cr_assert_eq(cudaStreamEndCapture(stream, &graph), cudaErrorInvalidValue);
    cr_assert_null(graph);
    cr_assert_eq(cudaGraphInstantiate(&executable, NULL, 0), cudaErrorInvalidValue);
    cr_assert_eq(cudaGraphLaunch(NULL, stream), cudaErrorInvalidValue);
}
