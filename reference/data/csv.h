/* data/csv.h: a table of numbers from a comma-separated file with a header line.
 *
 * Accepted: a first line with the columns' names, then at least one line with as many numbers;
 * spaces around fields, a carriage return before the newline, empty lines at the end, a byte-order
 * mark at the start.
 * Refused with `path:line: what is wrong, what was expected, what stands there`: a missing, empty
 * or binary file, a field that is not a finite number, too few or too many fields, an empty line in
 * between. Quotes are not understood: numbers need none.
 */
#ifndef DESCENT_DATA_CSV_H
#define DESCENT_DATA_CSV_H

#include "base/arena.h"
#include "base/message.h"
#include "base/real.h"

#include <stddef.h>

enum { csv_max_columns = 64, csv_max_name = 64 };

struct csv {
    size_t rows, columns;
    char name[csv_max_columns][csv_max_name]; /* cut at 63 bytes */
    real *value;                              /* (rows,columns), owned by the arena */
};

/* Reads the file. Returns 0, or -1 and says why. */
int csv_read(const char *path, struct arena *arena, struct csv *csv, struct message *why);

/* The same from text that lies in memory, with a zero byte behind it; the text is cut up. `path` is for
 * the message. */
int csv_decode(const char *path, char *text /* (length + 1) */, size_t length, struct arena *arena,
               struct csv *csv, struct message *why);

#endif
