/* emulator/traffic.h: counts what a launch moves, by warps: emulator.h says how. */
#ifndef DESCENT_EMULATOR_TRAFFIC_H
#define DESCENT_EMULATOR_TRAFFIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void traffic_begin_launch(const char *kernel);

/* An access of the thread that runs. */
void traffic_global(uintptr_t address, unsigned bytes, bool writes, uintptr_t pc);
void traffic_shared(uintptr_t address, unsigned bytes, uintptr_t pc);

/* All threads have run until they wait or end: what lanes did in the same place counts together. */
void traffic_interval(void);

void traffic_barrier(void);

/* Kernels that ran since the last reset: their names in the order of their first launches; NULL beyond. */
const char *traffic_kernel(size_t i);

void traffic_reset(void);

#endif
