/* What lab 01's sections share. The header says what each function does. */
#include "01-linear-sgd/given/lab.h"

#include "base/file.h"

#include <stdio.h>

struct pcg32 lab_generator(const struct lab *lab, enum lab_stream stream)
{
    return pcg32_seed(lab->options.seed, stream);
}

struct trace lab_trace_begin(const struct lab *lab, const char *name, const struct data_set *set,
                             const char *columns)
{
    return lab_trace_open(lab->options.out, name, set ? set->name : NULL, columns);
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
