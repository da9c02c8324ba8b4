/* emulator/check.h: every access of a kernel, and of the host's code beside it, is looked at.
 *
 *   sanitizer_calls.c  is told of it by the compiled code
 *   accesses.c         finds out whose memory it goes to
 *   check.c            compares it with what is known of each word there
 */
#ifndef DESCENT_EMULATOR_CHECK_H
#define DESCENT_EMULATOR_CHECK_H

#include "kernels/cuda/emulator/faults.h"
#include "kernels/cuda/emulator/shadow.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An access by the instruction before pc, the address to which its call returns. */
void check_access(uintptr_t address, unsigned bytes, bool writes, uintptr_t pc);

/* The same of many bytes, in the widest pieces that the address allows, of 16 bytes at most. */
void check_range(const void *at, size_t bytes, bool writes, uintptr_t pc);

/* A struct's copy, made by the compiler: from constants of the program, too. */
void check_copy(const void *to, const void *from, size_t bytes, uintptr_t pc);

enum access_kind { plain_global, plain_shared, atomic_global, atomic_shared };

/* Looks at each word of an access by the running thread to a region, and remembers it. Gives the launch up where
 * there is no memory. */
void check_words(struct region *region, const struct emulated_access *access,
                 enum access_kind kind);

#endif
