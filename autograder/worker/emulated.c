/* Kernels on the emulator. */
#include "kernels/cuda/emulator/emulator.h"
#include "kernels/cuda/emulator/faults.h"
#include "worker/kernel_machine.h"

#include <stdio.h>

enum { device_bytes = 8 << 20 }; /* what is known of each byte takes some thirty more */

void machine_begin(const struct call *call)
{
    static bool begun;
    if (!begun) {
        emulator_set_memory(device_bytes);
        begun = true;
    }
    emulator_reset();
    const size_t order = is_given(call, "order") ? whole(call, "order") : 0;
    emulator_set_order(order == 0   ? order_ascending
                       : order == 1 ? order_descending
                                    : order_shuffled,
                       order);
}

/* Called by the emulator where it finds a fault. make debug stops here, and then shows the student's line. */
void fault_kept(const struct emulator_fault *fault)
{
    (void)fault;
}

/* Where a barrier is missing, something may also be read before it was written: that is only what follows. */
static const struct emulator_fault *most_telling(void)
{
    const struct emulator_fault *found = emulator_fault(0);
    for (size_t i = 0; i < emulator_fault_count(); i++) {
        const struct emulator_fault *const fault = emulator_fault(i);
        if (fault->kind == fault_race) {
            return fault;
        }
        if (found->kind == fault_uninitialised) {
            found = fault;
        }
    }
    return found;
}

void machine_report(const struct call *call)
{
    if (emulator_fault_count() == 0) {
        return;
    }
    const struct emulator_fault *const fault = most_telling();
    const unsigned *const block = fault->thread.block, *const thread = fault->thread.thread;
    char what[400];
    snprintf(what, sizeof what, "thread (%u,%u,%u) of block (%u,%u,%u) %s", thread[0], thread[1],
             thread[2], block[0], block[1], block[2], fault->what);
    output_text(call, "kind", emulator_fault_name(fault->kind));
    output_text(call, "what", what);
    output_text(call, "means", fault->means);
    output_number(call, "line", (real)fault->place.line);
    output_number(call, "pc", (real)fault->place.pc);
    output_number(call, "other_pc", (real)fault->other_place.pc);
}

/* As it comes from cudaMalloc: the emulator knows that nobody has written there. */
void machine_leave_unwritten(float *device, const float *sent, size_t count)
{
    (void)device;
    (void)sent;
    (void)count;
}

void machine_count_bytes(const struct call *call, const char *kernel)
{
    const struct emulator_traffic traffic = emulator_traffic(kernel);
    output_number(call, "read", (real)traffic.read_bytes);
    output_number(call, "written", (real)traffic.written_bytes);
}
