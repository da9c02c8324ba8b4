/* What reports do with text from strangers: names, sentences, numbers for a spreadsheet. */

#include "report/text.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* What a writer writes for the text; the caller frees it. */
static char *written(void (*write)(FILE *out, const char *text), const char *text)
{
    char *all = NULL;
    size_t size = 0;
    FILE *const out = open_memstream(&all, &size);
    cr_assert_not_null(out);
    write(out, text);
    fclose(out);
    return all;
}

static void expect(void (*write)(FILE *out, const char *text), const char *text, const char *wanted)
{
    char *const got = written(write, text);
    cr_expect_str_eq(got, wanted, "%s gave %s, expected %s", text, got, wanted);
    free(got);
}

static void expect_clean(const char *text, const char *wanted)
{
    char *const got = text_clean(text);
    cr_expect_str_eq(got, wanted);
    free(got);
}

Test(report_text, html_escapes_markup)
{
    expect(html_text, "<script>alert('1') & \"2\"</script>",
           "&lt;script&gt;alert(&#39;1&#39;) &amp; &quot;2&quot;&lt;/script&gt;");
}

Test(report_text, html_keeps_what_people_are_called)
{
    expect(html_text, "Zoë 王小明 😀\n\tend", "Zoë 王小明 😀\n\tend");
}

Test(report_text, html_replaces_control_characters)
{
    expect(html_text, "a\033[31m\x7f\x01", "a\uFFFD[31m\uFFFD\uFFFD");
}

Test(report_text, html_replaces_what_is_no_utf8)
{
    expect(html_text, "caf\xe9", "caf\uFFFD");                         /* Latin-1 */
    expect(html_text, "\xc0\xbc", "\uFFFD\uFFFD");                     /* '<', overlong */
    expect(html_text, "\xe0\x80\xbc", "\uFFFD\uFFFD\uFFFD");           /* the same in three */
    expect(html_text, "\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD");           /* a surrogate */
    expect(html_text, "\xf4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"); /* beyond U+10FFFF */
    expect(html_text, "\xe2\x82<", "\uFFFD\uFFFD&lt;");                /* cut short by mark-up */
    expect(html_text, "\xf0\x9f", "\uFFFD\uFFFD");                     /* cut short by the end */
}

Test(report_text, html_lets_no_byte_be_markup)
{
    for (int byte = 1; byte < 256; byte++) {
        char *const got = written(html_text, (char[]){(char)byte, '\0'});
        cr_expect(!strpbrk(got, "<>\"'") && (got[0] != '&' || strchr(got, ';')), "byte %d", byte);
        free(got);
    }
}

Test(report_text, clean_fits_on_one_line_and_reads_forward)
{
    expect_clean("a\nb\tc", "a\uFFFDb\uFFFDc");
    expect_clean("abc\u202Efdp.exe", "abc\uFFFDfdp.exe");
    expect_clean("a\u2028b\xc2\x85", "a\uFFFDb\uFFFD");
    expect_clean("Zoë", "Zoë");
}

Test(report_text, width_counts_characters)
{
    cr_expect_eq(text_width("Zoë"), 3);
    cr_expect_eq(text_width("\xff\xfe"), 2);
    cr_expect_eq(text_width(""), 0);
}

Test(report_text, html_print_escapes_its_texts_and_not_its_format)
{
    char *all = NULL;
    size_t size = 0;
    FILE *const out = open_memstream(&all, &size);
    html_print(out, "<b>%s</b> %zu %g%%", "<i>", (size_t)3, 2.5);
    fclose(out);
    cr_expect_str_eq(all, "<b>&lt;i&gt;</b> 3 2.5%");
    free(all);
}

Test(report_text, csv_quotes_as_rfc_4180_says)
{
    expect(csv_text, "Ada Lovelace", "Ada Lovelace");
    expect(csv_text, "Noether, Emmy", "\"Noether, Emmy\"");
    expect(csv_text, "the \"Countess\"", "\"the \"\"Countess\"\"\"");
    expect(csv_text, "two\nlines", "\"two\nlines\"");
    expect(csv_text, "", "");
}

Test(report_text, csv_defuses_formulas)
{
    expect(csv_text, "=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"");
    expect(csv_text, "+1", "\"'+1\"");
    expect(csv_text, "-1", "\"'-1\"");
    expect(csv_text, "@SUM(A1)", "\"'@SUM(A1)\"");
    expect(csv_text, "\t=1", "\"'\t=1\"");
    expect(csv_text, " =1", "\"' =1\"");
    expect(csv_text, "a=1", "a=1");
}
