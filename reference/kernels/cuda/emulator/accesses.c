/* Whose memory an access goes to: the thread's own, the device's, or what no kernel may touch. */
#include "kernels/cuda/emulator/check.h"
#include "kernels/cuda/emulator/device_memory.h"
#include "kernels/cuda/emulator/machine.h"
#include "kernels/cuda/emulator/traffic.h"

const bool machine_is_checked = true;

/* threadIdx and the like, which clang reads as any variable. */
extern uint3 threadIdx, blockIdx, emulated_block_dim, emulated_grid_dim;
static bool is_index(uintptr_t address)
{
    return address - (uintptr_t)&threadIdx < sizeof threadIdx ||
           address - (uintptr_t)&blockIdx < sizeof blockIdx ||
           address - (uintptr_t)&emulated_block_dim < sizeof emulated_block_dim ||
           address - (uintptr_t)&emulated_grid_dim < sizeof emulated_grid_dim;
}

/* A struct that was given by value, where the launch keeps it. */
static bool is_argument(uintptr_t address)
{
    return address - (uintptr_t)machine.launch->arguments < machine.launch->bytes;
}

/* Of an address that is nobody's on the device. */
static void see_elsewhere(const struct emulated_access *access)
{
    if (!access->writes && (is_index(access->address) || is_argument(access->address))) {
        return;
    }
    if (fibre_overflowed(&machine.current->fibre, (const void *)access->address)) {
        fault_stack();
    } else if (device_memory_is_near((const void *)access->address)) {
        fault_outside(access);
    } else {
        fault_of_host(access);
    }
    machine_give_up(cudaErrorIllegalAddress);
}

/* At 14 ns an access, so many take a second. */
enum { most_accesses = 1 << 26 };

static void see_of_kernel(const struct emulated_access *access, bool atomic)
{
    if (++machine.current->accesses > most_accesses) {
        fault_goes_on(access);
        machine_give_up(cudaErrorLaunchFailure);
    }
    if (fibre_has(&machine.current->fibre, (const void *)access->address)) {
        return; /* a variable of its own */
    }
    const enum space space = shadow_space(access->address);
    struct region *const region = &shadow_regions[space];
    if (space == spaces || access->address + access->bytes > region->begin + region->bytes) {
        see_elsewhere(access);
        return;
    }
    if (access->address % access->bytes != 0) {
        fault_crooked(access);
        machine_give_up(cudaErrorMisalignedAddress);
    }
    const bool shared = space == space_shared || space == space_dynamic;
    check_words(region, access,
                shared ? (atomic ? atomic_shared : plain_shared)
                       : (atomic ? atomic_global : plain_global));
    if (space == space_global || space == space_device) {
        traffic_global(access->address, access->bytes, access->writes, access->pc);
    } else if (shared) {
        traffic_shared(access->address, access->bytes, access->pc);
    }
}

static void see_of_host(const struct emulated_access *access)
{
    if (device_memory_has((const void *)access->address)) {
        fault_by_host(access);
        machine_give_up(cudaErrorIllegalAddress);
    }
}

void check_access(uintptr_t address, unsigned bytes, bool writes, uintptr_t pc)
{
    const struct emulated_access access = {address, pc - 1, bytes, writes};
    if (machine.current) {
        see_of_kernel(&access, false);
    } else {
        see_of_host(&access);
    }
}

void check_atomic(const void *at, unsigned bytes, uintptr_t pc)
{
    const struct emulated_access access = {(uintptr_t)at, pc - 1, bytes, true};
    see_of_kernel(&access, true);
}

static unsigned widest_piece(uintptr_t address, size_t left)
{
    unsigned bytes = 16;
    while (address % bytes != 0 || bytes > left) {
        bytes /= 2;
    }
    return bytes;
}

void check_range(const void *at, size_t bytes, bool writes, uintptr_t pc)
{
    for (uintptr_t from = (uintptr_t)at, end = from + bytes; from < end;) {
        const unsigned piece = widest_piece(from, end - from);
        check_access(from, piece, writes, pc);
        from += piece;
    }
}

void check_copy(const void *to, const void *from, size_t bytes, uintptr_t pc)
{
    const uintptr_t source = (uintptr_t)from;
    if (shadow_space(source) != spaces || !shadow_is_of_program(source)) {
        check_range(from, bytes, false, pc);
    }
    check_range(to, bytes, true, pc);
}
