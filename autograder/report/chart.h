/* report/chart.h: charts, drawn by gnuplot and put into a page as inline SVG. */
#ifndef DESCENT_REPORT_CHART_H
#define DESCENT_REPORT_CHART_H

#include "base/message.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

struct chart_tools {
    const char *gnuplot; /* the program's name or path; NULL: there is none, pages get tables */
    const char *folder;  /* for the script and the picture, which do not stay */
};

/* True when the program of this name or path can be run. */
bool chart_can_draw(const char *gnuplot);

/* Writes one convergence (report/convergence.h) as an HTML figure: the chart, and the values as a
 * table; the table alone, and why, where the chart cannot be drawn. */
void chart_write(const struct chart_tools *tools, const json_t *convergence, FILE *page);

/* Writes an SVG document so that it can stand in a page: without its XML head, and without the
 * definitions that no line chart uses and whose ids would clash with the next chart's. Returns 0, or
 * -1 when it is none. */
int chart_inline(const char *svg, FILE *page);

#endif
