/* The emulator: each run has its own order of threads and blocks, and may have no fault. */
#include "tests/cuda/platform.h"

#include "kernels/cuda/emulator/emulator.h"
#include "kernels/cuda/room.h"

#include <criterion/criterion.h>
#include <cuda_runtime.h>

size_t platform_runs(void)
{
    return 4;
}

void platform_begin(size_t run)
{
    emulator_reset();
    cuda_forget_rooms();
    const enum emulator_order orders[] = {order_ascending, order_descending, order_shuffled,
                                          order_shuffled};
    emulator_set_order(orders[run], run);
}

void platform_end(void)
{
    for (size_t i = 0; i < emulator_fault_count(); i++) {
        emulator_print_fault(stderr, emulator_fault(i));
    }
    cr_assert_eq(emulator_fault_count(), 0, "the emulator found %zu faults",
                 emulator_fault_count());
}

void *platform_take(size_t bytes)
{
    void *memory = NULL;
    cr_assert_eq(cudaMalloc(&memory, bytes), cudaSuccess);
    return memory;
}
