#define _GNU_SOURCE /* sched_setaffinity */
#include "kernels/fast/threads.h"

#include "base/clock.h"
#include "base/flush.h"
#include "tests/support.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void end(void)
{
    threads_stop();
    test_end();
}

TestSuite(threads, .init = test_begin, .fini = end, .timeout = 60);

static void start(size_t count)
{
    struct message why;
    cr_assert_eq(threads_start(count, &why), 0, "%s", why.text);
    cr_assert_eq(threads_count(), count);
}

/* --- which ranges there are -------------------------------------------------------------------- */

enum { most = 1000 };

/* What was called. */
struct calls {
    size_t count, piece;
    atomic_size_t ranges;
    atomic_size_t visits[most]; /* of each i */
    atomic_bool outside, uneven;
};

static void visit(void *context, size_t from, size_t to)
{
    struct calls *const calls = context;
    atomic_fetch_add(&calls->ranges, 1);
    if (from >= to || to > calls->count) {
        atomic_store(&calls->outside, true);
        return;
    }
    if (from % calls->piece != 0 || (to % calls->piece != 0 && to != calls->count)) {
        atomic_store(&calls->uneven, true);
    }
    for (size_t i = from; i < to; i++) {
        atomic_fetch_add(&calls->visits[i], 1);
    }
}

static size_t ranges_of(size_t count, size_t piece)
{
    struct calls calls = {.count = count, .piece = piece};
    threads_share(count, piece, visit, &calls);
    cr_assert_not(calls.outside, "%zu in pieces of %zu", count, piece);
    cr_assert_not(calls.uneven, "%zu in pieces of %zu", count, piece);
    for (size_t i = 0; i < most; i++) {
        cr_assert_eq(calls.visits[i], i < count, "%zu of %zu in pieces of %zu: %zu visits", i,
                     count, piece, (size_t)calls.visits[i]);
    }
    return calls.ranges;
}

static void share_all_sizes(void)
{
    static const size_t counts[] = {0, 1, 2, 3, 7, 16, 100, 999, most};
    static const size_t pieces[] = {1, 2, 7, 16, 300, 5000};
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++) {
            ranges_of(counts[c], pieces[p]);
        }
    }
}

Test(threads, each_index_is_in_one_range)
{
    static const size_t threads[] = {1, 2, 3, 8};
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        start(threads[i]);
        share_all_sizes();
    }
}

Test(threads, without_a_start_there_is_one_and_one_range)
{
    cr_assert_eq(threads_count(), 1);
    cr_assert_eq(ranges_of(most, 10), 1);
    cr_assert_eq(ranges_of(0, 10), 0);
}

Test(threads, several_share_in_pieces)
{
    start(3);
    cr_assert_eq(ranges_of(most, 10), most / 10);
    cr_assert_eq(ranges_of(10, 10), 1);
}

/* --- who works --------------------------------------------------------------------------------- */

enum { patience = 20 }; /* s */

struct meeting {
    atomic_size_t here;
    size_t wanted;
    atomic_bool failed;
};

/* Waits until as many threads as are wanted have come to this place. */
static void meet(void *context, size_t from, size_t to)
{
    (void)from;
    (void)to;
    struct meeting *const meeting = context;
    const double until = clock_now() + patience;
    atomic_fetch_add(&meeting->here, 1);
    while (atomic_load(&meeting->here) < meeting->wanted) {
        if (clock_now() > until) {
            atomic_store(&meeting->failed, true);
            return;
        }
        sched_yield();
    }
}

static void assert_all_meet(size_t threads)
{
    struct meeting meeting = {.wanted = threads};
    threads_share(threads, 1, meet, &meeting);
    cr_assert_not(meeting.failed, "%zu of %zu threads came", (size_t)meeting.here, threads);
}

Test(threads, all_of_them_work)
{
    for (size_t threads = 1; threads <= 4; threads++) {
        start(threads);
        assert_all_meet(threads);
    }
}

Test(threads, who_sleeps_is_woken)
{
    start(3);
    for (size_t i = 0; i < 20; i++) {
        usleep(2000); /* longer than they look for work */
        assert_all_meet(3);
    }
}

static pthread_t here;

static void note_who_works(void *context, size_t from, size_t to)
{
    (void)from;
    (void)to;
    if (!pthread_equal(pthread_self(), here)) {
        atomic_store((atomic_bool *)context, true);
    }
}

static void share_again(void *context, size_t from, size_t to)
{
    (void)from;
    (void)to;
    here = pthread_self();
    threads_share(100, 1, note_who_works, context);
}

Test(threads, work_within_work_is_done_on_the_spot)
{
    start(2);
    atomic_bool elsewhere = false;
    for (size_t i = 0; i < 100; i++) {
        threads_share(1, 1, share_again, &elsewhere); /* as one range: here */
    }
    struct meeting meeting = {.wanted = 2};
    threads_share(2, 1, meet, &meeting); /* afterwards it is shared again */
    cr_assert_not(meeting.failed);
}

