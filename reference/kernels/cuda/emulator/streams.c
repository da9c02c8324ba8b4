/* Streams and events. All work is done when it is asked for, so that nobody ever waits. */
#include "kernels/cuda/emulator/streams.h"

#include "kernels/cuda/emulator/runtime.h"

#include <stdlib.h>
#include <time.h>

/* A capture has a number; a stream or event belongs to the capture whose number it has. */
struct emulated_stream {
    unsigned capture;
};

struct emulated_event {
    unsigned capture;
    struct timespec when;
};

static unsigned capture = 1; /* the one that runs now, or will be the next */

/* --- captures --------------------------------------------------------------------------------- */

bool stream_is_legacy(cudaStream_t stream)
{
    return !stream || stream == cudaStreamLegacy || stream == cudaStreamPerThread;
}

bool stream_is_captured(cudaStream_t stream)
{
    return !stream_is_legacy(stream) && stream->capture == capture;
}

void stream_join_capture(cudaStream_t stream)
{
    stream->capture = capture;
}

void streams_end_capture(void)
{
    capture++;
}

/* --- streams ---------------------------------------------------------------------------------- */

cudaError_t cudaStreamCreateWithFlags(cudaStream_t *stream, unsigned flags)
{
    (void)flags;
    *stream = calloc(1, sizeof **stream);
    return *stream ? cudaSuccess : machine_error(cudaErrorMemoryAllocation);
}

cudaError_t cudaStreamCreate(cudaStream_t *stream)
{
    return cudaStreamCreateWithFlags(stream, cudaStreamDefault);
}

cudaError_t cudaStreamDestroy(cudaStream_t stream)
{
    if (stream_is_legacy(stream)) {
        return machine_error(cudaErrorInvalidResourceHandle);
    }
    free(stream);
    return cudaSuccess;
}

cudaError_t cudaStreamSynchronize(cudaStream_t stream)
{
    if (runtime_is_capturing() && (stream_is_legacy(stream) || stream_is_captured(stream))) {
        return runtime_refuse_in_capture("cudaStreamSynchronize");
    }
    runtime_calls.waits++;
    return runtime_failure_of_kernels();
}

cudaError_t cudaStreamQuery(cudaStream_t stream)
{
    if (runtime_is_capturing() && (stream_is_legacy(stream) || stream_is_captured(stream))) {
        return runtime_refuse_in_capture("cudaStreamQuery");
    }
    return runtime_failure_of_kernels();
}

cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned flags)
{
    (void)flags;
    if (runtime_is_capturing() && event->capture == capture) {
        if (stream_is_legacy(stream)) {
            return runtime_refuse_in_capture("cudaStreamWaitEvent");
        }
        stream_join_capture(stream);
    }
    return cudaSuccess;
}

/* --- events ----------------------------------------------------------------------------------- */

cudaError_t cudaEventCreateWithFlags(cudaEvent_t *event, unsigned flags)
{
    (void)flags;
    *event = calloc(1, sizeof **event);
    return *event ? cudaSuccess : machine_error(cudaErrorMemoryAllocation);
}

cudaError_t cudaEventCreate(cudaEvent_t *event)
{
    return cudaEventCreateWithFlags(event, cudaEventDefault);
}

cudaError_t cudaEventDestroy(cudaEvent_t event)
{
    free(event);
    return cudaSuccess;
}

cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream)
{
    event->capture = runtime_is_capturing() && stream_is_captured(stream) ? capture : 0;
    clock_gettime(CLOCK_MONOTONIC, &event->when);
    return cudaSuccess;
}

cudaError_t cudaEventSynchronize(cudaEvent_t event)
{
    if (runtime_is_capturing() && event->capture == capture) {
        return runtime_refuse_in_capture("cudaEventSynchronize");
    }
    runtime_calls.waits++;
    return runtime_failure_of_kernels();
}

cudaError_t cudaEventQuery(cudaEvent_t event)
{
    (void)event;
    return runtime_failure_of_kernels();
}

cudaError_t cudaEventElapsedTime(float *milliseconds, cudaEvent_t start, cudaEvent_t end)
{
    const double seconds = (double)(end->when.tv_sec - start->when.tv_sec) +
                           1e-9 * (double)(end->when.tv_nsec - start->when.tv_nsec);
    *milliseconds = (float)(seconds * 1e3);
    return cudaSuccess;
}
