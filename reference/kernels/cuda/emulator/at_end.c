/* For make emulate: when the program ends, what the emulator saw. Exit status 1 when that was a fault. */
#include "kernels/cuda/emulator/emulator.h"
#include "kernels/cuda/emulator/traffic.h"

#include <stdlib.h>
#include <unistd.h>

static void print_traffic(const char *kernel)
{
    const struct emulator_traffic t = emulator_traffic(kernel);
    printf("%s: %lu launch%s, %lu barriers\n"
           "  global memory: %lu bytes read, %lu written; %lu accesses of warps touch %lu segments "
           "of 32 bytes, "
           "%lu are uncoalesced\n"
           "  shared memory: %lu accesses of warps, %lu bank conflicts\n",
           kernel, t.launches, t.launches == 1 ? "" : "es", t.barriers, t.read_bytes,
           t.written_bytes, t.accesses, t.segments, t.uncoalesced, t.shared_accesses,
           t.bank_conflicts);
}

static void tell(void)
{
    const size_t faults = emulator_fault_count();
    printf("\n");
    for (size_t i = 0; traffic_kernel(i); i++) {
        print_traffic(traffic_kernel(i));
    }
    for (size_t i = 0; i < faults; i++) {
        printf("\n");
        emulator_print_fault(stdout, emulator_fault(i));
    }
    printf("\n%zu fault%s\n", faults, faults == 1 ? "" : "s");
    fflush(stdout);
    if (faults > 0) {
        _exit(1);
    }
}

__attribute__((constructor)) static void begin(void)
{
    atexit(tell);
}
