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

enum { largest = 128 * 1024 * 1024, most_rows = 40, most_columns = 8 };

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

/* The array as rows of its last axis, at most so many. */
static void print_frame(const char *title, const struct frame *frame)
{
    const size_t rank = frame->shape.rank;
    const size_t columns =
        rank > 0 && frame->shape.size[rank - 1] > 0 ? frame->shape.size[rank - 1] : 1;
    const size_t rows = frame->count / columns;
    printf("%s %s %s\n", title, frame->name, shape_to_text(frame->shape).text);
    for (size_t row = 0; row < rows && row < most_rows; row++) {
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
        const bool same = fabs(want - have) <= (real)1e-6 * fmax((real)1e-3, fabs(want));
        printf("    %10s %14.9g %14.9g%s\n", index, (double)want, (double)have,
               same ? "" : "  <--");
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
        if (want && want->count == have->count) {
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
    for (size_t i = 0; i < request.frames; i++) {
        print_frame(" ", &request.frame[i]);
    }
    save_npy(argv[1], "given", &request);
    load(argv[1], "expected", &expected);
    const bool has_got = load(argv[1], "got", &got);
    if (has_got) {
        printf("\nAnswered (<-- where it is wrong):\n");
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
