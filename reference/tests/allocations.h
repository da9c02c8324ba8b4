/* tests/allocations.h: counts the calls of malloc and its relatives in this program.
 *
 *     const size_t before = allocations();
 *     ...
 *     cr_assert_eq(allocations(), before);
 */
#ifndef DESCENT_TESTS_ALLOCATIONS_H
#define DESCENT_TESTS_ALLOCATIONS_H

#include <stdbool.h>
#include <stddef.h>

/* False where another malloc stands before ours: under AddressSanitizer and Valgrind. */
bool allocations_are_counted(void);

/* How many calls there were so far. */
size_t allocations(void);

#endif
