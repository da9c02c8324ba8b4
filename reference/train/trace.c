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

void trace_row(struct trace *trace, const real *values)
{
    for (size_t i = 0; i < trace->columns; i++) {
        const double value = (double)(isnan(values[i]) ? REAL_NAN : values[i]); /* never "-nan" */
        fprintf(trace->file.stream, "%s%.9g", i > 0 ? " " : "", value);
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
