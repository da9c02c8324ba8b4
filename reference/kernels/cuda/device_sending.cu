#include "kernels/cuda/device.h"

extern "C" {
#include "base/message.h"
}

#include <limits.h>

/* What a step is told in one copy. */
struct sent {
    struct cuda_step_numbers numbers;
    struct device_batch batch;
};

/* The host runs ahead of the device. What is still to be copied may not be written over, so messages go round in a
 * ring, in memory that the system does not move (pinned) and the device can read by itself. */
enum { ring_length = 16 };
static unsigned char *ring; /* (ring_length,slot_bytes), pinned */
static size_t slot_bytes;
static cudaEvent_t copied[ring_length];
static bool is_used[ring_length]; /* its event has been recorded */
static size_t sent_count;
static struct sent *on_device;
static size_t batch_bytes; /* of the next message, behind its numbers; 0: none */

static void take_room(size_t bytes)
{
    const size_t whole = (bytes + 63) / 64 * 64;
    cuda_must("room for a step's message", cudaMalloc(&on_device, whole));
    cuda_must("pinned memory", cudaMallocHost(&ring, ring_length * whole));
    for (int i = 0; i < ring_length; i++) {
        cuda_must("an event", cudaEventCreateWithFlags(&copied[i], cudaEventDisableTiming));
        is_used[i] = false;
    }
    slot_bytes = whole;
}

/* A longer message than before: where it goes, graphs do not know. */
static void require_room(size_t bytes)
{
    if (bytes <= slot_bytes) {
        return;
    }
    cuda_not_in_recording("a larger batch");
    cuda_sending_release();
    cuda_steps_forget();
    take_room(bytes);
}

/* The next message's memory. Waits only when the device is a whole ring behind. */
static struct sent *next_slot(void)
{
    const size_t slot = sent_count % ring_length;
    if (is_used[slot] && cudaEventQuery(copied[slot]) != cudaSuccess) {
        cuda_must("an earlier step", cudaEventSynchronize(copied[slot]));
        cudaGetLastError(); /* "not ready" is no error of a launch */
    }
    return (struct sent *)(ring + slot * slot_bytes);
}

struct device_batch *cuda_batch(size_t rows, size_t pixels)
{
    cuda_not_in_recording("the next batch");
    batch_bytes = sizeof(struct device_batch) + rows * pixels + rows;
    require_room(offsetof(struct sent, batch) + batch_bytes);
    return &next_slot()->batch;
}

void cuda_send(float rate, size_t t)
{
    if (t > INT_MAX) {
        panic("cuda: step %zu is more than kernels count to, %d", t, INT_MAX);
    }
    require_room(sizeof(struct sent));
    struct sent *const message = next_slot();
    message->numbers.rate = rate;
    message->numbers.t = (int)t;
    const size_t bytes =
        batch_bytes > 0 ? offsetof(struct sent, batch) + batch_bytes : sizeof message->numbers;
    cuda_must("a step's message",
              cudaMemcpyAsync(on_device, message, bytes, cudaMemcpyHostToDevice, cuda_stream()));
    cuda_must("an event", cudaEventRecord(copied[sent_count % ring_length], cuda_stream()));
    is_used[sent_count % ring_length] = true;
    sent_count++;
    batch_bytes = 0;
}

static const struct sent *message_on_device(void)
{
    if (!on_device) {
        panic("cuda: a step's rate and number are asked for before a step has begun");
    }
    return on_device;
}

const struct cuda_step_numbers *cuda_step_numbers(void)
{
    return &message_on_device()->numbers;
}

const struct device_batch *cuda_batch_on_device(void)
{
    return &message_on_device()->batch;
}

void cuda_sending_release(void)
{
    if (!on_device) {
        return;
    }
    cuda_must("the work before", cudaStreamSynchronize(cuda_stream()));
    for (int i = 0; i < ring_length; i++) {
        cuda_must("cudaEventDestroy", cudaEventDestroy(copied[i]));
    }
    cuda_must("cudaFreeHost", cudaFreeHost(ring));
    cuda_must("cudaFree", cudaFree(on_device));
    on_device = NULL;
    slot_bytes = 0;
    sent_count = 0;
}
