#include "kernels/cuda/emulator/device_memory.h"

#include "base/message.h"
#include "kernels/cuda/emulator/faults.h"
#include "kernels/cuda/emulator/machine.h"
#include "kernels/cuda/emulator/runtime.h"
#include "kernels/cuda/emulator/shadow.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { alignment = 256, page = 4096, large_page = 2 * 1024 * 1024, nan_bits = 0x7fc0dead };

/* Addresses that a pointer of the host's hardly has. */
static char *const memory = (char *)0x200000000000;
static size_t size = (size_t)4 << 30, used;
static bool is_mapped, is_open;

static struct piece *piece; /* (pieces), by their addresses */
static size_t pieces, room;

static void map(void)
{
    if (is_mapped) {
        return;
    }
    is_open = !machine_is_checked; /* who looks at nothing guards nothing */
    if (mmap(memory, size, is_open ? PROT_READ | PROT_WRITE : PROT_NONE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0) != memory) {
        panic("emulator: no addresses for a device with %zu bytes of memory", size);
    }
    madvise(memory, size, MADV_HUGEPAGE); /* where there are large pages; else small ones do */
    is_mapped = true;
    signals_begin();
}

void emulator_set_memory(size_t bytes)
{
    if (is_mapped) {
        panic("emulator_set_memory: the device's memory is in use already");
    }
    size = (bytes + page - 1) / page * page;
}

void *device_memory_begin(void)
{
    return memory;
}

size_t device_memory_size(void)
{
    map();
    return size;
}

/* Of each page the system keeps a record, and goes through them all. So these are whole large pages, where the memory
 * has them. */
static void protect(int protection)
{
    const size_t pages = (used + large_page - 1) / large_page * large_page;
    const size_t bytes = pages < size ? pages : size;
    if (bytes > 0 && mprotect(memory, bytes, protection) != 0) {
        panic("emulator: the device's memory cannot be guarded");
    }
}

void device_memory_open(void)
{
    if (!is_open) {
        protect(PROT_READ | PROT_WRITE);
        is_open = true;
    }
}

void device_memory_close(void)
{
    if (is_open && machine_is_checked) {
        protect(PROT_NONE);
        is_open = false;
    }
}

/* The room between two pieces: an index that is off by a row should not reach the next one. */
static size_t gap(void)
{
    return size >= (size_t)1 << 30 ? 64 * 1024 : page;
}

static void remember(uintptr_t begin, size_t bytes)
{
    if (pieces == room) {
        room = room > 0 ? 2 * room : 64;
        piece = realloc(piece, room * sizeof *piece);
        if (!piece) {
            panic("emulator: no memory for a list of %zu pieces", room);
        }
    }
    piece[pieces++] = (struct piece){begin, bytes, false};
}

/* New memory holds NaNs: a number that nobody wrote shows in all that it reaches. */
static void fill(char *begin, size_t bytes)
{
    const unsigned unset = nan_bits;
    device_memory_open();
    for (size_t i = 0; i < bytes; i += sizeof unset) {
        memcpy(begin + i, &unset, bytes - i < sizeof unset ? bytes - i : sizeof unset);
    }
    device_memory_close();
}

cudaError_t emulated_malloc(void **to, size_t bytes)
{
    map();
    if (runtime_is_capturing()) {
        return runtime_refuse_in_capture("cudaMalloc");
    }
    runtime_calls.allocations++;
    *to = NULL;
    if (bytes == 0) {
        return cudaSuccess;
    }
    const size_t from = used + gap(), end = from + (bytes + alignment - 1) / alignment * alignment;
    if (bytes > size || end + gap() > size) {
        return machine_error(cudaErrorMemoryAllocation);
    }
    device_memory_close();
    used = (end + alignment - 1) / alignment * alignment;
    remember((uintptr_t)memory + from, bytes);
    shadow_set(space_global, (uintptr_t)memory + from, bytes, never_written);
    if (machine_is_checked) {
        fill(memory + from, bytes);
    }
    *to = memory + from;
    return cudaSuccess;
}

/* The last piece that begins at the address or before it. */
static size_t place_of(uintptr_t address)
{
    size_t low = 0, high = pieces;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (piece[middle].begin <= address) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low; /* one more than its place; 0: none */
}

const struct piece *device_memory_near(uintptr_t address)
{
    const size_t place = place_of(address);
    if (place == 0) {
        return pieces > 0 ? &piece[0] : NULL;
    }
    const struct piece *const before = &piece[place - 1];
    if (place < pieces && address - before->begin >= before->bytes &&
        piece[place].begin - address < address - (before->begin + before->bytes)) {
        return &piece[place];
    }
    return before;
}

bool device_memory_holds(const void *address, size_t bytes)
{
    const size_t place = place_of((uintptr_t)address);
    if (place == 0 || piece[place - 1].is_freed) {
        return false;
    }
    const size_t into = (uintptr_t)address - piece[place - 1].begin;
    return into <= piece[place - 1].bytes && bytes <= piece[place - 1].bytes - into;
}

/* Addresses are never used again, so that whoever uses them afterwards is found. Where nobody looks, those of the last
 * pieces are, and their memory goes back to the system. */
static void forget_last_pieces(void)
{
    const size_t before = used;
    while (pieces > 0 && piece[pieces - 1].is_freed) {
        pieces--;
        used = piece[pieces].begin - (uintptr_t)memory - gap();
    }
    const size_t from = (used + page - 1) / page * page;
    if (before > from && madvise(memory + from, before - from, MADV_DONTNEED) != 0) {
        panic("emulator: the device's memory cannot be given back");
    }
}

cudaError_t cudaFree(void *address)
{
    if (!address) {
        return cudaSuccess;
    }
    if (runtime_is_capturing()) {
        return runtime_refuse_in_capture("cudaFree");
    }
    const size_t place = place_of((uintptr_t)address);
    struct piece *const of = place > 0 ? &piece[place - 1] : NULL;
    if (!of || of->begin != (uintptr_t)address || of->is_freed) {
        fault_free(address, of && of->begin == (uintptr_t)address);
        return machine_error(cudaErrorInvalidValue);
    }
    runtime_calls.frees++;
    of->is_freed = true;
    shadow_set(space_global, of->begin, of->bytes, freed);
    if (!machine_is_checked) {
        forget_last_pieces();
    }
    return cudaSuccess;
}

cudaError_t cudaMemGetInfo(size_t *free_bytes, size_t *total)
{
    map();
    *free_bytes = size - used;
    *total = size;
    return cudaSuccess;
}

void device_memory_reset(void)
{
    if (is_mapped) {
        device_memory_close();
        if (madvise(memory, size, MADV_DONTNEED) != 0) {
            panic("emulator: the device's memory cannot be given back");
        }
    }
    used = pieces = 0;
    shadow_reset();
}
