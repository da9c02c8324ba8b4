/* Streams, events and graphs. What is asked of a stream is done at once; while it is captured, it is kept instead,
 * and done whenever the graph is launched. */
#include "kernels/cuda/emulator/runtime.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

struct emulated_stream {
    bool captures;
};

struct emulated_event {
    struct timespec time;
};

enum step_kind { step_launch, step_copy, step_set };

struct step {
    enum step_kind kind;
    struct launch launch; /* its arguments are the graph's */
    void *to;
    const void *from;
    size_t bytes;
    enum cudaMemcpyKind way;
    int value;
};

struct emulated_graph {
    struct step *step; /* (count) */
    size_t count;
    unsigned owners; /* the graph, and what was instantiated of it */
};

static struct emulated_graph *captured; /* while a stream is captured */

bool runtime_is_capturing(void)
{
    return captured != NULL;
}

static void let_go(struct emulated_graph *graph)
{
    if (--graph->owners > 0) {
        return;
    }
    for (size_t i = 0; i < graph->count; i++) {
        free(graph->step[i].launch.arguments);
    }
    free(graph->step);
    free(graph);
}

cudaError_t runtime_refuse_in_capture(const char *call)
{
    (void)call;
    if (captured) {
        let_go(captured);
        captured = NULL;
    }
    return machine_error(cudaErrorStreamCaptureUnsupported);
}

static bool keeps(cudaStream_t stream)
{
    return captured && stream && stream != cudaStreamLegacy && stream != cudaStreamPerThread &&
           stream->captures;
}

static void keep(const struct step *step)
{
    captured->step = realloc(captured->step, (captured->count + 1) * sizeof *captured->step);
    captured->step[captured->count++] = *step;
}

void emulated_run(const char *kernel, dim3 blocks, dim3 threads, size_t shared, cudaStream_t stream,
                  void (*call)(void *arguments), const void *arguments, size_t bytes);
void emulated_run(const char *kernel, dim3 blocks, dim3 threads, size_t shared, cudaStream_t stream,
                  void (*call)(void *arguments), const void *arguments, size_t bytes)
{
    struct launch launch = {kernel, blocks, threads, shared, call, malloc(bytes), bytes};
    memcpy(launch.arguments, arguments, bytes);
    if (keeps(stream)) {
        keep(&(struct step){.kind = step_launch, .launch = launch});
        return;
    }
    runtime_launch(&launch);
    free(launch.arguments);
}

/* --- copies ----------------------------------------------------------------------------------- */

cudaError_t cudaMemcpy(void *to, const void *from, size_t bytes, enum cudaMemcpyKind kind)
{
    runtime_calls.waits++;
    return runtime_copy(to, from, bytes, kind);
}

cudaError_t cudaMemcpyAsync(void *to, const void *from, size_t bytes, enum cudaMemcpyKind kind,
                            cudaStream_t stream)
{
    if (keeps(stream)) {
        keep(
            &(struct step){.kind = step_copy, .to = to, .from = from, .bytes = bytes, .way = kind});
        return cudaSuccess;
    }
    return runtime_copy(to, from, bytes, kind);
}

cudaError_t cudaMemset(void *memory, int value, size_t bytes)
{
    return runtime_set(memory, value, bytes);
}

cudaError_t cudaMemsetAsync(void *memory, int value, size_t bytes, cudaStream_t stream)
{
    if (keeps(stream)) {
        keep(&(struct step){.kind = step_set, .to = memory, .value = value, .bytes = bytes});
        return cudaSuccess;
    }
    return runtime_set(memory, value, bytes);
}

/* --- streams ---------------------------------------------------------------------------------- */

cudaError_t cudaStreamCreate(cudaStream_t *stream)
{
    *stream = calloc(1, sizeof **stream);
    return *stream ? cudaSuccess : machine_error(cudaErrorMemoryAllocation);
}

cudaError_t cudaStreamCreateWithFlags(cudaStream_t *stream, unsigned flags)
{
    (void)flags;
    return cudaStreamCreate(stream);
}

cudaError_t cudaStreamDestroy(cudaStream_t stream)
{
    free(stream);
    return cudaSuccess;
}

