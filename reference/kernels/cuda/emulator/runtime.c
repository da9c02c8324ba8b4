/* The CUDA runtime's functions for devices, errors and launches. */
#include "kernels/cuda/emulator/runtime.h"

#include "kernels/cuda/emulator/device_memory.h"
#include "kernels/cuda/emulator/faults.h"
#include "kernels/cuda/emulator/shadow.h"
#include "kernels/cuda/emulator/traffic.h"
#include "kernels/cuda/emulator/work.h"

struct emulator_calls runtime_calls;

struct emulator_calls emulator_calls(void)
{
    return runtime_calls;
}

/* --- errors ----------------------------------------------------------------------------------- */

static const struct {
    cudaError_t error;
    const char *name, *text; /* as NVIDIA's runtime has them */
} errors[] = {
    {cudaSuccess, "cudaSuccess", "no error"},
    {cudaErrorInvalidValue, "cudaErrorInvalidValue", "invalid argument"},
    {cudaErrorMemoryAllocation, "cudaErrorMemoryAllocation", "out of memory"},
    {cudaErrorInvalidConfiguration, "cudaErrorInvalidConfiguration",
     "invalid configuration argument"},
    {cudaErrorInvalidMemcpyDirection, "cudaErrorInvalidMemcpyDirection",
     "invalid copy direction for memcpy"},
    {cudaErrorInsufficientDriver, "cudaErrorInsufficientDriver",
     "CUDA driver version is insufficient for CUDA runtime version"},
    {cudaErrorNoDevice, "cudaErrorNoDevice", "no CUDA-capable device is detected"},
    {cudaErrorInvalidDevice, "cudaErrorInvalidDevice", "invalid device ordinal"},
    {cudaErrorInvalidResourceHandle, "cudaErrorInvalidResourceHandle", "invalid resource handle"},
    {cudaErrorNotReady, "cudaErrorNotReady", "device not ready"},
    {cudaErrorIllegalAddress, "cudaErrorIllegalAddress",
     "an illegal memory access was encountered"},
    {cudaErrorMisalignedAddress, "cudaErrorMisalignedAddress", "misaligned address"},
    {cudaErrorLaunchFailure, "cudaErrorLaunchFailure", "unspecified launch failure"},
    {cudaErrorStreamCaptureUnsupported, "cudaErrorStreamCaptureUnsupported",
     "operation not permitted when stream is capturing"},
    {cudaErrorStreamCaptureInvalidated, "cudaErrorStreamCaptureInvalidated",
     "operation failed due to a previous error during capture"},
};

static size_t place_of(cudaError_t error)
{
    size_t i = 0;
    while (i < sizeof errors / sizeof *errors && errors[i].error != error) {
        i++;
    }
    return i;
}

const char *cudaGetErrorString(cudaError_t error)
{
    const size_t i = place_of(error);
    return i < sizeof errors / sizeof *errors ? errors[i].text : "unrecognized error code";
}

const char *cudaGetErrorName(cudaError_t error)
{
    const size_t i = place_of(error);
    return i < sizeof errors / sizeof *errors ? errors[i].name : "unrecognized error code";
}

cudaError_t machine_error(cudaError_t error)
{
    if (error != cudaSuccess) {
        machine.last_error = error;
    }
    return error;
}

cudaError_t cudaPeekAtLastError(void)
{
    return machine.last_error;
}

cudaError_t cudaGetLastError(void)
{
    const cudaError_t error = machine.last_error;
    machine.last_error = cudaSuccess;
    return error;
}

cudaError_t cudaDeviceSynchronize(void)
{
    if (runtime_is_capturing()) {
        return runtime_refuse_in_capture("cudaDeviceSynchronize");
    }
    runtime_calls.waits++;
    return runtime_failure_of_kernels();
}

/* A launch's own errors are for cudaGetLastError; what its kernel did wrong, everyone who waits is told. */
cudaError_t runtime_failure_of_kernels(void)
{
    return machine.last_error >= cudaErrorIllegalAddress &&
                   machine.last_error <= cudaErrorLaunchFailure
               ? machine.last_error
               : cudaSuccess;
}

/* --- the device ------------------------------------------------------------------------------- */

enum { multiprocessors = 1, shared_bytes = 48 * 1024, most_shared_bytes = 227 * 1024 };

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
    if (device != 0) {
        return machine_error(cudaErrorInvalidDevice);
    }
    *properties = (struct cudaDeviceProp){
        .name = "Descent's emulator",
        .totalGlobalMem = device_memory_size(),
        .sharedMemPerBlock = shared_bytes,
        .sharedMemPerBlockOptin = most_shared_bytes,
        .warpSize = warp_lanes,
        .maxThreadsPerBlock = most_threads,
        .multiProcessorCount = multiprocessors,
        .major = 9,
        .maxThreadsDim = {1024, 1024, 64},
        .maxGridSize = {2147483647, 65535, 65535},
    };
    return cudaSuccess;
}

