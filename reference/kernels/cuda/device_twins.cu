#include "kernels/cuda/device.h"

extern "C" {
#include "base/message.h"
}

struct twin {
    const unsigned char *host;
    unsigned char *device;
    size_t bytes;
};

/* A training has two or three arenas, so they are looked for one by one. */
enum { most_twins = 16 };
static struct twin twins[most_twins];
static size_t count;

/* The twin that has these bytes, or NULL. */
static struct twin *find(const void *memory, size_t bytes)
{
    const uintptr_t address = (uintptr_t)memory;
    for (size_t i = 0; i < count; i++) {
        const uintptr_t begin = (uintptr_t)twins[i].host;
        if (address >= begin && address - begin < twins[i].bytes &&
            bytes <= twins[i].bytes - (address - begin)) {
            return &twins[i];
        }
    }
    return NULL;
}

/* Where these bytes lie on the device; they lie in one twin. */
static unsigned char *on_device(const void *memory, size_t bytes)
{
    const struct twin *const twin = find(memory, bytes);
    if (!twin) {
        panic("cuda: %zu bytes at %p lie in no memory that has a twin on the device", bytes,
              memory);
    }
    return twin->device + ((const unsigned char *)memory - twin->host);
}

void *cuda_twin_of(const void *memory)
{
    return memory ? on_device(memory, 1) : NULL;
}

/* True when some of these bytes have a twin already. */
static bool overlaps(const void *memory, size_t bytes)
{
    const uintptr_t begin = (uintptr_t)memory;
    for (size_t i = 0; i < count; i++) {
        const uintptr_t other = (uintptr_t)twins[i].host;
        if (begin < other + twins[i].bytes && other < begin + bytes) {
            return true;
        }
    }
    return false;
}

void cuda_twin_make(const void *memory, size_t bytes)
{
    cuda_not_in_recording("a new twin");
    if (bytes == 0 || overlaps(memory, bytes)) {
        panic("cuda: a twin of %zu bytes at %p, %s", bytes, memory,
              bytes == 0 ? "which is nothing" : "of which some have one already");
    }
    if (count == most_twins) {
        panic("cuda: more than %d twins", most_twins);
    }
    cuda_steps_forget();
    struct twin *const twin = &twins[count++];
    twin->host = (const unsigned char *)memory;
    twin->bytes = bytes;
    cuda_must("a twin on the device", cudaMalloc(&twin->device, bytes));
}

static void release(struct twin *twin)
{
    cuda_must("cudaFree", cudaFree(twin->device));
    *twin = twins[--count];
}

void cuda_twin_release(const void *memory)
{
    cuda_not_in_recording("the end of a twin");
    struct twin *const twin = find(memory, 1);
    if (!twin || twin->host != memory) {
        panic("cuda: no twin of memory that begins at %p", memory);
    }
    cuda_must("the work before a twin's end", cudaStreamSynchronize(cuda_stream()));
    cuda_steps_forget();
    release(twin);
}

void cuda_twins_release_all(void)
{
    while (count > 0) {
        release(&twins[0]);
    }
}

void cuda_upload(const void *memory, size_t bytes)
{
    cuda_not_in_recording("an upload");
    cuda_must("upload", cudaMemcpyAsync(on_device(memory, bytes), memory, bytes,
                                        cudaMemcpyHostToDevice, cuda_stream()));
    /* a device that reads ordinary memory of the host by itself may not have read it all yet */
    cuda_must("upload", cudaStreamSynchronize(cuda_stream()));
}

void cuda_download(void *memory, size_t bytes)
{
    cuda_not_in_recording("a download");
    cuda_must("download", cudaMemcpyAsync(memory, on_device(memory, bytes), bytes,
                                          cudaMemcpyDeviceToHost, cuda_stream()));
    cuda_must("download", cudaStreamSynchronize(cuda_stream()));
}

void cuda_zero(void *memory, size_t bytes)
{
    cuda_must("zero", cudaMemsetAsync(on_device(memory, bytes), 0, bytes, cuda_stream()));
}
