/* tests/cuda/platform.h: where the tests' program for the emulator and the one for a GPU differ.
 *
 * platform_emulator.c and platform_device.c both have these functions; a program is linked with one of them.
 */
#ifndef DESCENT_TESTS_CUDA_PLATFORM_H
#define DESCENT_TESTS_CUDA_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>

/* How often a case is run. */
size_t platform_runs(void);

/* Begins a case's run number `run`; all that the device held before is gone. */
void platform_begin(size_t run);

/* Ends it: waits for the device, and fails the test if it has anything to complain about. */
void platform_end(void);

/* Memory that nobody has written: the emulator knows that; a GPU's is filled with NaN. */
void *platform_take(size_t bytes);

#endif
