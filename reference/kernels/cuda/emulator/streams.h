/* emulator/streams.h: which streams are captured. */
#ifndef DESCENT_EMULATOR_STREAMS_H
#define DESCENT_EMULATOR_STREAMS_H

#include "kernels/cuda/emulator/machine.h"

/* The stream that waits for all others, and all for it: it cannot be captured. */
bool stream_is_legacy(cudaStream_t stream);

/* A captured one, or one that waits for an event of such a one. */
bool stream_is_captured(cudaStream_t stream);

void stream_join_capture(cudaStream_t stream);
void streams_end_capture(void);

#endif
