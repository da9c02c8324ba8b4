/* emulator/shadow.h: what is known of each word of memory that kernels may touch: who wrote it last, who read
 * it last, and when.
 *
 * Global memory, static and dynamic shared memory each have a shadow: a cell for every 4 bytes. A word whose
 * bytes differ, because somebody touched less than a word, is *split*: it has four cells more, one a byte.
 *
 * A mark packs when (32 bits, machine.now), who (10 bits, the thread's number), how many __syncwarps its warp
 * had seen since (18 bits), and four flags. Time 0 is before all launches; there the flags tell whether there
 * is memory at all and whether anybody wrote it.
 */
#ifndef DESCENT_EMULATOR_SHADOW_H
#define DESCENT_EMULATOR_SHADOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cell {
    uint64_t written, read; /* marks */
    uint32_t writer_pc, reader_pc;
};

/* Flags of marks of time 0. A word that nobody has got is all zero. */
enum { never_written = 1, by_host = 2, freed = 3, split = 8 };

/* Flags of other marks: of a write, and of a read. */
enum {
    with_atomic = 1,    /* the write */
    by_other_lanes = 1, /* the read: others of the warp read it since the same __syncwarp */
    by_other_warps = 2, /* and since the barrier */
    by_other_blocks = 4 /* and since the launch began */
};

static inline uint64_t mark_of(uint32_t when, unsigned thread, uint32_t since, unsigned flags)
{
    return (uint64_t)when << 32 | (uint64_t)thread << 22 | (uint64_t)(since & 0x3ffff) << 4 | flags;
}

static inline uint32_t mark_when(uint64_t mark)
{
    return (uint32_t)(mark >> 32);
}

static inline unsigned mark_thread(uint64_t mark)
{
    return (unsigned)(mark >> 22) & 1023;
}

static inline uint32_t mark_since(uint64_t mark)
{
    return (uint32_t)(mark >> 4) & 0x3ffff;
}

static inline unsigned mark_flags(uint64_t mark)
{
    return (unsigned)mark & 15;
}

/* Where memory is of which kind. */
enum space { space_global, space_shared, space_dynamic, space_device, space_constant, spaces };

struct region {
    uintptr_t begin;
    size_t bytes;
    struct cell *word; /* (bytes / 4) */
    struct cell *byte; /* (bytes): of split words alone */
};

/* The regions; they take addresses when they are first asked for, memory as it is used. */
struct region *shadow_region(enum space space);

/* In which region an address lies; `spaces`: in none, or none has been asked for yet. */
extern struct region shadow_regions[spaces];
static inline enum space shadow_space(uintptr_t address)
{
    unsigned space = space_global;
    while (space < spaces && address - shadow_regions[space].begin >= shadow_regions[space].bytes) {
        space++;
    }
    return (enum space)space;
}

/* Whether it is one of the program's own variables or constants, on the device or not. */
bool shadow_is_of_program(uintptr_t address);

/* Sets what is known of bytes of a region: a state of time 0. */
void shadow_set(enum space space, uintptr_t begin, size_t bytes, unsigned state);

/* Makes a word's four bytes four cells that know what the word knew. */
struct cell *shadow_split(struct region *region, size_t word);

/* The bytes of dynamic shared memory that the launch asked for. */
void shadow_begin_launch(size_t dynamic_bytes);

/* Forgets everything about global memory. */
void shadow_reset(void);

#endif