static cudaError_t wait_for_device(const char *call)
{
    if (captured) {
        return runtime_refuse_in_capture(call);
    }
    runtime_calls.waits++;
    return machine.last_error;
}

cudaError_t cudaStreamSynchronize(cudaStream_t stream)
{
    (void)stream;
    return wait_for_device("cudaStreamSynchronize");
}

cudaError_t cudaDeviceSynchronize(void)
{
    return wait_for_device("cudaDeviceSynchronize");
}

cudaError_t cudaStreamQuery(cudaStream_t stream)
{
    (void)stream;
    return cudaSuccess;
}

cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned flags)
{
    (void)stream;
    (void)event;
    (void)flags;
    return cudaSuccess;
}

/* --- events ----------------------------------------------------------------------------------- */

cudaError_t cudaEventCreate(cudaEvent_t *event)
{
    *event = calloc(1, sizeof **event);
    return *event ? cudaSuccess : machine_error(cudaErrorMemoryAllocation);
}

cudaError_t cudaEventCreateWithFlags(cudaEvent_t *event, unsigned flags)
{
    (void)flags;
    return cudaEventCreate(event);
}

cudaError_t cudaEventDestroy(cudaEvent_t event)
{
    free(event);
    return cudaSuccess;
}

cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream)
{
    (void)stream;
    clock_gettime(CLOCK_MONOTONIC, &event->time);
    return cudaSuccess;
}

cudaError_t cudaEventSynchronize(cudaEvent_t event)
{
    (void)event;
    return wait_for_device("cudaEventSynchronize");
}

cudaError_t cudaEventQuery(cudaEvent_t event)
{
    (void)event;
    return cudaSuccess;
}

cudaError_t cudaEventElapsedTime(float *milliseconds, cudaEvent_t start, cudaEvent_t end)
{
    *milliseconds = (float)((double)(end->time.tv_sec - start->time.tv_sec) * 1e3 +
                            (double)(end->time.tv_nsec - start->time.tv_nsec) * 1e-6);
    return cudaSuccess;
}

/* --- graphs ----------------------------------------------------------------------------------- */

cudaError_t cudaStreamBeginCapture(cudaStream_t stream, enum cudaStreamCaptureMode mode)
{
    (void)mode;
    if (captured || !stream) {
        return machine_error(cudaErrorStreamCaptureUnsupported);
    }
    captured = calloc(1, sizeof *captured);
    captured->owners = 1;
    stream->captures = true;
    return cudaSuccess;
}

cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t *graph)
{
    stream->captures = false;
    *graph = captured;
    captured = NULL;
    return *graph ? cudaSuccess : machine_error(cudaErrorStreamCaptureInvalidated);
}

cudaError_t cudaStreamIsCapturing(cudaStream_t stream, enum cudaStreamCaptureStatus *status)
{
    *status = keeps(stream) ? cudaStreamCaptureStatusActive : cudaStreamCaptureStatusNone;
    return cudaSuccess;
}

cudaError_t cudaGraphInstantiate(cudaGraphExec_t *executable, cudaGraph_t graph,
                                 unsigned long long flags)
{
    (void)flags;
    graph->owners++;
    *executable = graph;
    return cudaSuccess;
}

static cudaError_t run(const struct step *step)
{
    switch (step->kind) {
    case step_launch:
        runtime_launch(&step->launch);
        return machine.last_error;
    case step_copy:
        return runtime_copy(step->to, step->from, step->bytes, step->way);
    default:
        return runtime_set(step->to, step->value, step->bytes);
    }
}

cudaError_t cudaGraphLaunch(cudaGraphExec_t executable, cudaStream_t stream)
{
    (void)stream;
    cudaError_t error = cudaSuccess;
    runtime_calls.graph_launches++;
    for (size_t i = 0; i < executable->count && error == cudaSuccess; i++) {
        error = run(&executable->step[i]);
    }
    return error;
}

cudaError_t cudaGraphDestroy(cudaGraph_t graph)
{
    let_go(graph);
    return cudaSuccess;
}

cudaError_t cudaGraphExecDestroy(cudaGraphExec_t executable)
{
    let_go(executable);
    return cudaSuccess;
}
