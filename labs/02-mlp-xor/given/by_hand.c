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

enum { numbers = 9, most_bytes = 64 * 1024, stream_of_nothing = 2190 };

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

static struct classifier *classifier_of(struct lab *lab, const struct samples *points,
                                        const real value[numbers])
{
    const struct options *const options = &lab->options;
    const struct plan plan = {.hidden = 2,
                              .depth = 1,
                              .activation = options->has_activation ? options->activation
                                                                    : activation_sigmoid,
                              .initialisation = initialisation_zero,
                              .rate = 1};
    struct classifier *const classifier = classifier_new(lab, &plan, points, stream_of_nothing);
    const struct linear_layer *const hidden = &classifier->mlp.layer[0];
    const struct linear_layer *const output = &classifier->mlp.layer[1];
    for (size_t unit = 0; unit < 2; unit++) {
        hidden->w.value.data[2 * unit] = value[3 * unit];
        hidden->w.value.data[2 * unit + 1] = value[3 * unit + 1];
        hidden->b.value.data[unit] = value[3 * unit + 2];
        output->w.value.data[unit] = value[6 + unit];
    }
    output->b.value.data[0] = value[8];
    return classifier;
}

/* What it says of the four points. */
struct truth_table {
    real hidden[4 * 2], logit[4], p[4];
};

static struct truth_table ask(struct lab *lab, struct classifier *classifier)
{
    struct truth_table table;
    const struct tensor x = classifier->learner->x;
    classifier_hidden(classifier, x, table.hidden);
    learner_predict(classifier->learner, x, table.logit);
    lab->backend.sigmoid_forward(4, table.logit, table.p);
    return table;
}

static void say_table(const struct truth_table *table, const struct samples *points)
{
    puts("        x0  x1        h0       h1      logit        p   says   XOR");
    for (size_t i = 0; i < points->count; i++) {
        const real logit = table->logit[i];
        const char *const says = !classifier_decides(logit) ? "-" : logit > 0 ? "1" : "0";
        printf("       %3g %3g  %8.3f %8.3f %10.3f %8.3f   %4s %5g\n", (double)points->x[2 * i],
               (double)points->x[2 * i + 1], (double)table->hidden[2 * i],
               (double)table->hidden[2 * i + 1], (double)logit, (double)table->p[i], says,
               (double)points->y[i]);
    }
}

static void say_verdict(struct score score, const real value[numbers])
{
    for (size_t unit = 0; unit < 2; unit++) {
        if (value[3 * unit] == 0 && value[3 * unit + 1] == 0) {
            printf("     Hidden unit %zu has no line: both its weights are 0.\n", unit);
        }
    }
    if (score.right == 4) {
        puts("     This network computes XOR.");
    } else {
        printf("     %zu of 4 right: it does not compute XOR yet.\n", score.right);
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
             "draws "
             "them.");
        return;
    }
    real value[numbers];
    struct message why;
    lab_require(read_weights(path, value, &why), &why);
    real x[4 * 2], y[4];
    made_xor(x, y);
    const struct samples points = {4, 2, 1, x, y};
    struct classifier *const classifier = classifier_of(lab, &points, value);
    const struct truth_table table = ask(lab, classifier);
    const struct score score = classifier_score(classifier);
    const real *const map = plane_map(lab, classifier->learner, plane_window(&points));
    printf("     %s, %s:\n", path, activation_name(classifier->mlp.hidden));
    say_table(&table, &points);
    say_verdict(score, value);
    write_by_hand(lab, &points, value, map);
}
