#define _GNU_SOURCE /* syscall, sched_getcpu */
#include "kernels/fast/threads.h"

#include "base/clock.h"
#include "base/flush.h"

#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Seconds for which a thread looks for work before it sleeps. */
static const double looks_for_work = 100e-6;
/* Seconds for which a thread waits for the others before they may have its processor. */
static const double keeps_processor = 10e-6;

/* The pieces that one thread begins with; who has none left takes from another's. On a line of the cache
 * of its own: each is written all the time. */
struct share {
    _Alignas(64) atomic_size_t next; /* piece */
    size_t end;
};

/* Work that was handed out. A thread may read it while it is counted in pool.inside and has then found
 * pool.open; it is written while the one is 0 and the other false. */
struct job {
    void (*work)(void *context, size_t from, size_t to);
    void *context;
    size_t count, piece;
    bool flush; /* subnormal numbers */
    struct share share[threads_max];
};

/* One pool for the process, as blas.c has one library: a kernel has no argument through which it could
 * get it. */
static struct {
    size_t threads; /* the first of them is the one that hands out work */
    pthread_t thread[threads_max];
    struct job job;
    atomic_uint jobs; /* handed out so far: what a waiting thread looks at; the end counts as one */
    atomic_bool open, stop;
    atomic_size_t inside, asleep;
    atomic_int processor; /* on which work was handed out */
} pool = {.threads = 1};

/* Whether this thread hands out work that the others share. */
static _Thread_local bool hands_out;

static _Thread_local size_t self_of_thread;

static void pause_briefly(void)
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/* --- a job ------------------------------------------------------------------------------------- */

static void cut_into_shares(struct job *job)
{
    const size_t pieces = (job->count + job->piece - 1) / job->piece;
    for (size_t i = 0; i < pool.threads; i++) {
        atomic_store(&job->share[i].next, pieces * i / pool.threads);
        job->share[i].end = pieces * (i + 1) / pool.threads;
    }
}

static void take_pieces(struct job *job, size_t self)
{
    for (size_t i = 0; i < pool.threads; i++) {
        struct share *const share = &job->share[(self + i) % pool.threads];
        size_t piece;
        while ((piece = atomic_fetch_add(&share->next, 1)) < share->end) {
            const size_t from = piece * job->piece, left = job->count - from;
            job->work(job->context, from, from + (left < job->piece ? left : job->piece));
        }
    }
}

/* Tells the others that there is something new. */
static void announce(void)
{
    atomic_fetch_add(&pool.jobs, 1);
    if (atomic_load(&pool.asleep) > 0) {
        syscall(SYS_futex, &pool.jobs, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
    }
}

static void wait_for_the_others(void)
{
    const double since = clock_now();
    while (atomic_load(&pool.inside) > 0) {
        if (clock_now() - since < keeps_processor) {
            pause_briefly();
        } else {
            sched_yield(); /* one of them may have no processor but this one */
        }
    }
}

void threads_share(size_t count, size_t piece, void (*work)(void *context, size_t from, size_t to),
                   void *context)
{
    if (!hands_out || pool.threads == 1 || count <= piece) {
        if (count > 0) {
            work(context, 0, count);
        }
        return;
    }
    hands_out = false; /* what the work itself hands out is done on the spot */
    struct job *const job = &pool.job;
    job->work = work;
    job->context = context;
    job->count = count;
    job->piece = piece;
    job->flush = subnormals_are_flushed();
    cut_into_shares(job);
    atomic_store(&pool.processor, sched_getcpu());
    atomic_store(&pool.open, true);
    announce();
    take_pieces(job, 0);
    atomic_store(&pool.open, false);
    wait_for_the_others();
    hands_out = true;
}

/* --- the other threads --------------------------------------------------------------------------- */

static void sleep_until_woken(unsigned seen)
{
    /* First counted, then asleep: whoever hands out work now either finds one asleep or has changed
     * pool.jobs before the system looks at it, and then it does not sleep. */
    atomic_fetch_add(&pool.asleep, 1);
    syscall(SYS_futex, &pool.jobs, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
    atomic_fetch_sub(&pool.asleep, 1);
}

/* Who waits on the processor of whom it waits for is in the way. On a machine that is busy otherwise the
 * system leaves the two there for seconds. */
static void leave_processor(int processor)
{
    cpu_set_t allowed, others;
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) {
        others = allowed;
        CPU_CLR((size_t)processor, &others);
        if (CPU_COUNT(&others) > 0 && sched_setaffinity(0, sizeof others, &others) == 0) {
            sched_setaffinity(0, sizeof allowed, &allowed); /* it may come back another time */
            return;
        }
    }
    sched_yield();
}

static void wait_for_job(unsigned seen)
{
    const double since = clock_now();
    while (atomic_load(&pool.jobs) == seen) {
        const int processor = atomic_load(&pool.processor);
        if (processor >= 0 && processor == sched_getcpu()) {
            leave_processor(processor);
        } else if (clock_now() - since < looks_for_work) {
            pause_briefly();
        } else {
            sleep_until_woken(seen);
        }
    }
}

static void *work_until_stopped(void *number)
{
    const size_t self = (uintptr_t)number;
    self_of_thread = self;
    unsigned seen = atomic_load(&pool.jobs) - 1; /* one may have been handed out before it came */
    while (!atomic_load(&pool.stop)) {
        wait_for_job(seen);
        seen = atomic_load(&pool.jobs);
        atomic_fetch_add(&pool.inside, 1);
        if (atomic_load(&pool.open)) { /* else it came too late */
            if (pool.job.flush) {
                flush_subnormals();
            }
            take_pieces(&pool.job, self);
        }
        atomic_fetch_sub(&pool.inside, 1);
    }
    return NULL;
}

/* --- start and end ------------------------------------------------------------------------------- */

/* A child made by fork has the thread that called it and no other. */
static void forget_the_others(void)
{
    pool.threads = 1;
    atomic_store(&pool.inside, 0);
    atomic_store(&pool.asleep, 0);
}

void threads_stop(void)
{
    atomic_store(&pool.stop, true);
    announce();
    for (size_t i = 1; i < pool.threads; i++) {
        pthread_join(pool.thread[i], NULL);
    }
    pool.threads = 1;
    hands_out = false;
}

/* The first error's number, or 0. */
static int start_threads(size_t count)
{
    static bool forks_are_known;
    if (!forks_are_known) {
        const int error = pthread_atfork(NULL, NULL, forget_the_others);
        if (error) {
            return error;
        }
        forks_are_known = true;
    }
    atomic_store(&pool.stop, false);
    for (; pool.threads < count; pool.threads++) {
        const int error = pthread_create(&pool.thread[pool.threads], NULL, work_until_stopped,
                                         (void *)(uintptr_t)pool.threads);
        if (error) {
            return error;
        }
    }
    return 0;
}

int threads_start(size_t count, struct message *why)
{
    if (count < 1 || count > threads_max) {
        return message_set(why, "threads: %zu wanted, 1 to %d are possible", count, threads_max);
    }
    threads_stop();
    const int error = count > 1 ? start_threads(count) : 0;
    if (error) {
        threads_stop();
        return message_set(why, "threads: %zu could not be started: %s", count, strerror(error));
    }
    hands_out = true;
    return 0;
}

size_t threads_count(void)
{
    return pool.threads;
}

size_t threads_self(void)
{
    return self_of_thread;
}
