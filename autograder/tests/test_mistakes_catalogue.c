/* Catalogues of mistakes: read, refused with the place of what is wrong, and applied. */
#include "catalogue/mistakes.h"
#include "tests/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

TestSuite(mistakes, .init = test_begin, .fini = stage_end);

#define HEAD "mistake 1.6 dw-lacks-x\nsays dw lacks x.\nasks Which samples?\n"
#define EDIT "old\n    dw += x;\nnew\n    dw += 1;\n"

static struct mistakes *read_text(const char *text)
{
    struct message why;
    struct mistakes *const mistakes = mistakes_read(put("lab01.txt", text).text, &why);
    cr_assert_not_null(mistakes, "%s", why.text);
    return mistakes;
}

Test(mistakes, have_a_name_a_sentence_a_question_and_edits)
{
    struct mistakes *const mistakes = read_text("# a remark\n\n" HEAD EDIT "end\n");
    const struct mistake *const mistake = &mistakes->mistake[0];
    cr_assert_eq(mistakes->count, 1);
    cr_assert_str_eq(mistake->exercise, "1.6");
    cr_assert_str_eq(mistake->name, "dw-lacks-x");
    cr_assert_str_eq(mistake->says, "dw lacks x.");
    cr_assert_str_eq(mistake->asks, "Which samples?");
    cr_assert_eq(mistake->edits, 1);
    cr_assert_str_eq(mistake->edit[0].old_text, "    dw += x;\n");
    cr_assert_str_eq(mistake->edit[0].new_text, "    dw += 1;\n");
    mistakes_free(mistakes);
}

Test(mistakes, say_that_they_reach_outside)
{
    struct mistakes *const mistakes =
        read_text(HEAD EDIT "end\n" HEAD "outside\n" EDIT "end\n" HEAD "old\noutside\nnew\nend\n");
    cr_assert(!mistakes->mistake[0].outside);
    cr_assert(mistakes->mistake[1].outside);
    cr_assert(!mistakes->mistake[2].outside);
    mistakes_free(mistakes);
}

Test(mistakes, texts_keep_blank_lines_and_remarks)
{
    struct mistakes *const mistakes = read_text(HEAD "old\na;\n\n# b\nsays c\nnew\nend\n");
    cr_assert_str_eq(mistakes->mistake[0].edit[0].old_text, "a;\n\n# b\nsays c\n");
    cr_assert_str_eq(mistakes->mistake[0].edit[0].new_text, "");
    mistakes_free(mistakes);
}

Test(mistakes, are_found_by_exercise_and_name)
{
    struct mistakes *const mistakes =
        read_text(HEAD EDIT "end\nmistake 1.5 sign\nsays s\nasks a\n" EDIT "end\n");
    cr_assert_eq(mistakes_find(mistakes, "1.5", "sign"), &mistakes->mistake[1]);
    cr_assert_null(mistakes_find(mistakes, "1.6", "sign"));
    cr_assert_null(mistakes_find(mistakes, "1.5", "sig"));
    mistakes_free(mistakes);
}

Test(mistakes, a_missing_catalogue_is_empty)
{
    struct message why;
    struct mistakes *const mistakes = mistakes_read(in_folder("none").text, &why);
    cr_assert_not_null(mistakes);
    cr_assert_eq(mistakes->count, 0);
    mistakes_free(mistakes);
}

/* Returns why the text is refused. */
static const char *refused(const char *text)
{
    static struct message why;
    cr_assert_null(mistakes_read(put("lab01.txt", text).text, &why), "accepted: %s", text);
    return without_folder(why.text);
}

Test(mistakes, other_words_are_refused)
{
    cr_assert_str_eq(
        refused("\nmistakes 1.6 a\n"),
        "lab01.txt:2: expected mistake, says, asks, outside, old, new or end, found 'mistakes "
        "1.6 a'");
    cr_assert_str_eq(refused("says first\n"),
                     "lab01.txt:1: expected mistake, says, asks, outside, old, new "
                     "or end, found 'says first'");
    cr_assert_str_eq(
        refused("end\n"),
        "lab01.txt:1: expected mistake, says, asks, outside, old, new or end, found 'end'");
    cr_assert_str_eq(
        refused(HEAD "new\n"),
        "lab01.txt:4: expected mistake, says, asks, outside, old, new or end, found 'new'");
}

Test(mistakes, a_mistake_without_a_name_is_refused)
{
    cr_assert_str_eq(refused("mistake 1.6\n"), "lab01.txt:1: expected 'mistake EXERCISE NAME'");
}

