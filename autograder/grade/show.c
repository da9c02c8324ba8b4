/* Prints the arrays of a failing case: what was given, what was expected, what came back.
 *
 *     show FOLDER     build/grade/1.6
 *
 * Each array is also written beside as an .npy file that NumPy opens.
 */
#include "base/file.h"
#include "base/npy.h"
#include "wire/bundle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tgmath.h>

enum { largest = 128 * 1024 * 1024, most_rows = 40, most_columns = 8, line_width = 96 };

static bool load(const char *folder, const char *name, struct bundle *bundle)
{
    char path[1200];
    unsigned char *bytes;
    size_t length;
    struct message unused;
    snprintf(path, sizeof path, "%s/failing.%s", folder, name);
    if (file_read(path, largest, &bytes, &length, &unused) != 0) {
        *bundle = bundle_new("none", "0");
        return false;
    }
    const bool read = bundle_decode(bytes, length, bundle, &unused) > 0;
    free(bytes);
    return read;
}

static void save_npy(const char *folder, const char *kind, const struct bundle *bundle)
{
    for (size_t i = 0; i < bundle->frames; i++) {
        const struct frame *const frame = &bundle->frame[i];
        char path[1300];
        struct message why;
        snprintf(path, sizeof path, "%s/%s.%s.npy", folder, kind, frame->name);
        if (npy_save(path, frame->shape.rank, frame->shape.size, frame->data, &why) != 0) {
            fprintf(stderr, "show: %s\n", why.text);
        }
    }
}

/* "[1,0]": where a matrix stands among several, in an array of more than two axes; before its first row. */
static void print_which(const struct frame *frame, size_t row)
{
    const struct shape *const shape = &frame->shape;
    if (shape->rank < 3 || frame->count == 0) {
        return;
    }
    const size_t height = shape->size[shape->rank - 2];
    const size_t matrices = frame->count / height / shape->size[shape->rank - 1];
    size_t place[shape_max_rank], rest = row / height;
    if (matrices == 1 || row % height != 0) {
        return;
    }
    for (size_t axis = shape->rank - 2; axis-- > 0;) {
        place[axis] = rest % shape->size[axis];
        rest /= shape->size[axis];
    }
    for (size_t axis = 0; axis + 2 < shape->rank; axis++) {
        printf("%s%zu", axis > 0 ? "," : "    [", place[axis]);
    }
    printf("]\n");
}

/* The array as rows of its last axis, at most so many. */
static void print_frame(const char *title, const struct frame *frame)
{
    const size_t rank = frame->shape.rank;
    const size_t columns =
        rank > 0 && frame->shape.size[rank - 1] > 0 ? frame->shape.size[rank - 1] : 1;
    const size_t rows = frame->count / columns;
    printf("%s %s %s\n", title, frame->name, shape_to_text(frame->shape).text);
    for (size_t row = 0; row < rows && row < most_rows; row++) {
        print_which(frame, row);
        printf("   ");
        for (size_t column = 0; column < columns && column < most_columns; column++) {
            printf(" %12.6g", (double)frame->data[row * columns + column]);
        }
        printf("%s\n", columns > most_columns ? " ..." : "");
    }
    if (rows > most_rows) {
        printf("    ... %zu more rows\n", rows - most_rows);
    }
}

static bool is_number(const struct frame *frame)
{
    return frame->shape.rank == 1 && frame->count == 1;
}

/* How many frames are to be shown: the order of a kernel's threads comes last, and stands in the case's name. */
static size_t shown_frames(const struct bundle *request)
{
    const size_t all = request->frames;
    return all > 0 && strcmp(request->frame[all - 1].name, "order") == 0 ? all - 1 : all;
}

/* The arrays of a request; numbers that follow each other share a line: "stride = 1, padding = 0". */
static void print_given(const struct bundle *request)
{
    const size_t frames = shown_frames(request);
    for (size_t i = 0; i < frames; i++) {
        const struct frame *const frame = &request->frame[i];
        if (!is_number(frame)) {
            print_frame(" ", frame);
            continue;
        }
        const bool goes_on = i > 0 && is_number(&request->frame[i - 1]);
        const bool ends = i + 1 == frames || !is_number(&request->frame[i + 1]);
        printf("%s%s = %.9g%s", goes_on ? ", " : "  ", frame->name, (double)frame->data[0],
               ends ? "\n" : "");
    }
}

static bool is_same(real want, real have)
{
    return fabs(want - have) <= (real)1e-6 * fmax((real)1e-3, fabs(want));
}

struct short_number {
    char text[32];
};

static struct short_number in_short(real value)
{
    struct short_number number;
    snprintf(number.text, sizeof number.text, "%.5g", (double)value);
    return number;
}

/* The columns that the widest number of both takes; 0 when they do not fit beside each other, as matrices, or
 * when in short a difference would not be seen. */
