/* What is read from Cachegrind's log, and the points for it. */
#include "judge/cache_pass.h"
#include "tests/stage.h"

#include <string.h>

TestSuite(cache_pass, .init = test_begin, .fini = stage_end);

#define LINE "==7== D1  misses:        71,370  (    45,732 rd   +    25,638 wr)\n"

Test(cache_pass, misses_are_read)
{
    size_t misses;
    cr_assert(cache_read_misses("==7== D   refs:  15,293,220  (9 rd + 4 wr)\n" LINE
                                "==7== LLd misses:  14,319  (1 rd + 2 wr)\n",
                                &misses));
    cr_assert_eq(misses, 71370);
    cr_assert(cache_read_misses("==7== D1  misses:   12  (1 rd + 11 wr)\n", &misses));
    cr_assert_eq(misses, 12);
}

/* Two lines: one of them is not Cachegrind's. */
Test(cache_pass, a_log_with_more_or_less_than_one_line_is_refused)
{
    size_t misses;
    cr_assert_not(cache_read_misses("", &misses));
    cr_assert_not(cache_read_misses("==7== D   refs:  15,293,220\n", &misses));
    cr_assert_not(cache_read_misses(LINE LINE, &misses));
    cr_assert_not(cache_read_misses("D1  misses: 0 \n" LINE, &misses));
    cr_assert_not(cache_read_misses("==7== D1  misses:        71,37", &misses));
    cr_assert_not(cache_read_misses("==7== D1  misses: none \n", &misses));
    cr_assert_not(cache_read_misses("==7== D1  misses:", &misses));
    cr_assert_not(
        cache_read_misses(LINE "==7== error: can't open cache simulation output file\n", &misses));
}

static void assert_bonus(double share, int points, const char *text)
{
    static const struct cache_band bands[] = {{0.05, 5}, {0.2, 3}, {0.5, 1}};
    json_t *const bonus = cache_bonus(share, bands, 3, "f", "g");
    cr_assert_eq(json_integer_value(json_object_get(bonus, "points")), points);
    cr_assert_str_eq(json_string_value(json_object_get(bonus, "text")), text);
    json_decref(bonus);
}

Test(cache_pass, fewer_misses_give_more_points)
{
    assert_bonus(0, 5, "f misses the cache 0.0 % as often as g.");
    assert_bonus(0.05, 5, "f misses the cache 5.0 % as often as g.");
    assert_bonus(0.113, 3, "f misses the cache 11.3 % as often as g. All points: at most 5 %.");
    assert_bonus(0.5, 1, "f misses the cache 50.0 % as often as g. All points: at most 5 %.");
    assert_bonus(1, 0,
                 "The numbers are right, but f misses the cache 100.0 % as often as g: no bonus. "
                 "All points: at most 5 %.");
    assert_bonus(2.1, 0,
                 "The numbers are right, but f misses the cache 210.0 % as often as g: no bonus. "
                 "All points: at most 5 %.");
}
