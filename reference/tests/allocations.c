#include "tests/allocations.h"

#include "tests/support.h"

#ifdef UNDER_ASAN

bool allocations_are_counted(void)
{
    return false;
}

size_t allocations(void)
{
    return 0;
}

#else

static volatile size_t calls; /* volatile: the compiler thinks malloc changes no variable */

void *__libc_malloc(size_t bytes);
void *__libc_calloc(size_t count, size_t bytes);
void *__libc_realloc(void *piece, size_t bytes);
void *__libc_memalign(size_t alignment, size_t bytes);

/* These stand before the C library's own: every call of this program is counted. */
void *malloc(size_t bytes)
{
    __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
    return __libc_malloc(bytes);
}

void *calloc(size_t count, size_t bytes)
{
    __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
    return __libc_calloc(count, bytes);
}

void *realloc(void *piece, size_t bytes)
{
    __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
    return __libc_realloc(piece, bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes)
{
    __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
    return __libc_memalign(alignment, bytes);
}

bool allocations_are_counted(void)
{
    return !under_valgrind();
}

size_t allocations(void)
{
    return calls;
}

#endif
