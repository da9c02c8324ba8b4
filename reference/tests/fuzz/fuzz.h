/* tests/fuzz/fuzz.h: what the fuzz targets share.
 *
 * A target is a program made with libFuzzer (https://llvm.org/docs/LibFuzzer.html), which calls
 * LLVMFuzzerTestOneInput with bytes of its own, chosen so that they reach new code. Whatever they are,
 * the reader must read or refuse them: a crash, a sanitizer's report or a `demand` that does not hold is
 * a finding. `make fuzz` runs all targets.
 *
 * Seeds, the files to begin with, are made by the target itself: `build/fuzz/idx --make-seeds FOLDER`.
 */
#ifndef DESCENT_TESTS_FUZZ_H
#define DESCENT_TESTS_FUZZ_H

#include "base/message.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *bytes /* (length) */, size_t length);

/* The target's own: calls write_seed for each of its seeds. */
void make_seeds(void);

/* Writes a file into the folder of seeds. */
void write_seed(const char *name, const void *bytes /* (length) */, size_t length);

/* The path of a file there, for who writes it otherwise. */
const char *seed_path(const char *name);

/* Ends the program, so that libFuzzer keeps the input, unless the condition holds. */
#define demand(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            panic("%s:%d: %s does not hold", __FILE__, __LINE__, #condition);                      \
        }                                                                                          \
    } while (0)

/* A refusal says something, in one line that begins with `start`. */
void demand_reason(const struct message *why, const char *start);

#endif
