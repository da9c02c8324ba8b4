/* kernels/cuda/emulator/emulator.h: runs CUDA kernels on the CPU and tells what is wrong with them.
 *
 * A .cu file is rewritten a little (k<<<blocks, threads>>>(...) is no C++), compiled by g++ or clang++ against
 * the emulator's own cuda_runtime.h, and linked with the emulator. Then its cudaMalloc, its kernels and its
 * copies do what they would do on a device, on one CPU core, and every access of a kernel is looked at. What
 * a program asks the emulator itself stands here.
 *
 *     emulator_reset();
 *     ... cudaMalloc, cudaMemcpy, launchers ...
 *     for (size_t i = 0; i < emulator_fault_count(); i++) emulator_print_fault(stderr, emulator_fault(i));
 *
 * A launch in which a fault was found ends where going on would make no sense (an access out of bounds, a
 * barrier that not all reach), and its status tells of it as a device's would.
 */
#ifndef DESCENT_KERNELS_CUDA_EMULATOR_EMULATOR_H
#define DESCENT_KERNELS_CUDA_EMULATOR_EMULATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

enum emulator_fault_kind {
    fault_out_of_bounds, /* global or shared memory beyond an allocation, an index beyond a fixed array */
    fault_race,          /* two threads of a block, one of them writing, and no barrier between */
    fault_race_of_blocks,    /* the same between blocks, which no barrier keeps apart */
    fault_missing_syncwarp,  /* a race of two lanes of one warp */
    fault_divergent_barrier, /* not all threads reach a barrier, or they wait at different ones */
    fault_shuffle,           /* a lane outside of the mask, or lanes of the mask that never come */
    fault_uninitialised,     /* memory is read that nobody wrote */
    fault_after_free,        /* memory that cudaFree has taken back */
    fault_host_pointer,      /* a kernel is given a pointer to the host's memory, or NULL */
    fault_device_pointer,    /* the host reads or writes the device's memory */
    fault_launch,            /* a grid, block or shared memory beyond the limits */
    fault_copy,              /* cudaMemcpy in the wrong direction, or longer than what is there */
    fault_misaligned,        /* a float4 at an address that is no multiple of 16, and the like */
    fault_endless,           /* a thread goes on and on and never waits */
    fault_kinds
};

struct emulator_place {
    const char *file; /* "" where it is not known */
    unsigned line;    /* 0 where it is not known */
    uintptr_t pc;     /* of the instruction, 0 where that is not known */
};

struct emulator_thread {
    unsigned block[3], thread[3]; /* x, y, z */
};

struct emulator_fault {
    enum emulator_fault_kind kind;
    char kernel[64]; /* "" for the host's own code */
    struct emulator_thread thread, other;
    bool has_other; /* a race's: who met whom; false where that is not known any more */
    struct emulator_place place, other_place;
    char what[256];  /* one line: what happened: "reads element 1000 of an array of 1000 floats" */
    char means[512]; /* a sentence or two: what that means, and what to look at */
};

/* Each fault once: the same kind at the same lines is told of its first threads only. */
size_t emulator_fault_count(void);
const struct emulator_fault *emulator_fault(size_t i);

/* "race", "out of bounds": the kind in words. */
const char *emulator_fault_name(enum emulator_fault_kind kind);

/* As a person reads it: several lines, with the .cu file's line. */
void emulator_print_fault(FILE *to, const struct emulator_fault *fault);

/* What the launches of a kernel moved. A warp's access touches segments of 32 bytes; it is uncoalesced when
 * it touches more than its numbers would fill. Lanes that want different words of one of the 32 banks of
 * shared memory in the same access wait for each other: each wait is a conflict (warp_access.h). */
struct emulator_traffic {
    uint64_t launches;
    uint64_t read_bytes, written_bytes; /* of global memory, as the threads asked for them */
    uint64_t accesses, segments;        /* of warps: how often, and segments of 32 bytes touched */
    uint64_t uncoalesced;               /* accesses of warps that touched more than they need */
    uint64_t shared_accesses, bank_conflicts;
    uint64_t barriers; /* __syncthreads, counted once a block */
};

/* Of the kernel of this name ("matmul_tiled_kernel") since the last reset; all 0 when it never ran. */
struct emulator_traffic emulator_traffic(const char *kernel);

/* In which order threads and blocks run. */
enum emulator_order { order_ascending, order_descending, order_shuffled };
void emulator_set_order(enum emulator_order order, uint64_t seed);

/* What the runtime was asked to do since the last reset: a steady training step allocates nothing and waits
 * for nothing. */
struct emulator_calls {
    uint64_t allocations, frees, copies_to_device, copies_from_device, waits, launches,
        graph_launches;
};
struct emulator_calls emulator_calls(void);

/* How large device memory is, in bytes: before its first use. Usually 4 GiB of addresses, of which only what is
 * used takes memory; a confined program may have less. */
void emulator_set_memory(size_t bytes);

/* Forgets faults, counts and all of the device's memory. */
void emulator_reset(void);

#ifdef __cplusplus
}
#endif

#endif
