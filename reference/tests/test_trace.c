#include "tests/support.h"
#include "train/trace.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

TestSuite(trace, .init = test_begin, .fini = test_end);

static struct trace begin(const char *columns)
{
    struct trace trace;
    struct message why;
    cr_assert_eq(trace_begin(&trace, in_folder("a.dat").text, columns, &why), 0, "%s", why.text);
    return trace;
}

static const char *finished(struct trace *trace)
{
    struct message why;
    cr_assert_eq(trace_finish(trace, &why), 0, "%s", why.text);
    return text_of_file(in_folder("a.dat").text);
}

Test(trace, writes_names_and_rows)
{
    struct trace trace = begin("step slope loss");
    trace_row(&trace, (const real[]){0, -1.5, 300.25});
    trace_row(&trace, (const real[]){1, 0.5, 0x1p-20});
    cr_assert_str_eq(finished(&trace), "# step slope loss\n0 -1.5 300.25\n1 0.5 9.53674316e-07\n");
}

Test(trace, a_row_may_begin_with_a_text)
{
    struct trace trace = begin("layer forward backward");
    trace_named_row(&trace, "conv2d 16 of 3x3", (const real[]){0.5, 2});
    trace_named_row(&trace, "relu", (const real[]){REAL_NAN, 0.25});
    cr_assert_str_eq(finished(&trace), "# layer forward backward\n"
                                       "\"conv2d 16 of 3x3\" 0.5 2\n\"relu\" nan 0.25\n");
}

Test(trace, a_single_column_is_allowed)
{
    struct trace trace = begin("loss");
    trace_row(&trace, (const real[]){0.5});
    cr_assert_str_eq(finished(&trace), "# loss\n0.5\n");
}

Test(trace, blocks_stand_two_empty_lines_apart)
{
    struct trace trace = begin("x y");
    trace_block(&trace, "batch 1");
    trace_row(&trace, (const real[]){1, 2});
    trace_block(&trace, "batch 16");
    trace_row(&trace, (const real[]){3, 4});
    cr_assert_str_eq(finished(&trace), "# x y\n\n\n# batch 1\n1 2\n\n\n# batch 16\n3 4\n");
}

Test(trace, a_gap_is_one_empty_line)
{
    struct trace trace = begin("x y");
    trace_row(&trace, (const real[]){1, 2});
    trace_gap(&trace);
    trace_row(&trace, (const real[]){3, 4});
    cr_assert_str_eq(finished(&trace), "# x y\n1 2\n\n3 4\n");
}

/* A processor's own NaN has its sign bit set, and printf would write -nan. */
Test(trace, not_a_number_and_infinities_are_written_by_name)
{
    struct trace trace = begin("a b c d");
    trace_row(&trace, (const real[]){REAL_NAN, -REAL_NAN, (real)INFINITY, -(real)INFINITY});
    cr_assert_str_eq(finished(&trace), "# a b c d\nnan nan inf -inf\n");
}

/* 9 digits name every float. */
Test(trace, numbers_come_back)
{
    struct pcg32 generator = pcg32_seed(131, 1);
    const real *const values = random_reals(&generator, 100);
    struct trace trace = begin("value");
    for (size_t i = 0; i < 100; i++) {
        trace_row(&trace, values + i);
    }
    const char *line = finished(&trace);
    for (size_t i = 0; i < 100; i++) {
        line = strchr(line, '\n') + 1;
        cr_assert_eq(strtof(line, NULL), (float)values[i]);
    }
}

Test(trace, nothing_is_seen_before_it_is_finished)
{
    struct trace trace = begin("x y");
    trace_row(&trace, (const real[]){1, 2});
    cr_assert_null(fopen(in_folder("a.dat").text, "r"));
    finished(&trace);
    cr_assert_eq(files_in_folder(), 1);
}

Test(trace, begin_and_finish_say_which_file_cannot_be_written)
{
    struct trace trace;
    struct message why;
    cr_assert_eq(trace_begin(&trace, in_folder("none/a.dat").text, "x", &why), -1);
    cr_assert_str_eq(without_folder(why.text),
                     "none/a.dat: cannot be written: No such file or directory");

    trace = begin("x");
    limit_file_size(1000);
    for (size_t i = 0; i < 1000; i++) {
        trace_row(&trace, (const real[]){0.125});
    }
    cr_assert_eq(trace_finish(&trace, &why), -1);
    cr_assert_str_eq(without_folder(why.text), "a.dat: cannot be written: File too large");
    cr_assert_eq(files_in_folder(), 0);
}
