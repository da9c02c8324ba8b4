#include "optim/schedule.h"

#include "tests/support.h"

#include <stdint.h>
#include <string.h>
#include <tgmath.h>

TestSuite(schedule, .init = test_begin, .fini = test_end);

static const struct schedule constant = {.kind = schedule_constant, .rate = 0.5};
static const struct schedule falling = {
    .kind = schedule_step, .rate = 8, .period = 3, .factor = 0.25};
static const struct schedule cosine = {.kind = schedule_cosine, .rate = 5, .period = 4, .last = 1};

static void assert_rates(const struct schedule *schedule, size_t count, const real *expected)
{
    for (size_t i = 0; i < count; i++) {
        const real rate = schedule_rate(schedule, i);
        cr_assert(near(rate, expected[i], 16 * REAL_EPSILON), "step %zu: %.9g, expected %.9g", i,
                  (double)rate, (double)expected[i]);
    }
}

Test(schedule, constant_by_hand)
{
    assert_rates(&constant, 3, (const real[]){0.5, 0.5, 0.5});
    cr_assert_eq(schedule_rate(&constant, SIZE_MAX), 0.5);
}

Test(schedule, step_by_hand)
{
    assert_rates(&falling, 8, (const real[]){8, 8, 8, 2, 2, 2, 0.5, 0.5});
}

/* 1 + 4 (1 + cos(pi s / 4)) / 2 */
Test(schedule, cosine_by_hand)
{
    const real half = sqrt((real)0.5);
    assert_rates(&cosine, 7, (const real[]){5, 3 + 2 * half, 3, 3 - 2 * half, 1, 1, 1});
    cr_assert_eq(schedule_rate(&cosine, SIZE_MAX), 1);
}

Test(schedule, cosine_never_rises)
{
    const struct schedule schedule = {
        .kind = schedule_cosine, .rate = (real)0.1, .period = 1000, .last = 0};
    for (size_t step = 0; step < 1001; step++) {
        cr_assert_geq(schedule_rate(&schedule, step), schedule_rate(&schedule, step + 1));
        cr_assert_geq(schedule_rate(&schedule, step), 0);
    }
}

/* Four steps of warm-up; then the schedule begins with its own step 0. */
Test(schedule, warm_up_by_hand)
{
    struct schedule schedule = falling;
    schedule.warmup = 4;
    assert_rates(&schedule, 11, (const real[]){2, 4, 6, 8, 8, 8, 8, 2, 2, 2, 0.5});
}

Test(schedule, warm_up_goes_before_every_kind)
{
    const struct schedule *const kinds[schedule_kinds] = {&constant, &falling, &cosine};
    for (size_t kind = 0; kind < schedule_kinds; kind++) {
        struct schedule warm = *kinds[kind];
        warm.warmup = 10;
        for (size_t step = 0; step < 10; step++) {
            assert_near(schedule_rate(&warm, step), warm.rate * (real)(step + 1) / 10,
                        16 * REAL_EPSILON);
        }
        for (size_t step = 0; step < 10; step++) {
            cr_assert_eq(schedule_rate(&warm, 10 + step), schedule_rate(kinds[kind], step));
        }
    }
}

Test(schedule, finds_each_kind_by_its_name)
{
    struct message why;
    for (enum schedule_kind kind = schedule_constant; kind < schedule_kinds; kind++) {
        enum schedule_kind found = schedule_kinds;
        cr_assert_eq(schedule_find(schedule_name(kind), &found, &why), 0);
        cr_assert_eq(found, kind);
    }
}

Test(schedule, says_which_kinds_there_are)
{
    struct message why;
    enum schedule_kind kind = schedule_cosine;
    cr_assert_eq(schedule_find("linear", &kind, &why), -1);
    cr_assert_str_eq(why.text, "expected constant, step or cosine, found 'linear'");
    cr_assert_eq(kind, schedule_cosine);
    for (enum schedule_kind i = schedule_constant; i < schedule_kinds; i++) {
        cr_assert_not_null(strstr(why.text, schedule_name(i)));
    }
}

static void without_a_period(void)
{
    schedule_rate(&(struct schedule){.kind = schedule_cosine, .rate = 1, .warmup = 5}, 0);
}

Test(schedule, without_a_period_it_panics_at_once)
{
    cr_assert_str_eq(panic_of(without_a_period),
                     "descent: schedule_rate: a cosine schedule has a period of 0 steps\n");
}
