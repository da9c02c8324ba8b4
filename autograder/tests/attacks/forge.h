/* For attacks that send answers of their own. Its text takes the place of the line that includes it. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A whole answer as the worker would send it, with a loss of one's own choice. */
static void send_array(const char *name, size_t count, const real *values)
{
    char header[129];
    memset(header, ' ', 127);
    memcpy(header, "\x93NUMPY\1\0\x76\0", 10);
    const int used = sprintf(header + 10, "{'descr': '<f8', 'fortran_order': False, 'shape': (%zu,), }",
                             count);
    header[10 + used] = ' ';
    header[127] = '\n';
    char line[64];
    const int start = sprintf(line, "%s %zu\n", name, 128 + 8 * count);
    (void)!write(3, line, (size_t)start);
    (void)!write(3, header, 128);
    (void)!write(3, values, 8 * count);
}

static void answer(const char *note, size_t count, const real *yhat, const real *y, real loss)
{
    char line[300], parts[3][64];
    const size_t names = (size_t)sprintf(parts[0], "yhat %zu\n", 128 + 8 * count) +
                         (size_t)sprintf(parts[1], "y %zu\n", 128 + 8 * count) +
                         (size_t)sprintf(parts[2], "loss %d\n", 136);
    const int start = sprintf(line, "descent 1 answer 1.2 3 %zu %s\n",
                              names + 3 * 128 + 16 * count + 8, note);
    (void)!write(3, line, (size_t)start);
    send_array("yhat", count, yhat);
    send_array("y", count, y);
    send_array("loss", 1, &loss);
}
