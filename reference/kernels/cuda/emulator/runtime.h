/* emulator/runtime.h: what the parts of the emulated CUDA runtime share. */
#ifndef DESCENT_EMULATOR_RUNTIME_H
#define DESCENT_EMULATOR_RUNTIME_H

#include "kernels/cuda/emulator/machine.h"

/* What the program asked for since the last reset. */
extern struct emulator_calls runtime_calls;

/* True while a stream is captured: what is asked for now is done when the graph is launched. */
bool runtime_is_capturing(void);

/* A call that would wait, or take memory, does not fit into a graph: the capture is over. */
cudaError_t runtime_refuse_in_capture(const char *call);

/* Checks a launch's sizes and runs it. */
void runtime_launch(const struct launch *launch);

/* A copy, and setting bytes, done at once. Faults are found, and then nothing is done. */
cudaError_t runtime_copy(void *to, const void *from, size_t bytes, enum cudaMemcpyKind kind);
cudaError_t runtime_set(void *memory, int value, size_t bytes);

/* What kernels did wrong, for everyone who waits for them; cudaSuccess when it was nothing. */
cudaError_t runtime_failure_of_kernels(void);

/* How much dynamic shared memory a launch may ask for: cudaFuncSetAttribute raises it. */
size_t runtime_most_shared(void);

#endif
