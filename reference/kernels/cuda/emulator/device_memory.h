/* emulator/device_memory.h: the device's memory: a range of addresses from which cudaMalloc takes pieces.
 *
 * A piece that was freed is not given out again before emulator_reset, and between two pieces lies memory that
 * is nobody's: who writes behind an end or into what is gone does not hit another array by chance. While no kernel
 * and no copy runs, nobody may touch any of it.
 */
#ifndef DESCENT_EMULATOR_DEVICE_MEMORY_H
#define DESCENT_EMULATOR_DEVICE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct piece {
    uintptr_t begin;
    size_t bytes;
    bool is_freed;
};

void *device_memory_begin(void);
size_t device_memory_size(void);

static inline bool device_memory_has(const void *address)
{
    return (uintptr_t)address - (uintptr_t)device_memory_begin() < device_memory_size();
}

/* Far from it, but where nothing of the host's is: an index that went below 0, as an unsigned one, is 16 GiB off. */
static inline bool device_memory_is_near(const void *address)
{
    const uintptr_t far = (uintptr_t)1 << 40, begin = (uintptr_t)device_memory_begin();
    return (uintptr_t)address - (begin - far) < 2 * far;
}

/* The piece in which the address lies; else the nearest before or behind it; NULL when there is none. */
const struct piece *device_memory_near(uintptr_t address);

/* True when these bytes are one piece's or a part of it, and it was not freed. */
bool device_memory_holds(const void *address, size_t bytes);

/* Forgets all pieces. */
void device_memory_reset(void);

/* Lets the CPU touch the memory, or not. */
void device_memory_open(void);
void device_memory_close(void);

#endif
