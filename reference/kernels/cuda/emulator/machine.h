/* emulator/machine.h: what the emulator's parts share: the launch that runs, and its threads.
 *
 * There is one emulated device a process, and the CUDA runtime's functions have no argument for it: so its
 * state stands here, as one variable.
 */
#ifndef DESCENT_EMULATOR_MACHINE_H
#define DESCENT_EMULATOR_MACHINE_H

#include "kernels/cuda/emulator/emulator.h"
#include "kernels/cuda/emulator/fibre.h"

#include <cuda_runtime.h>
#include <stdbool.h>
#include <stdint.h>

enum { most_threads = 1024, warp_lanes = 32, most_warps = most_threads / warp_lanes };

/* What a kernel's call is, copied: a graph launches it again and again. */
struct launch {
    const char *kernel;
    dim3 blocks, threads;
    size_t shared; /* bytes of dynamic shared memory */
    void (*call)(void *arguments);
    void *arguments; /* (bytes) */
    size_t bytes;
};

enum thread_state { thread_new, thread_ready, thread_at_barrier, thread_in_warp, thread_done };

struct thread {
    struct fibre fibre;
    enum thread_state state;
    unsigned number;   /* in its block */
    uint32_t accesses; /* since it was resumed */
    uint3 index;       /* threadIdx */

    /* where it waits, and for whom */
    const char *file;
    unsigned line;
    unsigned mask;       /* thread_in_warp: the lanes that it waits for */
    bool exchanges;      /* a shuffle or a vote, not __syncwarp */
    uint64_t brought;    /* to the exchange */
    const uint64_t *got; /* (warp_lanes), from it */
};

struct machine {
    /* the launch that runs; NULL outside of kernels */
    const struct launch *launch;
    unsigned count; /* threads of a block */
    struct thread thread[most_threads];
    struct thread *current; /* NULL while the schedule decides */
    struct fibre schedule;  /* from where threads are resumed */
    bool given_up;          /* a fault ended the launch */
    cudaError_t status;     /* what a given-up launch ends with */
    cudaError_t last_error; /* cudaGetLastError's */

    /* Time, for races: it grows at each barrier, block and launch; what was written before the launch, the
     * block, the barrier has a smaller number. `since_warp` counts each warp's __syncwarps since the barrier. */
    uint32_t now, launch_began, block_began;
    uint32_t since_warp[most_warps];
};

extern struct machine machine;

/* Whether accesses are looked at and counted, and so what memory holds is remembered: true of check.h's files,
 * false of unchecked.c. */
extern const bool machine_is_checked;

/* Gives the running launch up with this status; returns to the schedule and never comes back. Outside of
 * kernels it ends the program with status 1, and handlers of atexit say what is to be said. */
void machine_give_up(cudaError_t status) __attribute__((noreturn));

/* Runs a launch whose sizes are within the limits. */
void schedule_run(const struct launch *launch);

/* The block that runs. */
uint3 machine_block(void);

/* Makes a fault of a touch that the compiler did not announce. Called before the device is first used. */
void signals_begin(void);

/* An atomic operation of the thread that runs, at the program counter pc, comes to these bytes. */
void check_atomic(const void *at, unsigned bytes, uintptr_t pc);

/* Says and remembers an error of the runtime's functions, and returns it. */
cudaError_t machine_error(cudaError_t error);

#endif
