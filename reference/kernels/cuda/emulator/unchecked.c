/* Instead of check.h's files and traffic.c, for programs whose kernels are compiled without a call before each access
 * (build/emulated-shared): nothing is looked at and nothing counted, so nothing needs to be remembered of memory.
 * What is found all the same, a launch beyond the limits, a barrier that not all reach, is told of at once: nobody asks
 * such a program for its faults. */
#include "kernels/cuda/emulator/faults.h"
#include "kernels/cuda/emulator/machine.h"
#include "kernels/cuda/emulator/traffic.h"

#include <string.h>

const bool machine_is_checked = false;

void fault_kept(const struct emulator_fault *fault)
{
    emulator_print_fault(stderr, fault);
}

/* --- in place of check.h's files -------------------------------------------------------------- */

void check_atomic(const void *at, unsigned bytes, uintptr_t pc)
{
    (void)at;
    (void)bytes;
    (void)pc;
}

void *emulated_memcpy(void *to, const void *from, size_t bytes);
void *emulated_memcpy(void *to, const void *from, size_t bytes)
{
    return memcpy(to, from, bytes);
}

void *emulated_memset(void *to, int value, size_t bytes);
void *emulated_memset(void *to, int value, size_t bytes)
{
    return memset(to, value, bytes);
}

/* --- in place of traffic.c -------------------------------------------------------------------- */

void traffic_begin_launch(const char *kernel)
{
    (void)kernel;
}

void traffic_interval(void)
{
}

void traffic_barrier(void)
{
}

void traffic_reset(void)
{
}

struct emulator_traffic emulator_traffic(const char *kernel)
{
    (void)kernel;
    return (struct emulator_traffic){0};
}
