#include "base/message.h"
#include "tests/support.h"

#include <string.h>

TestSuite(message, .init = test_begin, .fini = test_end);

Test(message, set_writes_the_text_and_returns_a_failure)
{
    struct message why;
    cr_assert_eq(message_set(&why, "%s:%d: %s", "table.csv", 3, "too short"), -1);
    cr_assert_str_eq(why.text, "table.csv:3: too short");
}

Test(message, a_long_text_is_cut_at_511_bytes)
{
    char text[600];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    struct message why;
    message_set(&why, "%s", text);
    cr_assert_eq(strlen(why.text), 511);
}

/* What a file or a path brings along may hold a newline or a terminal's escape sequence. */
Test(message, is_one_line_whatever_it_quotes)
{
    struct message why;
    message_set(&why, "found '%s', %s", "1\n2", "\033[2J\tf\xc3\xbcnf");
    cr_assert_str_eq(why.text, "found '1?2', ?[2J?f\xc3\xbcnf");
}

Test(message, printable_is_ascii_without_control_characters)
{
    char text[] = " ~\x1f\x7f\n\033[2J f\xc3\xbcnf \xff";
    message_make_printable(text);
    cr_assert_str_eq(text, " ~????[2J f??nf ?");
}

static void panic_with_shapes(void)
{
    panic("matmul: x is (%d,%d), w is (%d,%d): 784 != 100", 64, 784, 100, 10);
}

Test(message, panic_prints_one_line_and_aborts)
{
    cr_assert_str_eq(panic_of(panic_with_shapes),
                     "descent: matmul: x is (64,784), w is (100,10): 784 != 100\n");
}
