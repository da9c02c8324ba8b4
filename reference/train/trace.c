#include "train/trace.h"

#include <math.h>
#include <string.h>

int trace_begin(struct trace *trace, const char *path, const char *columns, struct message *why)
{
    trace->columns = 1;
    for (const char *space = columns; (space = strchr(space, ' ')); space++) {
        trace->columns++;
    }
    if (file_begin(&trace->file, path, why) != 0) {
        return -1;
    }
    fprintf(trace->file.stream, "# %s\n", columns);
    return 0;
}

static void write_number(struct trace *trace, real value)
{
    fprintf(trace->file.stream, "%.9g", (double)(isnan(value) ? REAL_NAN : value)); /* no "-nan" */
}

void trace_row(struct trace *trace, const real *values)
{
    for (size_t i = 0; i < trace->columns; i++) {
        fputs(i > 0 ? " " : "", trace->file.stream);
        write_number(trace, values[i]);
    }
    fputc('\n', trace->file.stream);
}

void trace_named_row(struct trace *trace, const char *name, const real *values)
{
    fprintf(trace->file.stream, "\"%s\"", name);
    for (size_t i = 0; i + 1 < trace->columns; i++) {
        fputc(' ', trace->file.stream);
        write_number(trace, values[i]);
    }
    fputc('\n', trace->file.stream);
}

void trace_block(struct trace *trace, const char *name)
{
    fprintf(trace->file.stream, "\n\n# %s\n", name);
}

void trace_gap(struct trace *trace)
{
    fputc('\n', trace->file.stream);
}

int trace_finish(struct trace *trace, struct message *why)
{
    return file_finish(&trace->file, why);
}
