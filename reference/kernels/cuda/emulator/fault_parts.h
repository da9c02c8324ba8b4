/* emulator/fault_parts.h: how a fault is made: begun, given words, kept. */
#ifndef DESCENT_EMULATOR_FAULT_PARTS_H
#define DESCENT_EMULATOR_FAULT_PARTS_H

#include "kernels/cuda/emulator/emulator.h"

#include <cuda_runtime.h>

/* One of the launch and the thread that run, if any do, with what its kind means. */
struct emulator_fault fault_new(enum emulator_fault_kind kind);

/* A thread of a block, by its number. */
struct emulator_thread fault_thread(unsigned number, uint3 block);

/* What happened, in a line. */
void fault_say(struct emulator_fault *made, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The same kind at the same lines is kept once, whichever of two lines came first. */
void fault_keep(const struct emulator_fault *made);

#endif