cudaError_t cudaDeviceGetAttribute(int *value, enum cudaDeviceAttr attribute, int device)
{
    if (device != 0) {
        return machine_error(cudaErrorInvalidDevice);
    }
    switch (attribute) {
    case cudaDevAttrMaxThreadsPerBlock:
        *value = most_threads;
        return cudaSuccess;
    case cudaDevAttrMaxSharedMemoryPerBlock:
        *value = shared_bytes;
        return cudaSuccess;
    case cudaDevAttrMaxSharedMemoryPerBlockOptin:
        *value = most_shared_bytes;
        return cudaSuccess;
    case cudaDevAttrWarpSize:
        *value = warp_lanes;
        return cudaSuccess;
    case cudaDevAttrMultiProcessorCount:
        *value = multiprocessors;
        return cudaSuccess;
    case cudaDevAttrComputeCapabilityMajor:
        *value = 9;
        return cudaSuccess;
    case cudaDevAttrComputeCapabilityMinor:
    case cudaDevAttrClockRate:       /* it has none */
    case cudaDevAttrMemoryClockRate: /* neither */
        *value = 0;
        return cudaSuccess;
    }
    return machine_error(cudaErrorInvalidValue);
}

cudaError_t cudaDriverGetVersion(int *version)
{
    *version = 13000;
    return cudaSuccess;
}

cudaError_t cudaRuntimeGetVersion(int *version)
{
    *version = 13000;
    return cudaSuccess;
}

/* --- launches --------------------------------------------------------------------------------- */

static size_t most_shared = shared_bytes;

size_t runtime_most_shared(void)
{
    return most_shared;
}

cudaError_t cudaFuncSetAttribute(const void *kernel, enum cudaFuncAttribute attribute, int value)
{
    (void)kernel; /* what one kernel was allowed, all are */
    if (attribute != cudaFuncAttributeMaxDynamicSharedMemorySize) {
        return cudaSuccess;
    }
    if (value < 0 || value > most_shared_bytes) {
        return machine_error(cudaErrorInvalidValue);
    }
    most_shared = (size_t)value > most_shared ? (size_t)value : most_shared;
    return cudaSuccess;
}

/* Says what no device would launch. */
static bool is_within_limits(const struct launch *launch)
{
    const dim3 blocks = launch->blocks, threads = launch->threads;
    const size_t count = (size_t)threads.x * threads.y * threads.z;
    if (count == 0 || blocks.x == 0 || blocks.y == 0 || blocks.z == 0) {
        fault_of_launch(launch->kernel, "(%u,%u,%u) blocks of (%u,%u,%u) threads: nobody would run",
                        blocks.x, blocks.y, blocks.z, threads.x, threads.y, threads.z);
    } else if (count > most_threads || threads.x > 1024 || threads.y > 1024 || threads.z > 64) {
        fault_of_launch(launch->kernel, "blocks of (%u,%u,%u) threads, %zu in all", threads.x,
                        threads.y, threads.z, count);
    } else if (blocks.x > 2147483647u || blocks.y > 65535 || blocks.z > 65535) {
        fault_of_launch(launch->kernel, "(%u,%u,%u) blocks", blocks.x, blocks.y, blocks.z);
    } else if (launch->shared > most_shared) {
        fault_of_launch(launch->kernel, "%zu bytes of dynamic shared memory, where %zu are allowed",
                        launch->shared, most_shared);
    } else {
        return true;
    }
    return false;
}

void runtime_launch(const struct launch *launch)
{
    if (machine.launch) {
        fault_of_launch(launch->kernel, "is launched by a kernel, which is not emulated");
        return;
    }
    if (!is_within_limits(launch)) {
        machine_error(launch->shared > most_shared ? cudaErrorInvalidValue
                                                   : cudaErrorInvalidConfiguration);
        return;
    }
    shadow_begin_launch(launch->shared);
    traffic_begin_launch(launch->kernel);
    device_memory_open();
    schedule_run(launch);
    device_memory_close();
}

void emulated_run(const char *kernel, dim3 blocks, dim3 threads, size_t shared, cudaStream_t stream,
                  void (*call)(void *arguments), const void *arguments, size_t bytes);

void emulated_run(const char *kernel, dim3 blocks, dim3 threads, size_t shared, cudaStream_t stream,
                  void (*call)(void *arguments), const void *arguments, size_t bytes)
{
    const struct work work = {
        .kind = work_launch,
        .launch = {kernel, blocks, threads, shared, call, (void *)(uintptr_t)arguments, bytes}};
    work_submit(stream, &work);
}

/* --- beginning anew --------------------------------------------------------------------------- */

void emulator_reset(void)
{
    for (unsigned i = 0; i < most_threads; i++) {
        fibre_end(&machine.thread[i].fibre); /* of a launch that was left in its midst */
    }
    machine.current = NULL;
    machine.launch = NULL;
    work_reset();
    device_memory_reset();
    faults_reset();
    traffic_reset();
    runtime_calls = (struct emulator_calls){0};
    machine.last_error = cudaSuccess;
    most_shared = shared_bytes;
}

cudaError_t cudaDeviceReset(void)
{
    work_reset();
    device_memory_reset();
    machine.last_error = cudaSuccess;
    return cudaSuccess;
}