static int width_beside(const struct frame *expected, const struct frame *got)
{
    const size_t rank = got->shape.rank;
    size_t width = 0;
    if (rank < 2 || got->count == 0 || !shape_equal(expected->shape, got->shape)) {
        return 0;
    }
    for (size_t i = 0; i < got->count; i++) {
        const struct short_number want = in_short(expected->data[i]), have = in_short(got->data[i]);
        const size_t longer =
            strlen(want.text) > strlen(have.text) ? strlen(want.text) : strlen(have.text);
        width = longer > width ? longer : width;
        if (!is_same(expected->data[i], got->data[i]) && strcmp(want.text, have.text) == 0) {
            return 0;
        }
    }
    const size_t columns = got->shape.size[rank - 1];
    return 2 * columns * (width + 2) + 12 <= line_width ? (int)width : 0;
}

/* A row of both; true when they differ. */
static bool print_row_beside(const real *want, const real *have, size_t columns, int width)
{
    bool wrong = false;
    printf("   ");
    for (size_t column = 0; column < columns; column++) {
        printf(" %*s ", width, in_short(want[column]).text);
    }
    printf("   ");
    for (size_t column = 0; column < columns; column++) {
        const bool same = is_same(want[column], have[column]);
        printf(" %*s%c", width, in_short(have[column]).text, same ? ' ' : '*');
        wrong = wrong || !same;
    }
    return wrong;
}

/* Row by row, expected beside got: where in the matrix something is wrong can be seen. */
static void print_matrices(const struct frame *expected, const struct frame *got, int width)
{
    const size_t rank = got->shape.rank;
    const size_t columns = got->shape.size[rank - 1];
    const size_t rows = got->count / columns;
    const int half = (int)columns * (width + 2) + 3;
    printf("%s %s\n    %-*s %s\n", got->name, shape_to_text(got->shape).text,
           half > 8 ? half - 1 : 8, "expected", "got");
    for (size_t row = 0; row < rows && row < most_rows; row++) {
        print_which(got, row);
        const size_t at = row * columns;
        const bool wrong = print_row_beside(&expected->data[at], &got->data[at], columns, width);
        printf("%s\n", wrong ? " <--" : "");
    }
    if (rows > most_rows) {
        printf("    ... %zu more rows\n", rows - most_rows);
    }
}

/* "dw[0,1]" elements that differ, expected beside got. */
static void print_beside(const struct frame *expected, const struct frame *got)
{
    printf("%s %s\n    %10s %14s %14s\n", got->name, shape_to_text(got->shape).text, "index",
           "expected", "got");
    for (size_t i = 0; i < got->count && i < most_rows; i++) {
        char index[64] = "";
        size_t rest = i, place[shape_max_rank];
        for (size_t axis = got->shape.rank; axis-- > 0;) {
            place[axis] = rest % got->shape.size[axis];
            rest /= got->shape.size[axis];
        }
        for (size_t axis = 0; axis < got->shape.rank; axis++) {
            snprintf(index + strlen(index), sizeof index - strlen(index), "%s%zu",
                     axis > 0 ? "," : "", place[axis]);
        }
        const real want = expected->data[i], have = got->data[i];
        printf("    %10s %14.9g %14.9g%s\n", index, (double)want, (double)have,
               is_same(want, have) ? "" : "  <--");
    }
    if (got->count > most_rows) {
        printf("    ... %zu more\n", got->count - most_rows);
    }
}

static void print_answers(const struct bundle *request, const struct bundle *expected,
                          const struct bundle *got)
{
    for (size_t i = 0; i < got->frames; i++) {
        const struct frame *const have = &got->frame[i];
        const struct frame *const given = bundle_find(request, have->name);
        const struct frame *const want = bundle_find(expected, have->name);
        const size_t bytes = have->count * sizeof *have->data;
        if (given && given->count == have->count && memcmp(given->data, have->data, bytes) == 0 &&
            (!want || memcmp(want->data, have->data, bytes) == 0)) {
            continue; /* an input, unchanged */
        }
        const int width = want ? width_beside(want, have) : 0;
        if (width > 0) {
            print_matrices(want, have, width);
        } else if (want && want->count == have->count) {
            print_beside(want, have);
        } else {
            print_frame("got", have);
        }
    }
}

int main(int argc, char **argv)
{
    struct bundle request, expected, got;
    if (argc != 2) {
        fputs("usage: show FOLDER\n", stderr);
        return 2;
    }
    if (!load(argv[1], "request", &request)) {
        fprintf(stderr, "show: %s holds no failing case: nothing failed when it was last graded\n",
                argv[1]);
        return 1;
    }
    printf("Exercise %.*s, %s\n\nGiven:\n", (int)strspn(request.exercise, "0123456789."),
           request.exercise, request.note);
    print_given(&request);
    save_npy(argv[1], "given", &request);
    load(argv[1], "expected", &expected);
    const bool has_got = load(argv[1], "got", &got);
    if (has_got) {
        printf("\nAnswered (* or <-- where it is wrong):\n");
        print_answers(&request, &expected, &got);
        save_npy(argv[1], "expected", &expected);
        save_npy(argv[1], "got", &got);
    } else {
        printf("\nNo answer was kept: the message of `make grade` says what happened.\n");
    }
    printf("\nThe same arrays, for NumPy: %s/*.npy\n", argv[1]);
    bundle_free(&request);
    bundle_free(&expected);
    bundle_free(&got);
    return 0;
}
