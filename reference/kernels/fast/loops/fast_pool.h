/* kernels/fast/loops/fast_pool.h: what the two kinds of pooling share: the maps, among threads. */
#ifndef DESCENT_KERNELS_FAST_LOOPS_FAST_POOL_H
#define DESCENT_KERNELS_FAST_LOOPS_FAST_POOL_H

#include "base/real.h"
#include "kernels/fast/threads.h"
#include "kernels/pool2d.h"

#include <stdbool.h>
#include <stddef.h>

/* What one call was given. */
struct pooling {
    const struct pool2d *pool;
    const real *x, *dy;
    real *y, *dx;
};

/* From so many numbers on the work is shared. */
enum { pool_shares_pay = 1 << 16 };

static inline void pool_share(const struct pooling *pooling, size_t n,
                              void (*work)(void *context, size_t from, size_t to))
{
    struct pooling own = *pooling;
    const size_t maps = n * own.pool->channels, pieces = 8 * threads_count();
    const bool pays = maps * own.pool->height * own.pool->width >= pool_shares_pay;
    threads_share(maps, pays ? (maps + pieces - 1) / pieces : maps, work, &own);
}

#endif
