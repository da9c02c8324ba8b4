#include "base/flush.h"

#include <float.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
#include <xmmintrin.h>

static void set_flags(void)
{
    const unsigned flush_to_zero = 1u << 15, denormals_are_zero = 1u << 6; /* results, operands */
    _mm_setcsr(_mm_getcsr() | flush_to_zero | denormals_are_zero);
}
#elif defined(__aarch64__)

static void set_flags(void)
{
    const uint64_t flush_to_zero = UINT64_C(1) << 24; /* results and operands */
    uint64_t control;
    __asm__ volatile("mrs %0, fpcr" : "=r"(control));
    __asm__ volatile("msr fpcr, %0" : : "r"(control | flush_to_zero));
}
#else
static void set_flags(void)
{
}
#endif

bool flush_subnormals(void)
{
    set_flags();
    return subnormals_are_flushed();
}

bool subnormals_are_flushed(void)
{
    /* volatile: the compiler must not reckon it out */
    volatile float smallest = FLT_MIN, result = smallest / 4;
    volatile float subnormal = FLT_TRUE_MIN, grown = subnormal * 0x1p100f;
    uint32_t bits; /* of the result: a comparison could count a subnormal as 0 */
    memcpy(&bits, (const float[]){result}, sizeof bits);
    return bits == 0 && grown == 0;
}
