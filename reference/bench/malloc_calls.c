/* Counts the calls of malloc and its kin: these functions stand in front of the C library's, which
 * has each under a second name for such uses. */
#include "bench/measure.h"

#include <errno.h>
#include <stdlib.h>

static size_t calls, wanted; /* bytes */

size_t malloc_calls(void)
{
    return __atomic_load_n(&calls, __ATOMIC_RELAXED);
}

size_t malloc_bytes(void)
{
    return __atomic_load_n(&wanted, __ATOMIC_RELAXED);
}

static void note(size_t bytes)
{
    __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
    __atomic_add_fetch(&wanted, bytes, __ATOMIC_RELAXED);
}

void *__libc_malloc(size_t bytes);
void *__libc_calloc(size_t count, size_t bytes);
void *__libc_realloc(void *memory, size_t bytes);
void *__libc_memalign(size_t alignment, size_t bytes);

void *malloc(size_t bytes)
{
    note(bytes);
    return __libc_malloc(bytes);
}

void *calloc(size_t count, size_t bytes)
{
    note(count * bytes);
    return __libc_calloc(count, bytes);
}

void *realloc(void *memory, size_t bytes)
{
    note(bytes);
    return __libc_realloc(memory, bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes)
{
    note(bytes);
    return __libc_memalign(alignment, bytes);
}

int posix_memalign(void **memory, size_t alignment, size_t bytes)
{
    note(bytes);
    *memory = __libc_memalign(alignment, bytes);
    return *memory ? 0 : ENOMEM;
}