Test(mistakes, what_is_missing_at_the_end_is_told)
{
#define NEEDS "a mistake needs 'says', 'asks', and 'new' to each 'old'"
    cr_assert_str_eq(refused("mistake 1.6 a\nsays s\n" EDIT "end\n"), "lab01.txt:7: " NEEDS);
    cr_assert_str_eq(refused("mistake 1.6 a\nasks a\n" EDIT "end\n"), "lab01.txt:7: " NEEDS);
    cr_assert_str_eq(refused(HEAD "old\na;\nend\n"), "lab01.txt:6: " NEEDS);
}

Test(mistakes, a_missing_end_is_refused)
{
    cr_assert_str_eq(refused(HEAD EDIT), "lab01.txt:8: the last mistake lacks its 'end'");
    cr_assert_str_eq(refused(HEAD "mistake 1.6 b\n"),
                     "lab01.txt:4: 'end' is missing above, or there are over 256 mistakes");
}

Test(mistakes, an_old_text_needs_lines_and_a_new_one)
{
    cr_assert_str_eq(refused(HEAD "old\nnew\n"), "lab01.txt:5: the text below 'old' is empty");
    cr_assert_str_eq(refused(HEAD "old\na;\nold\nb;\n"), "lab01.txt:6: 'new' is missing above");
}

Test(mistakes, more_than_four_edits_are_refused)
{
    cr_assert_str_eq(refused(HEAD EDIT EDIT EDIT EDIT EDIT), "lab01.txt:20: more than 4 edits");
}

Test(mistakes, too_many_are_refused)
{
    char *const text = arena_take(&scratch, 65536);
    char *at = text;
    for (int i = 0; i <= mistakes_max; i++) {
        at += sprintf(at, "mistake 1.6 m%d\nsays s\nasks a\n" EDIT "end\n", i);
    }
    cr_assert_str_eq(refused(text),
                     "lab01.txt:2049: 'end' is missing above, or there are over 256 mistakes");
}

Test(mistakes, long_sentences_are_cut)
{
    char text[600] = "mistake 1.6 a\nasks a\nsays ";
    memset(text + strlen(text), 's', 400);
    strcat(text, "\n" EDIT "end\n");
    struct mistakes *const mistakes = read_text(text);
    cr_assert_eq(strlen(mistakes->mistake[0].says), 199);
    mistakes_free(mistakes);
}

/* --- applied --- */

/* The text with the edits of a mistake made, or why not. */
static const char *applied(const char *edits, const char *text)
{
    static char result[512];
    char catalogue[512];
    struct message why;
    snprintf(catalogue, sizeof catalogue, HEAD "%send\n", edits);
    struct mistakes *const mistakes = read_text(catalogue);
    char *const changed = mistake_apply(&mistakes->mistake[0], text, &why);
    snprintf(result, sizeof result, "%s", changed ? changed : why.text);
    free(changed);
    mistakes_free(mistakes);
    return result;
}

static const char not_once[] =
    "mistake 1.6 dw-lacks-x: its old text does not stand exactly once in the file";

Test(mistakes, without_an_edit_cannot_be_made)
{
    cr_assert_str_eq(applied("", "a;\n"), "mistake 1.6 dw-lacks-x has no edit");
}

Test(mistakes, an_edit_takes_the_place_of_its_old_text)
{
    cr_assert_str_eq(applied("old\nb;\nnew\nB;\nC;\n", "a;\nb;\nd;\n"), "a;\nB;\nC;\nd;\n");
    cr_assert_str_eq(applied("old\na;\nnew\n", "a;\nb;\n"), "b;\n");
    cr_assert_str_eq(applied("old\nb;\nnew\n", "a;\nb;\n"), "a;\n");
}

Test(mistakes, edits_are_made_one_after_the_other)
{
    cr_assert_str_eq(applied("old\na;\nnew\nA;\nold\nb;\nnew\nB;\n", "a;\nb;\n"), "A;\nB;\n");
    cr_assert_str_eq(applied("old\na;\nnew\nb;\nold\nb;\nnew\nc;\n", "a;\n"), "c;\n");
}

Test(mistakes, an_old_text_that_is_not_there_is_refused)
{
    cr_assert_str_eq(applied("old\nc;\nnew\n", "a;\nb;\n"), not_once);
    cr_assert_str_eq(applied("old\na;\nnew\nA;\nold\na;\nnew\n", "a;\n"), not_once);
}

Test(mistakes, an_old_text_that_is_there_twice_is_refused)
{
    cr_assert_str_eq(applied("old\na;\nnew\n", "a;\nb;\na;\n"), not_once);
}

Test(mistakes, an_old_text_is_whole_lines)
{
    cr_assert_str_eq(applied("old\nsum;\nnew\n", "a;\n    sum;\n"), not_once);
    cr_assert_str_eq(applied("old\nsum;\nnew\n", "sum;"), not_once);
    cr_assert_str_eq(applied("old\nb;\nnew\nc;\n", "a b;\nb;\n"), "a b;\nc;\n");
}
