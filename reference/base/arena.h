/* base/arena.h: memory that is given out piece by piece and given back all at once.
 *
 * A training run has two: the model's (the whole run) and the step's (reset after each mini-batch).
 * A steady training step so calls malloc zero times.
 *
 * The arena owns its memory; what it gives out is valid until arena_reset to an earlier mark or
 * arena_destroy. Pieces are aligned to 64 bytes (a cache line, and the widest vector). Unless NDEBUG
 * is defined, a gap of 64 bytes stands behind each, and Valgrind and AddressSanitizer report whoever
 * touches it; and new and reset memory is filled with the bits of a NaN, so that a value read before
 * it is written shows in every result that it reaches.
 */
#ifndef DESCENT_BASE_ARENA_H
#define DESCENT_BASE_ARENA_H

#include "base/message.h"
#include "base/real.h"

#include <stdbool.h>
#include <stddef.h>

struct arena {
    unsigned char *memory; /* (size) bytes, aligned to 64 */
    size_t size;           /* bytes */
    size_t used;           /* bytes, a multiple of 64 */
};

/* Takes `size` bytes (rounded up to 64) from the system. Returns 0, or -1 and says how much was
 * wanted. */
int arena_create(struct arena *arena, size_t size, struct message *why);

/* Gives the memory back. An arena that is all zero bytes is allowed. */
void arena_destroy(struct arena *arena);

/* True when arena_take would find room for `bytes` bytes. */
bool arena_fits(const struct arena *arena, size_t bytes);

/* The next `bytes` bytes. Panics when they do not fit: an arena's size is the caller's reckoning. */
void *arena_take(struct arena *arena, size_t bytes);

/* The next `count` reals. */
real *arena_reals(struct arena *arena, size_t count);

/* Takes back all that was given out since `used` was `mark`; 0 takes back everything. */
void arena_reset(struct arena *arena, size_t mark);

#endif
