/* Atomic operations: threads run one after another, so each is plain arithmetic; what counts is that it is seen. */
#include "kernels/cuda/emulator/machine.h"

#include <cuda_runtime.h>

enum emulated_atomic { atomic_add, atomic_max, atomic_min, atomic_exchange, atomic_and, atomic_or };

#define SEEN(at) check_atomic(at, sizeof *(at), (uintptr_t)__builtin_return_address(0))

/* What stands there afterwards, but for the operations on bits. */
#define AFTER(how, was, by)                                                                        \
    ((how) == atomic_add   ? (was) + (by)                                                          \
     : (how) == atomic_max ? ((was) > (by) ? (was) : (by))                                         \
     : (how) == atomic_min ? ((was) < (by) ? (was) : (by))                                         \
                           : (by))
#define AFTER_BITS(how, was, by)                                                                   \
    ((how) == atomic_and ? (was) & (by) : (how) == atomic_or ? (was) | (by) : AFTER(how, was, by))

int emulated_atomic_int(enum emulated_atomic how, int *at, int by);
int emulated_atomic_int(enum emulated_atomic how, int *at, int by)
{
    SEEN(at);
    const int was = *at;
    *at = AFTER_BITS(how, was, by);
    return was;
}

unsigned emulated_atomic_unsigned(enum emulated_atomic how, unsigned *at, unsigned by);
unsigned emulated_atomic_unsigned(enum emulated_atomic how, unsigned *at, unsigned by)
{
    SEEN(at);
    const unsigned was = *at;
    *at = AFTER_BITS(how, was, by);
    return was;
}

unsigned long long emulated_atomic_long(enum emulated_atomic how, unsigned long long *at,
                                        unsigned long long by);
unsigned long long emulated_atomic_long(enum emulated_atomic how, unsigned long long *at,
                                        unsigned long long by)
{
    SEEN(at);
    const unsigned long long was = *at;
    *at = AFTER_BITS(how, was, by);
    return was;
}

float emulated_atomic_float(enum emulated_atomic how, float *at, float by);
float emulated_atomic_float(enum emulated_atomic how, float *at, float by)
{
    SEEN(at);
    const float was = *at;
    *at = AFTER(how, was, by);
    return was;
}

double emulated_atomic_double(enum emulated_atomic how, double *at, double by);
double emulated_atomic_double(enum emulated_atomic how, double *at, double by)
{
    SEEN(at);
    const double was = *at;
    *at = AFTER(how, was, by);
    return was;
}

unsigned emulated_atomic_count(unsigned *at, unsigned last);
unsigned emulated_atomic_count(unsigned *at, unsigned last)
{
    SEEN(at);
    const unsigned was = *at;
    *at = was >= last ? 0 : was + 1;
    return was;
}

unsigned emulated_compare_and_swap(unsigned *at, unsigned expected, unsigned value);
unsigned emulated_compare_and_swap(unsigned *at, unsigned expected, unsigned value)
{
    SEEN(at);
    const unsigned was = *at;
    *at = was == expected ? value : was;
    return was;
}

unsigned long long emulated_compare_and_swap_long(unsigned long long *at,
                                                  unsigned long long expected,
                                                  unsigned long long value);
unsigned long long emulated_compare_and_swap_long(unsigned long long *at,
                                                  unsigned long long expected,
                                                  unsigned long long value)
{
    SEEN(at);
    const unsigned long long was = *at;
    *at = was == expected ? value : was;
    return was;
}
