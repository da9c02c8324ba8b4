/* emulator/faults.h: what is found is kept, in words. The functions say what happened; none of them ends anything. */
#ifndef DESCENT_EMULATOR_FAULTS_H
#define DESCENT_EMULATOR_FAULTS_H

#include "kernels/cuda/emulator/emulator.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An access by the thread that runs, at the program counter pc, to an address. */
struct emulated_access {
    uintptr_t address, pc;
    unsigned bytes;
    bool writes;
};

void fault_outside(const struct emulated_access *access);
void fault_unwritten(const struct emulated_access *access);
void fault_freed(const struct emulated_access *access);
void fault_crooked(const struct emulated_access *access);
void fault_of_host(const struct emulated_access *access);

/* The same by the host's own code, to the device's memory; pc 0 where it is not known. */
void fault_by_host(const struct emulated_access *access);

/* An index beyond an array whose size is declared. */
void fault_index(const char *file, unsigned line, long index);

/* An address that is no multiple of this. */
void fault_alignment(const char *file, unsigned line, unsigned multiple);

/* This access and an earlier one, which wrote or read. */
struct earlier_access {
    uintptr_t pc;
    unsigned thread;
    bool wrote, of_other_block;
};
void fault_of_race(enum emulator_fault_kind kind, const struct emulated_access *access,
                   const struct earlier_access *earlier);

/* The running thread never waits and never ends. */
void fault_goes_on(const struct emulated_access *access);

/* The running thread's stack is full. */
void fault_stack(void);

void fault_lane_outside_mask(unsigned mask, const char *file, unsigned line);

/* Nobody of the block can go on. */
void fault_stuck(void);

void fault_of_launch(const char *kernel, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void fault_of_copy(const char *format, ...) __attribute__((format(printf, 1, 2)));
void fault_copy_freed(const char *call);
void fault_free(const void *address, bool freed_already);

void faults_reset(void);

/* Who defines it is told of each fault at once. */
void fault_kept(const struct emulator_fault *fault) __attribute__((weak));

/* Where a program counter is in the sources: the line of the .cu file. The programs that may read their own file
 * have find_place.c; a confined one has not, and a fault's place then is its pc alone. */
void find_place(uintptr_t pc, struct emulator_place *place) __attribute__((weak));

#endif
