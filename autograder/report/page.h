/* report/page.h: what all pages of a report have in common.
 *
 * A page is one file: style and pictures stand in it, it loads nothing. It follows the reader's
 * choice of light or dark and prints in black on white.
 */
#ifndef DESCENT_REPORT_PAGE_H
#define DESCENT_REPORT_PAGE_H

#include <jansson.h>
#include <stdio.h>

/* Writes the page's head up to the start of its body. `script` is NULL, or JavaScript of our own;
 * without it the page forbids all scripts. */
void page_begin(FILE *page, const char *title, const char *script);

/* Writes the end of the page. */
void page_end(FILE *page);

/* Writes a bar of `part` out of `whole`, in the style sheet's tone. */
void page_bar(FILE *page, double part, double whole, const char *tone);

/* Writes the points of a lab's result, "88 of 100", or that it is incomplete; and its bonus, if
 * there is one to be had. */
void page_score(FILE *page, const json_t *lab);

/* Writes the name of the page of the submission with this number (from 1) into `name`. */
void page_of_student(size_t number, char name[40]);

/* The style sheet and the script that sorts tables by the column whose head is clicked. */
extern const char page_style[];
extern const char page_sort_script[];

#endif
