/* What no compiler's call announced: the host's code in a library that touches the device's memory, a thread whose
 * stack ends, a pointer to nowhere. */
#include "kernels/cuda/emulator/device_memory.h"
#include "kernels/cuda/emulator/faults.h"
#include "kernels/cuda/emulator/machine.h"

#include <signal.h>
#include <stdlib.h>

enum { stack_bytes = 64 * 1024 };
static char stack[stack_bytes]; /* a thread's own may be what ended */

static void on_signal(int number, siginfo_t *info, void *context)
{
    (void)context;
    const struct emulated_access access = {.address = (uintptr_t)info->si_addr, .bytes = 1};
    if (machine.current) {
        if (fibre_overflowed(&machine.current->fibre, info->si_addr)) {
            fault_stack();
        } else {
            fault_of_host(&access);
        }
        machine_give_up(cudaErrorIllegalAddress);
    }
    if (device_memory_has(info->si_addr)) {
        fault_by_host(&access);
        exit(1);
    }
    signal(number, SIG_DFL); /* none of the emulator's: it comes again and ends the program */
}

/* Called before the first use of the device. */
void signals_begin(void)
{
    static bool begun;
    if (begun) {
        return;
    }
    begun = true;
    const stack_t other = {.ss_sp = stack, .ss_size = sizeof stack};
    struct sigaction action = {.sa_sigaction = on_signal,
                               .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
    sigemptyset(&action.sa_mask);
    if (sigaltstack(&other, NULL) == 0) {
        sigaction(SIGSEGV, &action, NULL);
        sigaction(SIGBUS, &action, NULL);
    }
}
