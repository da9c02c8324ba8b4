/* emulator/warp_access.h: what one instruction of a warp costs, by the addresses that its lanes bring.
 *
 * Global memory sends segments of 32 bytes: the fewer an access touches for the bytes it wants, the better.
 *
 * Shared memory has 32 banks; successive words of 4 bytes lie in successive banks, and a bank gives one word at a
 * time, to all who want that word. 128 bytes at a time are what the banks can give, and so accesses of 8 bytes are
 * served in halves of a warp, of 16 bytes in quarters. Lanes that are served together and want different words of
 * one bank wait for each other: each wait is a *conflict*.
 *
 * NVIDIA, "CUDA C Programming Guide", version 7.5: Compute Capability 2.x and 5.x, Shared Memory (words, banks, 64-bit
 * accesses); 3.x, Global Memory (halves and quarters). For 128 bits in shared memory: P. Springer, C.-H. Yu, "cuTENSOR:
 * High-Performance Tensor Operations in CUDA", GTC 2019, S9593: phases of eight threads.
 */
#ifndef DESCENT_EMULATOR_WARP_ACCESS_H
#define DESCENT_EMULATOR_WARP_ACCESS_H

#include <stdint.h>

enum { access_lanes = 32, segment_bytes = 32 };

struct warp_access {
    uint32_t lanes;              /* who takes part: a bit a lane */
    uint32_t at[access_lanes];   /* the lower half of the address that each brings */
    uint8_t bytes[access_lanes]; /* 1 to 16 */
};

void warp_access_join(struct warp_access *access, unsigned lane, uintptr_t address, unsigned bytes);

/* The bytes that lanes want, together. */
unsigned warp_access_bytes(const struct warp_access *access);

/* Of global memory: different segments touched. */
unsigned warp_access_segments(const struct warp_access *access);

/* Of shared memory: how often lanes wait. */
unsigned warp_access_conflicts(const struct warp_access *access);

#endif
