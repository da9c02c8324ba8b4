#include "kernels/cuda/device.h"

extern "C" {
#include "base/message.h"
}

#include <limits.h>

/* --- a step's numbers ------------------------------------------------------------------------- */

/* The host runs ahead of the device. What is still to be copied may not be written over, so the numbers go round in a
 * ring, in memory that the system does not move (pinned) and the device can read by itself. */
enum { ring_length = 16 };
static struct cuda_step_numbers *ring; /* (ring_length), pinned */
static cudaEvent_t copied[ring_length];
static size_t steps;                      /* that were begun */
static struct cuda_step_numbers *numbers; /* on the device */

static void take_room(void)
{
    cuda_must("room for a step's numbers", cudaMalloc(&numbers, sizeof *numbers));
    cuda_must("pinned memory", cudaMallocHost(&ring, ring_length * sizeof *ring));
    for (int i = 0; i < ring_length; i++) {
        cuda_must("an event", cudaEventCreateWithFlags(&copied[i], cudaEventDisableTiming));
    }
}

/* Waits only when the device is a whole ring behind. */
static void send_numbers(float rate, size_t t)
{
    const size_t slot = steps % ring_length;
    if (steps >= ring_length && cudaEventQuery(copied[slot]) != cudaSuccess) {
        cuda_must("an earlier step", cudaEventSynchronize(copied[slot]));
        cudaGetLastError(); /* "not ready" is no error of a launch */
    }
    if (t > INT_MAX) {
        panic("cuda: step %zu is more than kernels count to, %d", t, INT_MAX);
    }
    ring[slot].rate = rate;
    ring[slot].t = (int)t;
    cuda_must("a step's numbers", cudaMemcpyAsync(numbers, &ring[slot], sizeof *numbers,
                                                  cudaMemcpyHostToDevice, cuda_stream()));
    cuda_must("an event", cudaEventRecord(copied[slot], cuda_stream()));
    steps++;
}

const struct cuda_step_numbers *cuda_step_numbers(void)
{
    if (!numbers) {
        panic("cuda: a step's rate and number are asked for before a step has begun");
    }
    return numbers;
}

/* --- graphs ----------------------------------------------------------------------------------- */

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

/* NULL when the shape is new. */
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
    if (!numbers) {
        take_room();
    }
    in_step = true;
    send_numbers(rate, t);
    struct recorded *const known = find(shape);
    if (known && known->graph) {
        cuda_must("a recorded step", cudaGraphLaunch(known->graph, cuda_stream()));
        return true;
    }
    if (known) {
        recording = known;
        cuda_must("recording a step",
                  cudaStreamBeginCapture(cuda_stream(), cudaStreamCaptureModeThreadLocal));
    } else if (count < most_shapes) { /* further ones are never recorded */
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
    cuda_must("a step's graph", cudaGraphInstantiate(&recording->graph, graph, 0));
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
    cuda_steps_forget();
    recording = NULL;
    in_step = false;
    if (!numbers) {
        return;
    }
    for (int i = 0; i < ring_length; i++) {
        cuda_must("cudaEventDestroy", cudaEventDestroy(copied[i]));
    }
    cuda_must("cudaFreeHost", cudaFreeHost(ring));
    cuda_must("cudaFree", cudaFree(numbers));
    numbers = NULL;
    steps = 0;
}
