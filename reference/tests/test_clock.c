#include "base/clock.h"
#include "tests/support.h"

#include <time.h>

TestSuite(clock, .init = test_begin, .fini = test_end);

Test(clock, counts_seconds)
{
    const double start = clock_now();
    nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
    const double taken = clock_now() - start;
    cr_assert_geq(taken, 0.05);
    cr_assert_lt(taken, 50, "%g s for a sleep of 0.05 s: is that another unit?", taken);
}

Test(clock, never_goes_back)
{
    double before = clock_now();
    for (size_t i = 0; i < 10000; i++) {
        const double now = clock_now();
        cr_assert_geq(now, before);
        before = now;
    }
}
