/* kernels/fast/threads.h: a few threads that share the work of one kernel.
 *
 * Nothing is started unless a program asks for it; until then all work is done where it is handed out.
 *
 *     int main(void)
 *     {
 *         flush_subnormals();
 *         if (threads_start(2, &why) != 0) ...
 *
 * How kernels share their work: what is computed is cut into ranges whose results are written to different
 * places and do not hang on each other. No sum is ever cut. So the results are the same to the last bit,
 * whatever the number of threads and whoever took which range.
 *
 * Who has nothing to do looks for the next work for 100 microseconds and then sleeps: a training step hands
 * out work every few microseconds, and to wake a thread takes longer than that. A thread that the system
 * has no processor for is not waited for, unless it is in the midst of a range: the others take its ranges.
 *
 * One thread hands out work, that which called threads_start. Where another one does, or a range of work
 * hands out work itself, it is done on the spot. A child made by fork has one thread until it starts its
 * own.
 */
#ifndef DESCENT_KERNELS_FAST_THREADS_H
#define DESCENT_KERNELS_FAST_THREADS_H

#include "base/message.h"

#include <stddef.h>

enum { threads_max = 64 };

/* From now on `count` threads, 1 to threads_max, work: the caller's and count - 1 new ones. Threads that
 * were started before end first. Returns 0, or -1 and says why not; then one thread works. */
int threads_start(size_t count, struct message *why);

/* Ends all but the caller's, which must be the one that started them. */
void threads_stop(void);

/* How many work; 1 when none was started. */
size_t threads_count(void);

/* Which of them this one is, from 0 on; 0 for one that was not started here. For work that needs a room of its
 * own: no two ranges of one threads_share are worked on under the same number at the same time. */
size_t threads_self(void);

/* Calls work(context, from, to) for ranges from <= i < to that together are 0 <= i < count, each once,
 * and returns when all are done. Every range but the last is a multiple of `piece` >= 1 long; with one
 * thread it is one range. The threads flush subnormal numbers if the caller does. */
void threads_share(size_t count, size_t piece, void (*work)(void *context, size_t from, size_t to),
                   void *context);

#endif
