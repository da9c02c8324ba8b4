#include "kernels/fast/processor.h"

#ifdef __x86_64__

/* gcc 12 knows "x86-64-v3", clang 14 does not. Of each level what compilers make use of in our loops is
 * asked for; no processor has it without the rest. */
bool processor_has_v3(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
           __builtin_cpu_supports("bmi2");
}

bool processor_has_v4(void)
{
    return processor_has_v3() && __builtin_cpu_supports("avx512f") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}

#else

bool processor_has_v3(void)
{
    return false;
}

bool processor_has_v4(void)
{
    return false;
}

#endif
