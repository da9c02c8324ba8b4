/* The emulated CUDA runtime: copies, launches, errors. All is done at once, in the order in which it is asked for. */
#include "kernels/cuda/emulator/runtime.h"

#include "kernels/cuda/emulator/device_memory.h"
#include "kernels/cuda/emulator/faults.h"
#include "kernels/cuda/emulator/shadow.h"
#include "kernels/cuda/emulator/traffic.h"

#include <stdlib.h>
#include <string.h>

enum { usual_shared = 48 * 1024, largest_shared = 227 * 1024, most_along_y = 65535 };

struct emulator_calls runtime_calls;
static size_t most_shared = usual_shared;

struct emulator_calls emulator_calls(void)
{
    return runtime_calls;
}

cudaError_t machine_error(cudaError_t error)
{
    machine.last_error = error;
    return error;
}

size_t runtime_most_shared(void)
{
    return most_shared;
}

/* --- launches --------------------------------------------------------------------------------- */

/* Returns false, and says why, when no device would take it. */
static bool is_possible(const struct launch *launch)
{
    const dim3 b = launch->blocks, t = launch->threads;
    const size_t threads = (size_t)t.x * t.y * t.z;
    if (threads == 0 || threads > most_threads || t.x > most_threads || t.y > most_threads ||
        t.z > 64) {
        fault_of_launch(launch->kernel, "a block of (%u,%u,%u) threads, which are %zu", t.x, t.y,
                        t.z, threads);
    } else if (b.x == 0 || b.y == 0 || b.z == 0 || b.x > INT32_MAX || b.y > most_along_y ||
               b.z > most_along_y) {
        fault_of_launch(launch->kernel, "a grid of (%u,%u,%u) blocks", b.x, b.y, b.z);
    } else if (launch->shared > most_shared) {
        fault_of_launch(launch->kernel, "%zu bytes of dynamic shared memory, more than %zu",
                        launch->shared, most_shared);
    } else {
        return true;
    }
    return false;
}

void runtime_launch(const struct launch *launch)
{
    runtime_calls.launches++;
    if (!is_possible(launch)) {
        machine_error(cudaErrorInvalidConfiguration);
        return;
    }
    traffic_begin_launch(launch->kernel);
    shadow_begin_launch(launch->shared);
    device_memory_open();
    schedule_run(launch);
    device_memory_close();
}

cudaError_t cudaFuncSetAttribute(const void *kernel, enum cudaFuncAttribute attribute, int value)
{
    (void)kernel;
    if (attribute != cudaFuncAttributeMaxDynamicSharedMemorySize) {
        return cudaSuccess;
    }
    if (value < 0 || value > largest_shared) {
        return machine_error(cudaErrorInvalidValue);
    }
    most_shared = (size_t)value > most_shared ? (size_t)value : most_shared;
    return cudaSuccess;
}

/* --- copies ----------------------------------------------------------------------------------- */

/* Of memory that cudaMalloc gave, and of variables on the device. */
static bool is_on_device(const void *address)
{
    return shadow_region(space_global) && shadow_space((uintptr_t)address) != spaces;
}

/* These bytes are one array's or variable's; else the fault is told. */
static bool is_whole(const char *call, const void *address, size_t bytes)
{
    const enum space space = shadow_space((uintptr_t)address);
    if (space != space_global || device_memory_holds(address, bytes)) {
        return true;
    }
    const struct piece *const piece = device_memory_near((uintptr_t)address);
    const size_t into = piece ? (uintptr_t)address - piece->begin : 0;
    if (piece && piece->is_freed && into < piece->bytes) {
        fault_copy_freed(call);
    } else if (piece && into <= piece->bytes) {
        fault_of_copy("%s of %zu bytes, where an array has %zu left", call, bytes,
                      piece->bytes - into);
    } else {
        fault_of_copy("%s of %zu bytes at an address that is no array's", call, bytes);
    }
    return false;
}

static const char *side(bool device)
{
    return device ? "the device's" : "the host's";
}

/* Whether the kind says what the addresses are. */
static bool goes_that_way(const void *to, const void *from, enum cudaMemcpyKind kind)
{
    static const struct {
        const char *name;
        bool to, from;
    } ways[] = {{"cudaMemcpyHostToHost", false, false},
                {"cudaMemcpyHostToDevice", true, false},
                {"cudaMemcpyDeviceToHost", false, true},
                {"cudaMemcpyDeviceToDevice", true, true}};
    if (kind == cudaMemcpyDefault ||
        (ways[kind].to == is_on_device(to) && ways[kind].from == is_on_device(from))) {
        return true;
    }
    fault_of_copy("%s, but what it copies to is %s memory, and what it copies from %s",
                  ways[kind].name, side(is_on_device(to)), side(is_on_device(from)));
    return false;
}

cudaError_t runtime_copy(void *to, const void *from, size_t bytes, enum cudaMemcpyKind kind)
{
    if (!goes_that_way(to, from, kind)) {
        return machine_error(cudaErrorInvalidMemcpyDirection);
    }
    if (!is_whole("cudaMemcpy", to, bytes) || !is_whole("cudaMemcpy", from, bytes)) {
        return machine_error(cudaErrorInvalidValue);
    }
    runtime_calls.copies_to_device += is_on_device(to) && !is_on_device(from);
    runtime_calls.copies_from_device += !is_on_device(to) && is_on_device(from);
    device_memory_open();
    memmove(to, from, bytes);
    device_memory_close();
    if (is_on_device(to)) {
        shadow_set(shadow_space((uintptr_t)to), (uintptr_t)to, bytes, by_host);
    }
    return cudaSuccess;
}

