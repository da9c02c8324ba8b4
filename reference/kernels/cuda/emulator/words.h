/* emulator/words.h: what a fault means, and where an address lies, in words. */
#ifndef DESCENT_EMULATOR_WORDS_H
#define DESCENT_EMULATOR_WORDS_H

#include "kernels/cuda/emulator/emulator.h"

#include <stddef.h>
#include <stdint.h>

/* A sentence or two: what a fault of this kind means, and what to look at. */
const char *words_for(enum emulator_fault_kind kind);

/* "element 100 of an array of 100 numbers", "shared memory": of an access of that many bytes. */
void words_for_address(uintptr_t address, unsigned bytes, char *text, size_t size);

#endif
