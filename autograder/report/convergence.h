/* report/convergence.h: one training by a student beside the reference's, as a chart and a table.
 *
 * A "convergence" of the results (report/README.md) holds runs from several seeds; each is two
 * lists of losses, the first being what was measured after epoch 1. A value may be no number or
 * infinite: a training that diverges is what such a chart is to show.
 */
#ifndef DESCENT_REPORT_CONVERGENCE_H
#define DESCENT_REPORT_CONVERGENCE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct convergence_range {
    double low, high; /* of the losses on show, both 1, 2 or 5 times a power of ten */
    size_t points;    /* values in the longest list */
};

/* Finds what the axes must span. Returns false when no value can stand on a logarithmic axis. The
 * top is at most 1000 times the reference's largest value: a diverging run leaves the chart there. */
bool convergence_range(const json_t *convergence, struct convergence_range *range);

/* Writes the gnuplot script that draws the chart as SVG to its standard output: student solid and
 * blue, reference dashed and vermilion (Okabe and Ito's colours, which colour-blind readers can
 * tell apart), the limit dotted. */
void convergence_script(const json_t *convergence, const struct convergence_range *range,
                        FILE *script);

/* Writes an HTML table of at most ten epochs, two columns a seed. */
void convergence_table(const json_t *convergence, FILE *page);

/* Writes an HTML sentence for each seed whose losses stop being numbers; nothing when all are. */
void convergence_remarks(const json_t *convergence, FILE *page);

#endif
