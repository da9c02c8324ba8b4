#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What the memory checkers must know about an arena; no code where neither is in use, and none for
 * Valgrind with NDEBUG. */
#if defined(__SANITIZE_ADDRESS__)
#define CHECKED_BY_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CHECKED_BY_ASAN 1
#endif
#endif
#ifdef CHECKED_BY_ASAN
#include <sanitizer/asan_interface.h>
#define ALLOW(address, bytes)  ASAN_UNPOISON_MEMORY_REGION(address, bytes)
#define FORBID(address, bytes) ASAN_POISON_MEMORY_REGION(address, bytes)
#elif !defined(NDEBUG) && __has_include(<valgrind/memcheck.h>)
#include <valgrind/memcheck.h>
#define ALLOW(address, bytes)  ((void)VALGRIND_MAKE_MEM_UNDEFINED(address, bytes))
#define FORBID(address, bytes) ((void)VALGRIND_MAKE_MEM_NOACCESS(address, bytes))
#else
#define ALLOW(address, bytes)  ((void)0)
#define FORBID(address, bytes) ((void)0)
#endif

enum { alignment = 64 };
#ifdef NDEBUG
enum { gap = 0 };
#else
enum { gap = 64 };
#endif

static size_t round_up(size_t bytes)
{
    return (bytes + alignment - 1) / alignment * alignment;
}

int arena_create(struct arena *arena, size_t size, struct message *why)
{
    *arena = (struct arena){0};
    if (size > SIZE_MAX - alignment) {
        return message_set(why, "arena: %zu bytes are more than memory can hold", size);
    }
    size = round_up(size);
    arena->memory = aligned_alloc(alignment, size > 0 ? size : alignment);
    if (!arena->memory) {
        return message_set(why, "arena: no memory for %zu bytes", size);
    }
    arena->size = size;
    FORBID(arena->memory, size);
    return 0;
}

void arena_destroy(struct arena *arena)
{
    if (arena->memory) {
        ALLOW(arena->memory, arena->size);
    }
    free(arena->memory);
    *arena = (struct arena){0};
}

bool arena_fits(const struct arena *arena, size_t bytes)
{
    const size_t left = arena->size - arena->used;
    return bytes <= left && round_up(bytes) + gap <= left;
}

void *arena_take(struct arena *arena, size_t bytes)
{
    if (!arena_fits(arena, bytes)) {
        panic("arena_take: %zu bytes wanted (and %d between pieces), %zu of %zu are left", bytes,
              gap, arena->size - arena->used, arena->size);
    }
    unsigned char *const piece = arena->memory + arena->used;
    arena->used += round_up(bytes) + gap;
    ALLOW(piece, bytes);
#ifndef NDEBUG
    memset(piece, 0xff, bytes); /* all bits set is a NaN, as float and as double */
    ALLOW(piece, bytes);        /* still unwritten in Valgrind's eyes */
#endif
    return piece;
}

real *arena_reals(struct arena *arena, size_t count)
{
    if (count > SIZE_MAX / sizeof(real)) {
        panic("arena_reals: %zu reals are more than memory can hold", count);
    }
    return arena_take(arena, count * sizeof(real));
}

void arena_reset(struct arena *arena, size_t mark)
{
    if (mark > arena->used) {
        panic("arena_reset: mark %zu lies behind the %zu bytes in use", mark, arena->used);
    }
#ifndef NDEBUG
    ALLOW(arena->memory + mark, arena->used - mark);
    memset(arena->memory + mark, 0xff, arena->used - mark);
#endif
    FORBID(arena->memory + mark, arena->used - mark);
    arena->used = mark;
}
