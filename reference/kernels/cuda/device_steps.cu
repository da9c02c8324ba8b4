#include "kernels/cuda/device.h"

extern "C" {
#include "base/message.h"
}

struct recorded {
    uint64_t shape;
    cudaGraphExec_t graph; /* NULL: the shape has been met once */
};

/* An epoch has two: its batches, and the last one, which is smaller. */
enum { most_shapes = 16 };
static struct recorded shapes[most_shapes];
static size_t count;
static struct recorded *recording; /* in progress, or NULL */
static bool in_step;
static uint64_t draws; /* of random arrays in this step */

uint64_t cuda_step_draw(void)
{
    return draws++;
}

/* NULL when the shape is new, or one that is never recorded. */
static struct recorded *find(uint64_t shape)
{
    for (size_t i = 0; i < count; i++) {
        if (shapes[i].shape == shape) {
            return &shapes[i];
        }
    }
    return NULL;
}

bool cuda_step_begin(float rate, size_t t, uint64_t shape)
{
    if (in_step) {
        panic("cuda: a step begins before the last has ended");
    }
    in_step = true;
    draws = 0;
    cuda_send(rate, t);
    struct recorded *const known = find(shape);
    if (known && known->graph) {
        cuda_must("a recorded step", cudaGraphLaunch(known->graph, cuda_stream()));
        return true;
    }
    if (known) {
        recording = known;
        cuda_must("recording a step",
                  cudaStreamBeginCapture(cuda_stream(), cudaStreamCaptureModeThreadLocal));
    } else if (shape != 0 && count < most_shapes) { /* further ones are never recorded */
        shapes[count].shape = shape;
        shapes[count++].graph = NULL;
    }
    return false;
}

/* Recorded work has not been done yet: it is launched now. */
static void end_recording(void)
{
    cudaGraph_t graph;
    cuda_must("a step's recording", cudaStreamEndCapture(cuda_stream(), &graph));
    /* cudaGraphInstantiate has had other arguments before CUDA 12 */
    cuda_must("a step's graph", cudaGraphInstantiateWithFlags(&recording->graph, graph, 0));
    cuda_must("a step's graph", cudaGraphDestroy(graph));
    cuda_must("a recorded step", cudaGraphLaunch(recording->graph, cuda_stream()));
    recording = NULL;
}

void cuda_step_end(void)
{
    if (!in_step) {
        panic("cuda: a step ends that has not begun");
    }
    if (recording) {
        end_recording();
    }
    in_step = false;
}

void cuda_step_abandon(void)
{
    if (recording) {
        cudaGraph_t graph;
        if (cudaStreamEndCapture(cuda_stream(), &graph) == cudaSuccess) {
            cuda_must("a recording's end", cudaGraphDestroy(graph));
        }
        cudaGetLastError(); /* it may have been spoilt before: so be it */
        recording = NULL;
    }
    in_step = false;
}

void cuda_not_in_recording(const char *what)
{
    if (recording) {
        panic("cuda: %s in the midst of a recorded step: it would not be repeated", what);
    }
}

void cuda_steps_forget(void)
{
    for (size_t i = 0; i < count; i++) {
        if (shapes[i].graph) {
            cuda_must("a step's graph", cudaGraphExecDestroy(shapes[i].graph));
        }
    }
    count = 0;
}

void cuda_steps_release(void)
{
    cuda_step_abandon();
    cuda_steps_forget();
}
