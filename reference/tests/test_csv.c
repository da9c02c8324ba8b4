#include "data/csv.h"
#include "tests/support.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

TestSuite(csv, .init = test_begin, .fini = test_end);

static struct csv read_text(const char *text)
{
    const struct path path = in_folder("table.csv");
    write_file(path.text, text, strlen(text));
    struct csv csv;
    struct message why;
    cr_assert_eq(csv_read(path.text, &scratch, &csv, &why), 0, "%s", why.text);
    return csv;
}

/* Why the file is refused, without the folder. */
static const char *refused(const char *name)
{
    static struct message why;
    struct csv csv;
    cr_assert_eq(csv_read(in_folder(name).text, &scratch, &csv, &why), -1);
    return without_folder(why.text);
}

static const char *text_refused(const char *text)
{
    write_file(in_folder("table.csv").text, text, strlen(text));
    return refused("table.csv");
}

/* --- what is read --- */

Test(csv, reads_the_quiz_data)
{
    struct csv csv;
    struct message why;
    cr_assert_eq(csv_read(QUIZ_FINAL, &scratch, &csv, &why), 0, "%s", why.text);
    cr_assert_eq(csv.rows, 13);
    cr_assert_eq(csv.columns, 2);
    cr_assert_str_eq(csv.name[0], "Quiz");
    cr_assert_str_eq(csv.name[1], "Final");
    real sum_x = 0, sum_y = 0;
    for (size_t row = 0; row < 13; row++) {
        sum_x += csv.value[2 * row];
        sum_y += csv.value[2 * row + 1];
    }
    assert_near(sum_x, 140, (real)1e-4);
    assert_near(sum_y, (real)192.1, (real)1e-4);
    cr_assert_eq(csv.value[0], (real)25.2);
    cr_assert_eq(csv.value[25], (real)25.9);
}

Test(csv, reads_rows_one_after_the_other)
{
    const struct csv csv = read_text("a,b,c\n1,2,3\n-4,5e1,.5\n");
    const real expected[] = {1, 2, 3, -4, 50, 0.5};
    cr_assert_eq(csv.rows, 2);
    cr_assert_eq(csv.columns, 3);
    assert_all_near(6, csv.value, expected, 0);
}

Test(csv, one_number_is_a_table)
{
    const struct csv csv = read_text("a\n7\n");
    cr_assert_eq(csv.rows, 1);
    cr_assert_eq(csv.columns, 1);
    cr_assert_eq(*csv.value, 7);
}

Test(csv, a_byte_order_mark_is_no_part_of_a_name)
{
    const struct csv csv = read_text("\xef\xbb\xbfQuiz,Final\n1,2\n");
    cr_assert_str_eq(csv.name[0], "Quiz");
    cr_assert_eq(csv.value[1], 2);
}

Test(csv, the_last_newline_may_be_missing)
{
    const struct csv csv = read_text("a,b\n1,2\n3,4");
    cr_assert_eq(csv.rows, 2);
    cr_assert_eq(csv.value[3], 4);
}

Test(csv, a_carriage_return_may_stand_before_the_newline)
{
    const struct csv csv = read_text("a,b\r\n1,2\r\n3,4\r\n");
    const real expected[] = {1, 2, 3, 4};
    cr_assert_str_eq(csv.name[1], "b");
    cr_assert_eq(csv.rows, 2);
    assert_all_near(4, csv.value, expected, 0);
}

Test(csv, spaces_around_fields_do_not_count)
{
    const struct csv csv = read_text("  a name ,\tb\n 1 ,  2\t\n");
    cr_assert_str_eq(csv.name[0], "a name");
    cr_assert_str_eq(csv.name[1], "b");
    cr_assert_eq(csv.value[0], 1);
    cr_assert_eq(csv.value[1], 2);
}

Test(csv, empty_lines_at_the_end_do_not_count)
{
    cr_assert_eq(read_text("a,b\n1,2\n\n  \n\r\n\n").rows, 1);
}

Test(csv, a_long_name_is_cut_at_63_bytes)
{
    char text[128];
    memset(text, 'n', 100);
    strcpy(text + 100, ",b\n1,2\n");
    const struct csv csv = read_text(text);
    cr_assert_eq(strlen(csv.name[0]), 63);
    cr_assert_str_eq(csv.name[1], "b");
}

/* A header of so many columns and a row of as many numbers: 0,1,2,... */
static const char *wide_table(size_t columns)
{
    static char text[1024];
    size_t length = 0;
    for (size_t line = 0; line < 2; line++) {
        for (size_t i = 0; i < columns; i++) {
            length += (size_t)snprintf(text + length, sizeof text - length, "%zu%s", i,
                                       i + 1 < columns ? "," : "\n");
        }
    }
    return text;
}

Test(csv, reads_64_columns)
{
    const struct csv csv = read_text(wide_table(64));
    cr_assert_eq(csv.columns, 64);
    for (size_t i = 0; i < 64; i++) {
        cr_assert_eq(csv.value[i], (real)i);
    }
}

/* --- what is refused --- */

Test(csv, refuses_65_columns)
{
    cr_assert_str_eq(text_refused(wide_table(65)), "table.csv:1: more than 64 columns");
}

Test(csv, refuses_a_missing_file_and_a_folder)
{
    cr_assert_str_eq(refused("none.csv"), "none.csv: No such file or directory");
    mkdir(in_folder("inner").text, 0700);
    cr_assert_str_eq(refused("inner"), "inner: not a file but a folder");
}

Test(csv, refuses_a_file_without_lines)
{
    const char *const why = "table.csv: empty, expected a header line and rows of numbers";
    cr_assert_str_eq(text_refused(""), why);
    cr_assert_str_eq(text_refused("\n \n\r\n"), why);
}

