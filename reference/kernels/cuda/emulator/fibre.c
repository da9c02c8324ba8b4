#include "kernels/cuda/emulator/fibre.h"

#include "base/message.h"

#include <string.h>
#include <sys/mman.h>

enum { guard_bytes = 4096 };

/* --- the switch ------------------------------------------------------------------------------- */

/* Saves what a called function must keep, puts the stack pointer into *from, takes the other one's. */
void fibre_switch_stacks(void **from, void *to);

#if defined(__x86_64__)

/* The System V ABI: rbp, rbx, r12 to r15; the control words of SSE and x87 are the same for all. */
__asm__(".text\n"
        ".globl fibre_switch_stacks\n"
        ".hidden fibre_switch_stacks\n"
        ".type fibre_switch_stacks, @function\n"
        "fibre_switch_stacks:\n"
        "    push %rbp\n"
        "    push %rbx\n"
        "    push %r12\n"
        "    push %r13\n"
        "    push %r14\n"
        "    push %r15\n"
        "    mov %rsp, (%rdi)\n"
        "    mov %rsi, %rsp\n"
        "    pop %r15\n"
        "    pop %r14\n"
        "    pop %r13\n"
        "    pop %r12\n"
        "    pop %rbx\n"
        "    pop %rbp\n"
        "    ret\n"
        ".size fibre_switch_stacks, . - fibre_switch_stacks\n");

enum { kept_registers = 6 };

/* As if `body` had been called: at its first instruction the stack is 8 bytes off a multiple of 16. */
static void *first_frame(char *end_of_stack, void (*body)(void))
{
    void **at = (void **)(void *)end_of_stack;
    *--at = NULL; /* where body would return to */
    *--at = (void *)(uintptr_t)body;
    at -= kept_registers;
    memset(at, 0, kept_registers * sizeof *at);
    return at;
}

#elif defined(__aarch64__)

/* The procedure call standard: x19 to x30, d8 to d15. */
__asm__(".text\n"
        ".globl fibre_switch_stacks\n"
        ".hidden fibre_switch_stacks\n"
        ".type fibre_switch_stacks, %function\n"
        "fibre_switch_stacks:\n"
        "    sub sp, sp, #160\n"
        "    stp x19, x20, [sp]\n"
        "    stp x21, x22, [sp, #16]\n"
        "    stp x23, x24, [sp, #32]\n"
        "    stp x25, x26, [sp, #48]\n"
        "    stp x27, x28, [sp, #64]\n"
        "    stp x29, x30, [sp, #80]\n"
        "    stp d8, d9, [sp, #96]\n"
        "    stp d10, d11, [sp, #112]\n"
        "    stp d12, d13, [sp, #128]\n"
        "    stp d14, d15, [sp, #144]\n"
        "    mov x9, sp\n"
        "    str x9, [x0]\n"
        "    mov sp, x1\n"
        "    ldp x19, x20, [sp]\n"
        "    ldp x21, x22, [sp, #16]\n"
        "    ldp x23, x24, [sp, #32]\n"
        "    ldp x25, x26, [sp, #48]\n"
        "    ldp x27, x28, [sp, #64]\n"
        "    ldp x29, x30, [sp, #80]\n"
        "    ldp d8, d9, [sp, #96]\n"
        "    ldp d10, d11, [sp, #112]\n"
        "    ldp d12, d13, [sp, #128]\n"
        "    ldp d14, d15, [sp, #144]\n"
        "    add sp, sp, #160\n"
        "    ret\n"
        ".size fibre_switch_stacks, . - fibre_switch_stacks\n");

static void *first_frame(char *end_of_stack, void (*body)(void))
{
    enum { frame_bytes = 160, link_register = 11 };
    char *const frame = end_of_stack - frame_bytes;
    memset(frame, 0, frame_bytes);
    ((void **)(void *)frame)[link_register] = (void *)(uintptr_t)body;
    return frame;
}

#else
#error "The CUDA emulator knows how to switch stacks on x86-64 and on arm64 only."
#endif

/* --- stacks ----------------------------------------------------------------------------------- */

enum { most_idle = 1024 };
static char *idle[most_idle];
static size_t idle_count;

static char *take_stack(void)
{
    if (idle_count > 0) {
        return idle[--idle_count];
    }
    char *const memory = mmap(NULL, guard_bytes + fibre_stack_bytes, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory, guard_bytes, PROT_NONE) != 0) {
        panic("emulator: no memory for the stack of a thread");
    }
    return memory + guard_bytes;
}

void fibre_begin(struct fibre *fibre, void (*body)(void))
{
    fibre->stack = take_stack();
    fibre->at = first_frame(fibre->stack + fibre_stack_bytes, body);
}

void fibre_end(struct fibre *fibre)
{
    if (fibre->stack && idle_count < most_idle) {
        idle[idle_count++] = fibre->stack;
    } else if (fibre->stack) {
        munmap(fibre->stack - guard_bytes, guard_bytes + fibre_stack_bytes);
    }
    *fibre = (struct fibre){NULL, NULL};
}

void fibre_switch(struct fibre *from, const struct fibre *to)
{
    fibre_switch_stacks(&from->at, to->at);
}

bool fibre_overflowed(const struct fibre *fibre, const void *address)
{
    return (uintptr_t)fibre->stack - 1 - (uintptr_t)address < guard_bytes;
}
