/* emulator/fibre.h: threads that run until they give way: each CUDA thread is one.
 *
 * A fibre is a stack and the registers that a call keeps. fibre_switch saves the caller's on its own stack and
 * goes on where the other one had stopped: a few nanoseconds, no system call. Below each stack lies a page that
 * nobody may touch, so that a recursion without end is seen.
 */
#ifndef DESCENT_EMULATOR_FIBRE_H
#define DESCENT_EMULATOR_FIBRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { fibre_stack_bytes = 64 * 1024 };

struct fibre {
    void *at;    /* its stack pointer while it stands still */
    char *stack; /* (fibre_stack_bytes); NULL when it has none */
};

/* A fibre that begins in `body`, which must never return, at the next switch to it. Takes a stack from those
 * given back, or from the system; panics when there is none. */
void fibre_begin(struct fibre *fibre, void (*body)(void));

/* Gives the stack back: the fibre is over, or is given up wherever it stands. */
void fibre_end(struct fibre *fibre);

/* Leaves `from` where it is and goes on with `to`. */
void fibre_switch(struct fibre *from, const struct fibre *to);

/* Whether an address lies on its stack; in the page below it. */
static inline bool fibre_has(const struct fibre *fibre, const void *address)
{
    return (uintptr_t)address - (uintptr_t)fibre->stack < fibre_stack_bytes;
}
bool fibre_overflowed(const struct fibre *fibre, const void *address);

#endif
