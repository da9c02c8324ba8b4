/* For make emulate: when the program ends, what the emulator saw, on stderr: faults, then what the kernels moved.
 * Exit status 1 when there was a fault.
 *
 * EMULATE_ORDER=descending, or =7 for a shuffled one of that seed: threads and blocks run in this order, and only
 * faults are told of.
 */
#include "kernels/cuda/emulator/emulator.h"
#include "kernels/cuda/emulator/traffic.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *order; /* NULL: the usual one */

/* "12 of 64" */
static const char *share(uint64_t part, uint64_t whole, char *text, size_t size)
{
    snprintf(text, size, "%lu of %lu", (unsigned long)part, (unsigned long)whole);
    return text;
}

static void print_kernel(const char *name, const struct emulator_traffic *t)
{
    char uncoalesced[48];
    fprintf(stderr, "%-24s  %8lu  %8lu  %11lu  %13lu  %8lu  %15s  %14lu\n", name,
            (unsigned long)t->launches, (unsigned long)t->barriers, (unsigned long)t->read_bytes,
            (unsigned long)t->written_bytes, (unsigned long)t->segments,
            share(t->uncoalesced, t->accesses, uncoalesced, sizeof uncoalesced),
            (unsigned long)t->bank_conflicts);
}

static void print_traffic(void)
{
    fprintf(stderr, "\n%-24s  %8s  %8s  %11s  %13s  %8s  %15s  %14s\n", "kernel", "launches",
            "barriers", "bytes read", "bytes written", "segments", "uncoalesced", "bank conflicts");
    for (size_t i = 0; traffic_kernel(i); i++) {
        const struct emulator_traffic of_kernel = emulator_traffic(traffic_kernel(i));
        print_kernel(traffic_kernel(i), &of_kernel);
    }
    fputs("(global memory moves in segments of 32 bytes; an access of a warp is uncoalesced when "
          "it needs more of\n"
          "them than its numbers fill)\n",
          stderr);
}

static void tell(void)
{
    const size_t faults = emulator_fault_count();
    fflush(NULL);
    if (order && faults > 0) {
        fprintf(stderr, "\nWith threads and blocks in another order (%s):\n", order);
    }
    for (size_t i = 0; i < faults; i++) {
        fputc('\n', stderr);
        emulator_print_fault(stderr, emulator_fault(i));
    }
    if (!order && traffic_kernel(0)) {
        print_traffic();
    }
    if (faults > 0) {
        fprintf(stderr, "\n%zu fault%s\n", faults, faults == 1 ? "" : "s");
        _exit(1);
    }
}

__attribute__((constructor)) static void begin(void)
{
    order = getenv("EMULATE_ORDER");
    if (order) {
        emulator_set_order(strcmp(order, "descending") == 0 ? order_descending : order_shuffled,
                           strtoull(order, NULL, 10));
    }
    atexit(tell);
}
