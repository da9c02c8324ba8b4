/* Copies between host and device, setting bytes, and the host's pinned memory. */
#include "kernels/cuda/emulator/device_memory.h"
#include "kernels/cuda/emulator/faults.h"
#include "kernels/cuda/emulator/runtime.h"
#include "kernels/cuda/emulator/shadow.h"
#include "kernels/cuda/emulator/work.h"

#include <stdlib.h>
#include <string.h>

/* --- whose memory it is ----------------------------------------------------------------------- */

/* In global memory, or a variable on the device, as cudaMemcpyToSymbol names it. */
static bool is_device(const void *address)
{
    (void)shadow_region(space_global); /* makes the regions known */
    const enum space space = shadow_space((uintptr_t)address);
    return space == space_global || space == space_device || space == space_constant;
}

/* Says what is wrong when the device's memory ends before these bytes do. */
static bool has_room(const void *address, size_t bytes, const char *call, const char *verb)
{
    if (shadow_space((uintptr_t)address) != space_global || device_memory_holds(address, bytes)) {
        return true;
    }
    const struct piece *const piece = device_memory_near((uintptr_t)address);
    const size_t into = piece ? (uintptr_t)address - piece->begin : 0;
    if (!piece || into >= piece->bytes) {
        fault_of_copy("%s %s %zu bytes of the device's memory where there is no array", call, verb,
                      bytes);
    } else if (piece->is_freed) {
        fault_copy_freed(call);
    } else {
        fault_of_copy("%s %s %zu bytes of an array that has %zu from there on", call, verb, bytes,
                      piece->bytes - into);
    }
    return false;
}

/* --- copies ----------------------------------------------------------------------------------- */

static const char *side(bool device)
{
    return device ? "the device" : "the host";
}

/* Whether the pointers are as the direction says. */
static bool fits(bool to_device, bool from_device, enum cudaMemcpyKind direction)
{
    switch (direction) {
    case cudaMemcpyHostToHost:
        return !to_device && !from_device;
    case cudaMemcpyHostToDevice:
        return to_device && !from_device;
    case cudaMemcpyDeviceToHost:
        return !to_device && from_device;
    case cudaMemcpyDeviceToDevice:
        return to_device && from_device;
    case cudaMemcpyDefault:
        return true;
    }
    return false;
}

static void refuse_direction(bool to_device, bool from_device, enum cudaMemcpyKind direction)
{
    static const char *const names[] = {"cudaMemcpyHostToHost", "cudaMemcpyHostToDevice",
                                        "cudaMemcpyDeviceToHost", "cudaMemcpyDeviceToDevice"};
    fault_of_copy("cudaMemcpy with %s, and the pointers say from %s to %s",
                  (unsigned)direction < 4 ? names[direction] : "an unknown direction",
                  side(from_device), side(to_device));
}

cudaError_t runtime_copy(void *to, const void *from, size_t bytes, enum cudaMemcpyKind direction)
{
    if (bytes == 0) {
        return cudaSuccess;
    }
    if (!to || !from) {
        fault_of_copy("cudaMemcpy %s NULL", to ? "reads from" : "writes to");
        return machine_error(cudaErrorInvalidValue);
    }
    const bool to_device = is_device(to), from_device = is_device(from);
    if (!fits(to_device, from_device, direction)) {
        refuse_direction(to_device, from_device, direction);
        return machine_error(cudaErrorInvalidValue);
    }
    if ((to_device && !has_room(to, bytes, "cudaMemcpy", "writes")) ||
        (from_device && !has_room(from, bytes, "cudaMemcpy", "reads"))) {
        return machine_error(cudaErrorInvalidValue);
    }
    runtime_calls.copies_to_device += to_device && !from_device;
    runtime_calls.copies_from_device += from_device && !to_device;
    device_memory_open();
    memmove(to, from, bytes);
    device_memory_close();
    if (to_device) {
        shadow_set(shadow_space((uintptr_t)to), (uintptr_t)to, bytes, by_host);
    }
    return cudaSuccess;
}

cudaError_t runtime_set(void *memory, int value, size_t bytes)
{
    if (bytes == 0) {
        return cudaSuccess;
    }
    if (!is_device(memory)) {
        fault_of_copy("cudaMemset is given %s", memory ? "a pointer to the host's memory" : "NULL");
        return machine_error(cudaErrorInvalidValue);
    }
    if (!has_room(memory, bytes, "cudaMemset", "writes")) {
        return machine_error(cudaErrorInvalidValue);
    }
    device_memory_open();
    memset(memory, value, bytes);
    device_memory_close();
    shadow_set(shadow_space((uintptr_t)memory), (uintptr_t)memory, bytes, by_host);
    return cudaSuccess;
}

/* --- the runtime's functions ------------------------------------------------------------------ */

cudaError_t cudaMemcpyAsync(void *to, const void *from, size_t bytes, enum cudaMemcpyKind direction,
                            cudaStream_t stream)
{
    const struct work work = {
        .kind = work_copy, .to = to, .from = from, .bytes = bytes, .direction = direction};
    return work_submit(stream, &work);
}

cudaError_t cudaMemcpy(void *to, const void *from, size_t bytes, enum cudaMemcpyKind direction)
{
    if (runtime_is_capturing()) {
        return runtime_refuse_in_capture("cudaMemcpy");
    }
    runtime_calls.waits++;
    const cudaError_t error = runtime_copy(to, from, bytes, direction);
    return error == cudaSuccess ? runtime_failure_of_kernels() : error;
}

cudaError_t cudaMemsetAsync(void *memory, int value, size_t bytes, cudaStream_t stream)
{
    const struct work work = {.kind = work_set, .to = memory, .bytes = bytes, .value = value};
    return work_submit(stream, &work);
}

cudaError_t cudaMemset(void *memory, int value, size_t bytes)
{
    return cudaMemsetAsync(memory, value, bytes, NULL);
}

/* --- pinned memory: the host's, and here like any other --------------------------------------- */

cudaError_t emulated_malloc_host(void **memory, size_t bytes)
{
    if (runtime_is_capturing()) {
        return runtime_refuse_in_capture("cudaMallocHost");
    }
    runtime_calls.allocations++;
    *memory = malloc(bytes > 0 ? bytes : 1);
    return *memory ? cudaSuccess : machine_error(cudaErrorMemoryAllocation);
}

cudaError_t cudaFreeHost(void *memory)
{
    runtime_calls.frees++;
    free(memory);
    return cudaSuccess;
}
