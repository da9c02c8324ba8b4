/* Section 2.12: a 2-2-1 network whose nine numbers stand in a file, chosen by hand. */
#define _GNU_SOURCE /* strsep */
#include "02-mlp-xor/given/classifier.h"
#include "02-mlp-xor/given/plane.h"
#include "02-mlp-xor/given/sections.h"

#include "base/file.h"
#include "data/made_points.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tgmath.h>

enum { numbers = 9, most_bytes = 64 * 1024 };

/* In the order of the file. */
static const char *const names[numbers] = {"w00", "w01", "b0", "w10", "w11", "b1", "v0", "v1", "c"};

/* --- reading ---------------------------------------------------------------------------------- */

/* Cuts off the comment and white space on both ends, in place. */
static char *content_of(char *line)
{
    line[strcspn(line, "#")] = '\0';
    while (isspace((unsigned char)*line)) {
        line++;
    }
    size_t length = strlen(line);
    while (length > 0 && isspace((unsigned char)line[length - 1])) {
        line[--length] = '\0';
    }
    return line;
}

/* Takes a number from the line, if it has one. Returns 0, or -1 and says `path:line: what`. */
static int take_line(const char *path, size_t number, char *line, size_t *count, real *value,
                     struct message *why)
{
    const char *const text = content_of(line);
    if (*text == '\0') {
        return 0;
    }
    if (*count == numbers) {
        return message_set(why, "%s:%zu: expected nothing behind the ninth number, found '%.40s'",
                           path, number, text);
    }
    char *end;
    value[*count] = (real)strtod(text, &end);
    if (end == text || *end != '\0' || !isfinite(value[*count])) {
        return message_set(why, "%s:%zu: %s: expected one number, found '%.40s'", path, number,
                           names[*count], text);
    }
    ++*count;
    return 0;
}

static int take_lines(const char *path, char *text, real *value, struct message *why)
{
    size_t count = 0, number = 0;
    char *line;
    while ((line = strsep(&text, "\n"))) {
        number++;
        if (take_line(path, number, line, &count, value, why) != 0) {
            return -1;
        }
    }
    if (count < numbers) {
        return message_set(why, "%s:%zu: expected nine numbers, found %zu: %s is missing", path,
                           number, count, names[count]);
    }
    return 0;
}

static int read_weights(const char *path, real value[numbers], struct message *why)
{
    unsigned char *bytes;
    size_t length;
    if (file_read(path, most_bytes, &bytes, &length, why) != 0) {
        return -1;
    }
    const int status =
        strlen((const char *)bytes) < length
            ? message_set(why, "%s:1: expected lines of text, found a file with zero bytes", path)
            : take_lines(path, (char *)bytes, value, why);
    free(bytes);
    return status;
}

/* --- the network ------------------------------------------------------------------------------ */

/* Computed here, by the formulas in the head of weights.txt, so that none of the exercises is needed. */
struct network {
    enum activation activation;
    real value[numbers];
};

/* What it makes of one point. */
struct answer {
    real hidden[2], logit, p;
};

static real sigmoid(real x)
{
    return x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x)); /* neither exp can overflow */
}

static real bend(enum activation activation, real x)
{
    switch (activation) {
    case activation_none:
        return x;
    case activation_sigmoid:
        return sigmoid(x);
    case activation_tanh:
        return tanh(x);
    case activation_relu:
        return x > 0 ? x : 0;
    case activation_leaky_relu:
        return x > 0 ? x : x / 100;
    default:
        return x > 0 ? 1 : 0; /* the step */
    }
}

static struct answer ask(const struct network *network, real x0, real x1)
{
    const real *const v = network->value + 6; /* v0, v1, c */
    struct answer answer = {.logit = v[2]};
    for (size_t unit = 0; unit < 2; unit++) {
        const real *const w = network->value + 3 * unit; /* w0, w1, b */
        answer.hidden[unit] = bend(network->activation, w[0] * x0 + w[1] * x1 + w[2]);
        answer.logit += v[unit] * answer.hidden[unit];
    }
    answer.p = sigmoid(answer.logit);
    return answer;
}

/* The probability of label 1 at each place of the grid, as plane_map gives it. */
static real *draw_map(struct lab *lab, const struct network *network, struct window window)
{
    real *const map = arena_reals(&lab->model, plane_grid * plane_grid);
    for (size_t line = 0; line < plane_grid; line++) {
        const real x1 = plane_along(window.bottom, window.top, line);
        for (size_t i = 0; i < plane_grid; i++) {
            const real x0 = plane_along(window.left, window.right, i);
            map[line * plane_grid + i] = ask(network, x0, x1).p;
        }
    }
    return map;
}

/* Prints a row for each point and returns how many answers are right. */
static size_t say_table(const struct network *network, const struct samples *points)
{
    size_t right = 0;
    puts("        x0  x1        h0       h1      logit        p   says   XOR");
    for (size_t i = 0; i < points->count; i++) {
        const real x0 = points->x[2 * i], x1 = points->x[2 * i + 1], y = points->y[i];
        const struct answer a = ask(network, x0, x1);
        const bool decides = classifier_decides(a.logit);
        right += decides && (a.logit > 0) == (y > (real)0.5);
        printf("       %3g %3g  %8.3f %8.3f %10.3f %8.3f   %4s %5g\n", (double)x0, (double)x1,
               (double)a.hidden[0], (double)a.hidden[1], (double)a.logit, (double)a.p,
               !decides      ? "-"
               : a.logit > 0 ? "1"
                             : "0",
               (double)y);
    }
    return right;
}

static void say_verdict(size_t right, const real value[numbers])
{
    for (size_t unit = 0; unit < 2; unit++) {
        if (value[3 * unit] == 0 && value[3 * unit + 1] == 0) {
            printf("     Hidden unit %zu has no line: both its weights are 0.\n", unit);
        }
    }
    if (right == 4) {
        puts("     This network computes XOR.");
    } else {
        printf("     %zu of 4 right: it does not compute XOR yet.\n", right);
    }
}

/* Blocks: the points; w0, w1, b of both hidden units; the map. */
static void write_by_hand(const struct lab *lab, const struct samples *points,
                          const real value[numbers], const real *map)
{
    const struct window window = plane_window(points);
    struct trace trace = lab_trace_begin(lab, "by-hand", NULL, "x0 x1 value");
    plane_write_points(&trace, points);
    trace_block(&trace, "the hidden units' lines, w0 x0 + w1 x1 + b = 0: w0, w1, b");
    trace_row(&trace, value);
    trace_row(&trace, value + 3);
    trace_block(&trace, "the probability of label 1");
    plane_write_map(&trace, window, map);
    lab_trace_finish(&trace);
}

void show_weights_by_hand(void *context)
{
    struct lab *const lab = context;
    const char *const path = lab->options.weights;
    if (!path) {
        puts("     Choose nine numbers in labs/02-mlp-xor/weights.txt; --weights with that path "
             "draws them.");
        return;
    }
    const struct options *const options = &lab->options;
    struct network network = {options->has_activation ? options->activation : activation_sigmoid,
                              {0}};
    struct message why;
    lab_require(read_weights(path, network.value, &why), &why);
    real x[4 * 2], y[4];
    made_xor(x, y);
    const struct samples points = {4, 2, 1, x, y};
    printf("     %s, %s:\n", path, activation_name(network.activation));
    say_verdict(say_table(&network, &points), network.value);
    write_by_hand(lab, &points, network.value, draw_map(lab, &network, plane_window(&points)));
}