cudaError_t runtime_set(void *memory, int value, size_t bytes)
{
    if (!is_on_device(memory)) {
        fault_of_copy("cudaMemset is given the host's memory");
        return machine_error(cudaErrorInvalidValue);
    }
    if (!is_whole("cudaMemset", memory, bytes)) {
        return machine_error(cudaErrorInvalidValue);
    }
    device_memory_open();
    memset(memory, value, bytes);
    device_memory_close();
    shadow_set(shadow_space((uintptr_t)memory), (uintptr_t)memory, bytes, by_host);
    return cudaSuccess;
}

cudaError_t emulated_malloc_host(void **memory, size_t bytes)
{
    *memory = malloc(bytes > 0 ? bytes : 1);
    return *memory ? cudaSuccess : machine_error(cudaErrorMemoryAllocation);
}

cudaError_t cudaFreeHost(void *memory)
{
    free(memory);
    return cudaSuccess;
}

/* --- errors, the device ----------------------------------------------------------------------- */

cudaError_t cudaGetLastError(void)
{
    const cudaError_t error = machine.last_error;
    machine.last_error = cudaSuccess;
    return error;
}

cudaError_t cudaPeekAtLastError(void)
{
    return machine.last_error;
}

static const struct {
    cudaError_t error;
    const char *name, *words;
} errors[] = {
    {cudaSuccess, "cudaSuccess", "no error"},
    {cudaErrorInvalidValue, "cudaErrorInvalidValue", "invalid argument"},
    {cudaErrorMemoryAllocation, "cudaErrorMemoryAllocation", "out of memory"},
    {cudaErrorInvalidConfiguration, "cudaErrorInvalidConfiguration",
     "invalid configuration argument"},
    {cudaErrorInvalidMemcpyDirection, "cudaErrorInvalidMemcpyDirection",
     "invalid copy direction for memcpy"},
    {cudaErrorIllegalAddress, "cudaErrorIllegalAddress",
     "an illegal memory access was encountered"},
    {cudaErrorMisalignedAddress, "cudaErrorMisalignedAddress", "misaligned address"},
    {cudaErrorLaunchFailure, "cudaErrorLaunchFailure", "unspecified launch failure"},
    {cudaErrorStreamCaptureUnsupported, "cudaErrorStreamCaptureUnsupported",
     "operation not permitted when stream is capturing"},
};

const char *cudaGetErrorName(cudaError_t error)
{
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        if (errors[i].error == error) {
            return errors[i].name;
        }
    }
    return "cudaErrorUnknown";
}

const char *cudaGetErrorString(cudaError_t error)
{
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        if (errors[i].error == error) {
            return errors[i].words;
        }
    }
    return "unknown error";
}

cudaError_t cudaGetDeviceCount(int *count)
{
    *count = 1;
    return cudaSuccess;
}

cudaError_t cudaGetDevice(int *device)
{
    *device = 0;
    return cudaSuccess;
}

cudaError_t cudaSetDevice(int device)
{
    return device == 0 ? cudaSuccess : machine_error(cudaErrorInvalidDevice);
}

cudaError_t cudaGetDeviceProperties(struct cudaDeviceProp *properties, int device)
{
    *properties = (struct cudaDeviceProp){.name = "an emulated device",
                                          .totalGlobalMem = device_memory_size(),
                                          .sharedMemPerBlock = usual_shared,
                                          .sharedMemPerBlockOptin = largest_shared,
                                          .warpSize = warp_lanes,
                                          .maxThreadsPerBlock = most_threads,
                                          .multiProcessorCount = 1,
                                          .major = 8,
                                          .maxThreadsDim = {most_threads, most_threads, 64},
                                          .maxGridSize = {INT32_MAX, most_along_y, most_along_y}};
    return cudaSetDevice(device);
}

cudaError_t cudaDeviceGetAttribute(int *value, enum cudaDeviceAttr attribute, int device)
{
    switch (attribute) {
    case cudaDevAttrMaxThreadsPerBlock:
        *value = most_threads;
        break;
    case cudaDevAttrMaxSharedMemoryPerBlock:
        *value = usual_shared;
        break;
    case cudaDevAttrMaxSharedMemoryPerBlockOptin:
        *value = largest_shared;
        break;
    case cudaDevAttrWarpSize:
        *value = warp_lanes;
        break;
    case cudaDevAttrComputeCapabilityMajor:
        *value = 8;
        break;
    case cudaDevAttrComputeCapabilityMinor:
        *value = 0;
        break;
    default:
        *value = 1;
    }
    return cudaSetDevice(device);
}

cudaError_t cudaDriverGetVersion(int *version)
{
    *version = 12000;
    return cudaSuccess;
}

cudaError_t cudaRuntimeGetVersion(int *version)
{
    *version = 12000;
    return cudaSuccess;
}

cudaError_t cudaDeviceReset(void)
{
    device_memory_reset();
    machine.last_error = cudaSuccess;
    return cudaSuccess;
}

void emulator_reset(void)
{
    for (unsigned i = 0; i < most_threads; i++) { /* of a launch that was left in its midst */
        fibre_end(&machine.thread[i].fibre);
    }
    machine.current = NULL;
    machine.launch = NULL;
    machine.last_error = cudaSuccess;
    most_shared = usual_shared;
    runtime_calls = (struct emulator_calls){0};
    faults_reset();
    traffic_reset();
    device_memory_reset();
}
