/* emulator/work.h: what a program gives a stream to do: a launch, a copy, or bytes to set.
 *
 * The emulator does it at once: that is one of the orders in which a device might do it. While a stream is
 * captured it is kept in a graph instead, and done at each launch of the graph.
 */
#ifndef DESCENT_EMULATOR_WORK_H
#define DESCENT_EMULATOR_WORK_H

#include "kernels/cuda/emulator/machine.h"

enum work_kind { work_launch, work_copy, work_set };

struct work {
    enum work_kind kind;
    struct launch launch; /* its arguments are the caller's: a graph keeps a copy */
    void *to;
    const void *from;
    size_t bytes;
    enum cudaMemcpyKind direction;
    int value;
};

/* Does the work, or keeps it while the stream is captured. */
cudaError_t work_submit(cudaStream_t stream, const struct work *work);

/* Does it. */
cudaError_t work_do(const struct work *work);

/* Ends a capture, if there is one. */
void work_reset(void);

#endif