Test(csv, refuses_a_header_without_rows)
{
    cr_assert_str_eq(text_refused("a,b\n\n"), "table.csv:1: a header line but no rows below it");
}

Test(csv, refuses_a_binary_file)
{
    write_file(in_folder("binary.csv").text, "a,b\n1,2\0\n", 9);
    cr_assert_str_eq(refused("binary.csv"), "binary.csv: not a text file: it holds a zero byte");
}

Test(csv, refuses_a_column_without_a_name)
{
    cr_assert_str_eq(text_refused("a,,c\n1,2,3\n"), "table.csv:1: column 2 has no name");
    cr_assert_str_eq(text_refused("a,b,\n1,2,3\n"), "table.csv:1: column 3 has no name");
    cr_assert_str_eq(text_refused("\na,b\n1,2\n"), "table.csv:1: column 1 has no name");
}

Test(csv, refuses_what_is_no_finite_number)
{
    const struct {
        const char *text, *why;
    } cases[] = {
        {"a,b\n1,x\n", "table.csv:2: column b: expected a number, found 'x'"},
        {"a,b\n1,2\n3,4\n5 6,7\n", "table.csv:4: column a: expected a number, found '5 6'"},
        {"a,b\n1,2kg\n", "table.csv:2: column b: expected a number, found '2kg'"},
        {"a,b\n1,\n", "table.csv:2: column b: expected a number, found ''"},
        {"a,b\n1,nan\n", "table.csv:2: column b: expected a number, found 'nan'"},
        {"a,b\n-inf,1\n", "table.csv:2: column a: expected a number, found '-inf'"},
        {"a,b\n1,1e999\n", "table.csv:2: column b: expected a number, found '1e999'"},
        {"a,b\n1,\"2\"\n", "table.csv:2: column b: expected a number, found '\"2\"'"},
        {"a,b\n1,--2\n", "table.csv:2: column b: expected a number, found '--2'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_expect_str_eq(text_refused(cases[i].text), cases[i].why);
    }
}

#ifndef DESCENT_DOUBLE
Test(csv, refuses_a_number_that_only_a_double_can_hold)
{
    cr_assert_str_eq(text_refused("a,b\n1,1e39\n"),
                     "table.csv:2: column b: expected a number, found '1e39'");
}
#endif

Test(csv, refuses_too_few_and_too_many_fields)
{
    cr_assert_str_eq(text_refused("a,b\n1,2\n3\n"),
                     "table.csv:3: expected 2 fields as in the header, found 1");
    cr_assert_str_eq(text_refused("a,b\n1,2,3\n"),
                     "table.csv:2: expected 2 fields as in the header, found 3");
    cr_assert_str_eq(text_refused("a,b\n1,2,\n"),
                     "table.csv:2: expected 2 fields as in the header, found 3");
}

Test(csv, refuses_an_empty_line_in_between)
{
    cr_assert_str_eq(text_refused("a,b\n1,2\n\n3,4\n"),
                     "table.csv:3: column a: expected a number, found ''");
}

Test(csv, a_refusal_is_one_line_that_quotes_at_most_40_bytes)
{
    char text[128] = "a\n1\r2";
    memset(text + 5, 'x', 60);
    cr_assert_str_eq(text_refused(text), "table.csv:2: column a: expected a number, found "
                                         "'1?2xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'");
}

Test(csv, refuses_a_file_over_256_mib)
{
    const int file = open(in_folder("large.csv").text, O_WRONLY | O_CREAT, 0600);
    cr_assert_eq(ftruncate(file, 256 * 1024 * 1024 + 1), 0); /* takes no room on the disk */
    close(file);
    cr_assert_str_eq(refused("large.csv"),
                     "large.csv: 268435457 bytes, expected at most 268435456");
}

Test(csv, refuses_what_the_arena_cannot_hold)
{
    struct arena small;
    struct csv csv;
    struct message why;
    cr_assert_eq(arena_create(&small, 64, &why), 0, "%s", why.text);
    cr_assert_eq(csv_read(QUIZ_FINAL, &small, &csv, &why), -1);
    cr_assert_str_eq(why.text, QUIZ_FINAL ": 13 rows of 2 do not fit into memory");
    arena_destroy(&small);
}

Test(csv, decodes_text_in_memory)
{
    char text[] = "a,b\n1,2\n3,4\n";
    struct csv csv;
    struct message why;
    cr_assert_eq(csv_decode("text", text, strlen(text), &scratch, &csv, &why), 0, "%s", why.text);
    cr_assert_eq(csv.rows, 2);
    cr_assert_eq(csv.value[3], 4);
    char zero[] = "a\n1\0\n";
    cr_assert_eq(csv_decode("text", zero, sizeof zero - 1, &scratch, &csv, &why), -1);
    cr_assert_str_eq(why.text, "text: not a text file: it holds a zero byte");
}

/* Whatever stands in the file, the answer is a table or one line. */
Test(csv, a_damaged_file_does_no_harm)
{
    const char letters[] = "0123456789,,,\n\n\r -+.eE\"xab";
    struct pcg32 generator = pcg32_seed(81, 1);
    const struct path path = in_folder("table.csv");
    for (size_t i = 0; i < 300; i++) {
        char text[40];
        const uint32_t length = pcg32_below(&generator, sizeof text);
        for (size_t c = 0; c < length; c++) {
            text[c] = letters[pcg32_below(&generator, sizeof letters - 1)];
        }
        write_file(path.text, text, length);
        struct csv csv;
        struct message why;
        arena_reset(&scratch, 0);
        if (csv_read(path.text, &scratch, &csv, &why) != 0) {
            cr_assert(strncmp(without_folder(why.text), "table.csv:", 10) == 0 &&
                          !strchr(why.text, '\n'),
                      "%s", why.text);
        }
    }
}
