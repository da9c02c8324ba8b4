/* Work for streams, and graphs: work that was kept. */
#include "kernels/cuda/emulator/faults.h"
#include "kernels/cuda/emulator/runtime.h"
#include "kernels/cuda/emulator/streams.h"
#include "kernels/cuda/emulator/work.h"

#include "base/message.h"

#include <stdlib.h>
#include <string.h>

/* A captured graph and an executable one are the same thing here: the work, in the order it was asked for. The
 * executable one may outlive the captured one, so each counts. */
struct emulated_graph {
    struct work *work; /* (count) */
    size_t count, room;
    unsigned users;
};

static struct emulated_graph *capture; /* what is captured now, or NULL */
static bool is_invalid;                /* something was asked for that a graph cannot have */
static cudaStream_t captured_stream;

bool runtime_is_capturing(void)
{
    return capture != NULL;
}

cudaError_t runtime_refuse_in_capture(const char *call)
{
    (void)call;
    is_invalid = true;
    return machine_error(cudaErrorStreamCaptureUnsupported);
}

static void *must_have(void *memory)
{
    if (!memory) {
        panic("emulator: no memory for a graph");
    }
    return memory;
}

static void keep(struct emulated_graph *graph, const struct work *work)
{
    if (graph->count == graph->room) {
        graph->room = graph->room > 0 ? 2 * graph->room : 16;
        graph->work = must_have(realloc(graph->work, graph->room * sizeof *graph->work));
    }
    struct work *const kept = &graph->work[graph->count++];
    *kept = *work;
    if (work->kind == work_launch) {
        kept->launch.arguments = must_have(malloc(work->launch.bytes));
        memcpy(kept->launch.arguments, work->launch.arguments, work->launch.bytes);
    }
}

static void let_go(struct emulated_graph *graph)
{
    if (--graph->users > 0) {
        return;
    }
    for (size_t i = 0; i < graph->count; i++) {
        if (graph->work[i].kind == work_launch) {
            free(graph->work[i].launch.arguments);
        }
    }
    free(graph->work);
    free(graph);
}

/* --- work ------------------------------------------------------------------------------------- */

cudaError_t work_do(const struct work *work)
{
    switch (work->kind) {
    case work_launch:
        runtime_calls.launches++;
        runtime_launch(&work->launch);
        return cudaSuccess;
    case work_copy:
        return runtime_copy(work->to, work->from, work->bytes, work->direction);
    case work_set:
        return runtime_set(work->to, work->value, work->bytes);
    }
    return machine_error(cudaErrorInvalidValue);
}

cudaError_t work_submit(cudaStream_t stream, const struct work *work)
{
    if (!capture) {
        return work_do(work);
    }
    if (stream_is_legacy(stream)) {
        return runtime_refuse_in_capture("the default stream");
    }
    if (!stream_is_captured(stream)) {
        return work_do(work);
    }
    keep(capture, work);
    return cudaSuccess;
}

void work_reset(void)
{
    if (capture) {
        let_go(capture);
        capture = NULL;
        streams_end_capture();
    }
}

/* --- capturing -------------------------------------------------------------------------------- */

cudaError_t cudaStreamBeginCapture(cudaStream_t stream, enum cudaStreamCaptureMode mode)
{
    (void)mode; /* there is one thread */
    if (capture || stream_is_legacy(stream)) {
        return machine_error(cudaErrorStreamCaptureUnsupported);
    }
    capture = must_have(calloc(1, sizeof *capture));
    capture->users = 1;
    is_invalid = false;
    captured_stream = stream;
    stream_join_capture(stream);
    return cudaSuccess;
}

cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t *graph)
{
    *graph = NULL;
    if (!capture || stream != captured_stream) {
        return machine_error(cudaErrorInvalidValue);
    }
    struct emulated_graph *const made = capture;
    capture = NULL;
    streams_end_capture();
    if (is_invalid) {
        let_go(made);
        return machine_error(cudaErrorStreamCaptureInvalidated);
    }
    *graph = made;
    return cudaSuccess;
}

cudaError_t cudaStreamIsCapturing(cudaStream_t stream, enum cudaStreamCaptureStatus *status)
{
    *status = !capture || !stream_is_captured(stream) ? cudaStreamCaptureStatusNone
              : is_invalid                            ? cudaStreamCaptureStatusInvalidated
                                                      : cudaStreamCaptureStatusActive;
    return cudaSuccess;
}

/* --- graphs ----------------------------------------------------------------------------------- */

cudaError_t cudaGraphInstantiate(cudaGraphExec_t *executable, cudaGraph_t graph,
                                 unsigned long long flags)
{
    (void)flags;
    if (!graph) {
        return machine_error(cudaErrorInvalidValue);
    }
    graph->users++;
    *executable = graph;
    return cudaSuccess;
}

cudaError_t cudaGraphInstantiateWithFlags(cudaGraphExec_t *executable, cudaGraph_t graph,
                                          unsigned long long flags)
{
    return cudaGraphInstantiate(executable, graph, flags);
}

cudaError_t cudaGraphLaunch(cudaGraphExec_t executable, cudaStream_t stream)
{
    if (!executable) {
        return machine_error(cudaErrorInvalidValue);
    }
    if (capture && (stream_is_legacy(stream) || stream_is_captured(stream))) {
        return runtime_refuse_in_capture("cudaGraphLaunch"); /* graphs in graphs: not emulated */
    }
    runtime_calls.graph_launches++;
    cudaError_t error = cudaSuccess;
    for (size_t i = 0; i < executable->count && error == cudaSuccess; i++) {
        const struct emulator_calls before = runtime_calls;
        error = work_do(&executable->work[i]);
        runtime_calls.launches = before.launches; /* asked for when it was captured */
    }
    return error;
}

cudaError_t cudaGraphDestroy(cudaGraph_t graph)
{
    if (!graph) {
        return machine_error(cudaErrorInvalidValue);
    }
    let_go(graph);
    return cudaSuccess;
}

cudaError_t cudaGraphExecDestroy(cudaGraphExec_t executable)
{
    return cudaGraphDestroy(executable);
}
