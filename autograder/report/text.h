/* report/text.h: text from strangers, made fit for a page, a table or a terminal.
 *
 * Names of folders and sentences that quote a student's program are hostile input: they can hold
 * mark-up, control characters, marks that reverse the direction of writing, bytes that are no UTF-8.
 * All of these become U+FFFD, the replacement character, on every way out.
 */
#ifndef DESCENT_REPORT_TEXT_H
#define DESCENT_REPORT_TEXT_H

#include <stdio.h>

/* A copy that is valid UTF-8 (RFC 3629) and shows on one line. The caller frees it; NULL when there
 * is no memory. */
char *text_clean(const char *text);

/* How many columns the text takes in a terminal, counting each character as one. */
size_t text_width(const char *text);

/* Writes text into HTML, as content or between double quotes. Newlines and tabs stay. */
void html_text(FILE *out, const char *text);

/* As fprintf, but each %s is written by html_text, so that nothing reaches a page unescaped by
 * oversight. Understands %s, %zu, %g and %%, without widths. */
void html_print(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Writes one field of CSV (RFC 4180): in quotes where it needs them. A text that a spreadsheet would
 * take for a formula (it starts with = + - @, or with white space) gets an apostrophe in front. */
void csv_text(FILE *out, const char *text);

#endif
