/* What lab 01's sections share. The header says what each function does. */
#define _GNU_SOURCE /* program_invocation_short_name */
#include "01-linear-sgd/given/lab.h"

#include "base/file.h"
#include "common/section.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct pcg32 lab_generator(const struct lab *lab, enum lab_stream stream)
{
    return pcg32_seed(lab->options.seed, stream);
}

void lab_require(int status, const struct message *why)
{
    if (status != 0) {
        fprintf(stderr, "%s: %s\n", program_invocation_short_name, why->text);
        exit(1);
    }
}

void lab_require_finite(real value, const char *what)
{
    if (!isfinite(value)) {
        section_stop("%s is %s; is every element written, does every sum begin at 0?", what,
                     isnan(value) ? "not a number" : "infinite");
    }
}

struct trace lab_trace_begin(const struct lab *lab, const char *name, const struct data_set *set,
                             const char *columns)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s%s%s.dat", lab->options.out, name, set ? "-" : "",
             set ? set->name : "");
    struct trace trace;
    struct message why;
    lab_require(trace_begin(&trace, path, columns, &why), &why);
    return trace;
}

void lab_trace_finish(struct trace *trace)
{
    struct message why;
    lab_require(trace_finish(trace, &why), &why);
}

/* Writes name = 'text' with the text's own quotes doubled, as gnuplot wants it. */
static void write_text(FILE *stream, const char *name, const char *text)
{
    fprintf(stream, "%s = '", name);
    for (const char *c = text; *c != '\0'; c++) {
        const unsigned char byte = (unsigned char)*c;
        fprintf(stream, "%s%c", *c == '\'' ? "'" : "", byte < ' ' || byte == 127 ? '?' : byte);
    }
    fputs("'\n", stream);
}

static void write_number(FILE *stream, const char *name, real value)
{
    fprintf(stream, "%s = %.9g\n", name, (double)value);
}

void lab_write_about(const struct lab *lab, const struct data_set *set)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/about-%s.gp", lab->options.out, set->name);
    struct file_writer writer;
    struct message why;
    lab_require(file_begin(&writer, path, &why), &why);
    FILE *const stream = writer.stream;
    fputs("# what the pictures of this data set say of it; written by the lab's program\n", stream);
    write_text(stream, "from", set->from);
    write_text(stream, "x_name", set->x_name);
    write_text(stream, "y_name", set->y_name);
    write_text(stream, "unit", set->unit);
    write_text(stream, "unit_squared", set->unit_squared);
    write_number(stream, "rows", (real)set->samples.count);
    write_number(stream, "start_slope", set->start.slope);
    write_number(stream, "start_offset", set->start.offset);
    write_number(stream, "batch", (real)set->batch);
    write_number(stream, "rate", set->rate);
    write_number(stream, "momentum", lab->options.momentum);
    lab_require(file_finish(&writer, &why), &why);
}
