/* report/report.h: all reports of a class, made from its results and from nothing else.
 *
 *     results.json       the class's results (report/README.md)
 *     gradebook.csv      marks
 *     index.html         the class's page
 *     student-0001.html  a page a submission, numbered as in results.json
 *
 * All files are written into a folder beside their place and put there when the last one is whole:
 * a run that is broken off leaves the earlier reports as they were.
 */
#ifndef DESCENT_REPORT_REPORT_H
#define DESCENT_REPORT_REPORT_H

#include "base/message.h"

#include <jansson.h>

struct report_options {
    const char *gnuplot; /* the program that draws the charts, by name or path */
    int stop;            /* a file descriptor that becomes readable to break off; -1: none */
};

/* Writes the reports into the folder, which must exist, and removes pages of students that an
 * earlier, larger class left there. Returns 0, or -1 and says why; when it was broken off, or could
 * not write, what was there before is unchanged. */
int report_write(const json_t *class, const char *folder, const struct report_options *options,
                 struct message *why);

#endif