static void share_in_a_range(void *context, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        const pthread_t self = pthread_self();
        struct calls calls = {.count = most, .piece = 10};
        threads_share(most, 10, visit, &calls);
        if (calls.ranges != 1 || !pthread_equal(self, pthread_self())) {
            atomic_store((atomic_bool *)context, true);
        }
    }
}

Test(threads, ranges_do_not_share_their_own_work)
{
    start(3);
    atomic_bool shared = false;
    threads_share(30, 1, share_in_a_range, &shared);
    cr_assert_not(shared);
}

static void *share_from_another_thread(void *ranges)
{
    *(size_t *)ranges = ranges_of(most, 10);
    return NULL;
}

Test(threads, another_thread_does_its_work_alone)
{
    start(2);
    size_t ranges = 0;
    pthread_t thread;
    cr_assert_eq(pthread_create(&thread, NULL, share_from_another_thread, &ranges), 0);
    pthread_join(thread, NULL);
    cr_assert_eq(ranges, 1);
}

/* --- subnormal numbers ------------------------------------------------------------------------- */

static void look_for_subnormals(void *context, size_t from, size_t to)
{
    struct meeting *const meeting = context;
    if (!subnormals_are_flushed()) {
        atomic_store(&meeting->failed, true);
    }
    meet(meeting, from, to);
}

Test(threads, flush_subnormals_when_the_caller_does)
{
    start(3); /* before: nothing is inherited */
    assert_all_meet(3);
    if (!flush_subnormals()) {
        cr_skip_test("subnormal numbers cannot be flushed here");
    }
    struct meeting meeting = {.wanted = 3};
    threads_share(3, 1, look_for_subnormals, &meeting);
    cr_assert_not(meeting.failed);
}

/* --- start and end ----------------------------------------------------------------------------- */

Test(threads, may_be_stopped_and_started_again)
{
    for (size_t i = 0; i < 20; i++) {
        start(1 + i % 4);
        assert_all_meet(1 + i % 4);
    }
    threads_stop();
    cr_assert_eq(threads_count(), 1);
    cr_assert_eq(ranges_of(most, 10), 1);
    threads_stop();
}

Test(threads, too_few_and_too_many_are_refused)
{
    struct message why;
    cr_assert_eq(threads_start(0, &why), -1);
    cr_assert_str_eq(why.text, "threads: 0 wanted, 1 to 64 are possible");
    cr_assert_eq(threads_start(threads_max + 1, &why), -1);
    cr_assert_str_eq(why.text, "threads: 65 wanted, 1 to 64 are possible");
}

#ifndef UNDER_ASAN
Test(threads, says_why_none_can_be_started)
{
    if (under_valgrind()) {
        cr_skip_test("Valgrind needs the memory itself");
    }
    struct rlimit memory;
    cr_assert_eq(getrlimit(RLIMIT_AS, &memory), 0);
    cr_assert_eq(setrlimit(RLIMIT_AS, &(struct rlimit){1 << 20, memory.rlim_max}), 0);
    struct message why;
    const int status = threads_start(3, &why);
    setrlimit(RLIMIT_AS, &memory);
    cr_assert_eq(status, -1);
    cr_assert_str_eq(why.text, "threads: 3 could not be started: Resource temporarily unavailable");
    cr_assert_eq(threads_count(), 1);
    cr_assert_eq(ranges_of(most, 10), 1);
}
#endif

/* --- machines that have something else to do --------------------------------------------------- */

/* More threads than processors: whoever waits must let the others come to their end. */
Test(threads, come_to_an_end_on_one_processor)
{
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET((size_t)sched_getcpu(), &one);
    cr_assert_eq(sched_setaffinity(0, sizeof one, &one), 0);
    start(4);
    for (size_t i = 0; i < 200; i++) {
        ranges_of(100, 1);
    }
    assert_all_meet(4);
}

Test(threads, many_small_jobs)
{
    start(3);
    for (size_t i = 0; i < 3000; i++) {
        ranges_of(1 + i % 40, 1);
    }
}

Test(threads, a_child_works_alone)
{
    start(3);
    ranges_of(most, 10);
    const pid_t child = fork();
    if (child == 0) {
        alarm(patience);
        const bool alone = threads_count() == 1 && ranges_of(most, 10) == 1;
        struct message why;
        const bool again = threads_start(2, &why) == 0 && ranges_of(most, 10) == most / 10;
        _exit(alone && again ? 0 : 1);
    }
    int status = -1;
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert_eq(status, 0);
    cr_assert_eq(ranges_of(most, 10), most / 10);
}
