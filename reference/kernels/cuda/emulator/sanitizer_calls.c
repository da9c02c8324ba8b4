/* What compiled kernels call: before each access, as they would call ThreadSanitizer, and where an index or a pointer is
 * wrong, as they would call UndefinedBehaviorSanitizer. */
#include "kernels/cuda/emulator/check.h"
#include "kernels/cuda/emulator/machine.h"

#include <string.h>

/* --- before an access ------------------------------------------------------------------------- */

#define PC ((uintptr_t)__builtin_return_address(0))
#define SEES(name, bytes, writes)                                                                  \
    void name(const void *at);                                                                     \
    void name(const void *at)                                                                      \
    {                                                                                              \
        check_access((uintptr_t)at, bytes, writes, PC);                                            \
    }

SEES(__tsan_read1, 1, false)
SEES(__tsan_read2, 2, false)
SEES(__tsan_read4, 4, false)
SEES(__tsan_read8, 8, false)
SEES(__tsan_read16, 16, false)
SEES(__tsan_write1, 1, true)
SEES(__tsan_write2, 2, true)
SEES(__tsan_write4, 4, true)
SEES(__tsan_write8, 8, true)
SEES(__tsan_write16, 16, true)
SEES(__tsan_unaligned_read2, 2, false)
SEES(__tsan_unaligned_read4, 4, false)
SEES(__tsan_unaligned_read8, 8, false)
SEES(__tsan_unaligned_read16, 16, false)
SEES(__tsan_unaligned_write2, 2, true)
SEES(__tsan_unaligned_write4, 4, true)
SEES(__tsan_unaligned_write8, 8, true)
SEES(__tsan_unaligned_write16, 16, true)

/* clang's word for x += y */
#define READS_AND_WRITES(name, bytes)                                                              \
    void name(const void *at);                                                                     \
    void name(const void *at)                                                                      \
    {                                                                                              \
        check_access((uintptr_t)at, bytes, false, PC);                                             \
        check_access((uintptr_t)at, bytes, true, PC);                                              \
    }
READS_AND_WRITES(__tsan_read_write1, 1)
READS_AND_WRITES(__tsan_read_write2, 2)
READS_AND_WRITES(__tsan_read_write4, 4)
READS_AND_WRITES(__tsan_read_write8, 8)
READS_AND_WRITES(__tsan_read_write16, 16)

/* --- of many bytes ---------------------------------------------------------------------------- */

void __tsan_read_range(const void *at, size_t bytes);
void __tsan_read_range(const void *at, size_t bytes)
{
    check_range(at, bytes, false, PC);
}

void __tsan_write_range(const void *at, size_t bytes);
void __tsan_write_range(const void *at, size_t bytes)
{
    check_range(at, bytes, true, PC);
}

/* clang's words for the copy of a struct, and = {0}: include/emulated/device.h */
void *__tsan_memcpy(void *to, const void *from, size_t bytes);
void *__tsan_memcpy(void *to, const void *from, size_t bytes)
{
    check_copy(to, from, bytes, PC);
    return memcpy(to, from, bytes);
}

void *__tsan_memmove(void *to, const void *from, size_t bytes);
void *__tsan_memmove(void *to, const void *from, size_t bytes)
{
    check_copy(to, from, bytes, PC);
    return memmove(to, from, bytes);
}

void *__tsan_memset(void *to, int value, size_t bytes);
void *__tsan_memset(void *to, int value, size_t bytes)
{
    check_range(to, bytes, true, PC);
    return memset(to, value, bytes);
}

/* memcpy and memset, where a kernel calls them */
void *emulated_memcpy(void *to, const void *from, size_t bytes);
void *emulated_memcpy(void *to, const void *from, size_t bytes)
{
    check_range(from, bytes, false, PC);
    check_range(to, bytes, true, PC);
    return memcpy(to, from, bytes);
}

void *emulated_memset(void *to, int value, size_t bytes);
void *emulated_memset(void *to, int value, size_t bytes)
{
    check_range(to, bytes, true, PC);
    return memset(to, value, bytes);
}

/* --- nothing to do ---------------------------------------------------------------------------- */

/* At a function's begin and end, at the program's, and for C++'s virtual functions. */
void __tsan_vptr_update(void **at, void *to);
void __tsan_vptr_update(void **at, void *to)
{
    (void)at;
    (void)to;
}
void __tsan_vptr_read(void **at);
void __tsan_vptr_read(void **at)
{
    (void)at;
}
void __tsan_init(void);
void __tsan_init(void)
{
}
void __tsan_func_entry(const void *caller);
void __tsan_func_entry(const void *caller)
{
    (void)caller;
}
void __tsan_func_exit(void);
void __tsan_func_exit(void)
{
}

/* --- an index, a pointer -------------------------------------------------------------------------- */

struct ubsan_place {
    const char *file;
    uint32_t line, column;
};
void __ubsan_handle_out_of_bounds(const struct ubsan_place *place, uintptr_t index);
void __ubsan_handle_out_of_bounds(const struct ubsan_place *place, uintptr_t index)
{
    fault_index(place->file, place->line, (long)index);
    machine_give_up(cudaErrorIllegalAddress);
}

/* A pointer to a float4 or the like, off its multiple. */
struct ubsan_mismatch {
    struct ubsan_place place;
    const void *type;
    unsigned char log_alignment, kind;
};
void __ubsan_handle_type_mismatch_v1(const struct ubsan_mismatch *mismatch, uintptr_t address);
void __ubsan_handle_type_mismatch_v1(const struct ubsan_mismatch *mismatch, uintptr_t address)
{
    (void)address;
    fault_alignment(mismatch->place.file, mismatch->place.line, 1U << mismatch->log_alignment);
    machine_give_up(cudaErrorMisalignedAddress);
}
