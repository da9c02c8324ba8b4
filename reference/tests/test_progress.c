#define _GNU_SOURCE
#include "tests/support.h"
#include "train/progress.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

TestSuite(progress, .init = test_begin, .fini = test_end);

/* --- where nobody watches: a file, a pipe, a log --- */

/* The text of `total` updates; the loss is 1/2. Ended when `end` is true. */
static const char *plain_text(size_t total, bool end)
{
    static char text[4096];
    FILE *const stream = tmpfile();
    cr_assert_not_null(stream);
    struct progress progress;
    progress_begin(&progress, stream, "quiz-final", total);
    for (size_t done = 1; done <= total; done++) {
        progress_update(&progress, done, 0.5);
    }
    if (end) {
        progress_end(&progress, 0.25);
    }
    rewind(stream);
    text[fread(text, 1, sizeof text - 1, stream)] = '\0';
    fclose(stream);
    return text;
}

static size_t lines_of(const char *text)
{
    size_t lines = 0;
    for (; (text = strchr(text, '\n')); text++) {
        lines++;
    }
    return lines;
}

Test(progress, prints_nothing_at_the_beginning)
{
    FILE *const stream = tmpfile();
    struct progress progress;
    progress_begin(&progress, stream, "quiz-final", 20);
    cr_assert_eq(ftell(stream), 0);
    fclose(stream);
}

Test(progress, prints_a_plain_line_at_each_tenth)
{
    cr_assert_str_eq(plain_text(20, false), "  quiz-final: epoch 2 of 20, loss 0.5\n"
                                            "  quiz-final: epoch 4 of 20, loss 0.5\n"
                                            "  quiz-final: epoch 6 of 20, loss 0.5\n"
                                            "  quiz-final: epoch 8 of 20, loss 0.5\n"
                                            "  quiz-final: epoch 10 of 20, loss 0.5\n"
                                            "  quiz-final: epoch 12 of 20, loss 0.5\n"
                                            "  quiz-final: epoch 14 of 20, loss 0.5\n"
                                            "  quiz-final: epoch 16 of 20, loss 0.5\n"
                                            "  quiz-final: epoch 18 of 20, loss 0.5\n"
                                            "  quiz-final: epoch 20 of 20, loss 0.5\n");
}

Test(progress, prints_at_most_ten_lines_and_the_last_epochs_among_them)
{
    const size_t totals[] = {1, 3, 7, 10, 11, 99, 1000};
    for (size_t i = 0; i < sizeof totals / sizeof *totals; i++) {
        const char *const text = plain_text(totals[i], false);
        cr_assert_eq(lines_of(text), totals[i] < 10 ? totals[i] : 10, "of %zu: %s", totals[i],
                     text);
        char last[64];
        snprintf(last, sizeof last, "epoch %zu of %zu, ", totals[i], totals[i]);
        cr_assert_not_null(strstr(text, last), "of %zu: %s", totals[i], text);
    }
}

Test(progress, ends_with_the_time_taken_and_the_loss)
{
    const char *const text = plain_text(1, true);
    const char *const line = strchr(text, '\n') + 1;
    double seconds;
    int read = 0;
    cr_assert_eq(sscanf(line, "  quiz-final: 1 epochs in %lf s, loss 0.25\n%n", &seconds, &read),
                 1);
    cr_assert(seconds >= 0);
    cr_assert_eq((size_t)read, strlen(line), "%s", line);
}

Test(progress, writes_no_control_bytes_into_a_file)
{
    const char *const text = plain_text(20, true);
    cr_assert_null(strpbrk(text, "\r\033"), "%s", text);
}

Test(progress, writes_to_a_stream_that_has_no_file)
{
    char *text = NULL;
    size_t length;
    FILE *const stream = open_memstream(&text, &length);
    struct progress progress;
    progress_begin(&progress, stream, "in memory", 1);
    progress_update(&progress, 1, 2);
    fclose(stream);
    cr_assert_str_eq(text, "  in memory: epoch 1 of 1, loss 2\n");
    free(text);
}

/* --- on a terminal --- */

/* Both ends of a terminal that a test watches. */
struct terminal {
    int screen; /* what a person would see */
    FILE *stream;
};

static struct terminal open_terminal(void)
{
    const int screen = posix_openpt(O_RDWR | O_NOCTTY);
    if (screen < 0 || grantpt(screen) != 0 || unlockpt(screen) != 0) {
        cr_skip_test("no pseudo terminals here");
    }
    FILE *const stream = fopen(ptsname(screen), "w");
    cr_assert_not_null(stream);
    return (struct terminal){screen, stream};
}

/* All that was sent so far; what still waits in the stream's buffer is not seen. The terminal
 * delivers when it likes: wait for a mark behind it. */
static const char *seen_on(struct terminal *terminal)
{
    static char text[4096];
    size_t length = 0;
    cr_assert_eq(write(fileno(terminal->stream), "<mark>", 6), 6);
    for (;;) {
        const ssize_t got = read(terminal->screen, text + length, sizeof text - 1 - length);
        cr_assert(got > 0);
        length += (size_t)got;
        text[length] = '\0';
        char *const mark = strstr(text, "<mark>");
        if (mark) {
            *mark = '\0';
            return text;
        }
    }
}

static void close_terminal(struct terminal *terminal)
{
    fclose(terminal->stream);
    close(terminal->screen);
}

Test(progress, draws_a_bar_on_a_terminal)
{
    struct terminal terminal = open_terminal();
    struct progress progress;
    progress_begin(&progress, terminal.stream, "quiz-final, batch 4", 100);
    progress.drawn = -1000; /* long ago */
    progress_update(&progress, 50, 0.5);
    const char *const text = seen_on(&terminal);
    cr_assert_eq(text[0], '\r');
    cr_assert_not_null(strstr(text, "quiz-final, batch 4 "), "%s", text);
    cr_assert_not_null(strstr(text, "[#####.....] 50/100"), "%s", text);
    cr_assert_not_null(strstr(text, "loss 0.5"), "%s", text);
    cr_assert_not_null(strstr(text, "s left\033[K"), "%s", text);
    cr_assert_null(strchr(text, '\n'), "%s", text);
    close_terminal(&terminal);
}

Test(progress, draws_again_only_after_a_tenth_of_a_second)
{
    struct terminal terminal = open_terminal();
    struct progress progress;
    progress_begin(&progress, terminal.stream, "quiz-final", 100);
    progress.drawn = progress.started + 1e6; /* just now, however slow the machine is */
    progress_update(&progress, 50, 0.5);
    cr_assert_str_eq(seen_on(&terminal), "");
    close_terminal(&terminal);
}

Test(progress, replaces_the_bar_by_the_last_line)
{
    struct terminal terminal = open_terminal();
    struct progress progress;
    progress_begin(&progress, terminal.stream, "quiz-final", 100);
    progress.drawn = progress.started + 1e6;
    progress_update(&progress, 100, 0.5);
    progress_end(&progress, 0.25);
    const char *const text = seen_on(&terminal);
    cr_assert_eq(strncmp(text, "\r  quiz-final: 100 epochs in ", 29), 0, "%s", text);
    cr_assert_not_null(strstr(text, " s, loss 0.25\033[K\r\n"), "%s", text);
    close_terminal(&terminal);
}

/* A line that is longer would wrap, and the next one could not be drawn over it. */
Test(progress, the_bar_fits_a_terminal_of_80_columns)
{
    struct terminal terminal = open_terminal();
    struct progress progress;
    progress_begin(&progress, terminal.stream, "the made line, batch 100, momentum 0.99", 99999);
    progress.drawn = -1000;
    progress.started -= 900; /* s: so many are left at the half */
    progress_update(&progress, 50000, (real)1.2345e-10);
    const char *const text = seen_on(&terminal);
    const size_t columns = strlen(text) - strlen("\r\033[K");
    cr_assert_lt(columns, 80, "%zu columns: %s", columns, text);
    close_terminal(&terminal);
}

/* --- many small things --- */

Test(progress, tells_how_many_pass_in_a_second)
{
    struct terminal terminal = open_terminal();
    struct progress progress;
    progress_begin_rate(&progress, terminal.stream, "training", 300000, "images");
    progress.drawn = -1000;
    progress.started -= 2; /* s */
    progress_update(&progress, 200000, 0.5);
    const char *const text = seen_on(&terminal);
    double rate;
    cr_assert_eq(sscanf(strstr(text, "%  "), "%%  %lf images/s, loss 0.5, ", &rate), 1, "%s", text);
    cr_assert(rate > 90000 && rate <= 100000, "%s", text);
    cr_assert_not_null(strstr(text, "[######....]  66 %"), "%s", text);
    cr_assert_not_null(strstr(text, " 1 s left\033[K"), "%s", text);
    close_terminal(&terminal);
}

Test(progress, the_bar_with_a_rate_fits_a_terminal_of_80_columns)
{
    struct terminal terminal = open_terminal();
    struct progress progress;
    progress_begin_rate(&progress, terminal.stream, "784-256-128-10, adam", 300000000, "images");
    progress.drawn = -1000;
    progress.started -= 200; /* s */
    progress_update(&progress, 150000000, (real)1.2345e-10);
    const char *const text = seen_on(&terminal);
    const size_t columns = strlen(text) - strlen("\r\033[K");
    cr_assert_lt(columns, 80, "%zu columns: %s", columns, text);
    close_terminal(&terminal);
}

Test(progress, with_a_rate_prints_a_plain_line_only_after_half_a_minute_without_one)
{
    FILE *const stream = tmpfile();
    struct progress progress;
    progress_begin_rate(&progress, stream, "training", 20, "images");
    for (size_t done = 1; done <= 20; done++) {
        progress_update(&progress, done, 0.5);
    }
    progress.drawn -= 31;
    progress_clear(&progress); /* a line of the caller's own stands there */
    progress_update(&progress, 20, 0.5);
    cr_assert_eq(ftell(stream), 0);

    progress.started -= 31;
    progress.drawn -= 31;
    progress_update(&progress, 10, 0.5);
    progress_update(&progress, 11, 0.5);
    char text[128];
    rewind(stream);
    cr_assert_not_null(fgets(text, sizeof text, stream));
    cr_assert_str_eq(text, "       training: 50 %, 0 images/s, loss 0.5, 31 s left\n");
    cr_assert_null(fgets(text, sizeof text, stream), "one line, not two");
    fclose(stream);
}

Test(progress, clearing_takes_the_bar_away_and_the_next_update_draws_it)
{
    struct terminal terminal = open_terminal();
    struct progress progress;
    progress_begin_rate(&progress, terminal.stream, "training", 100, "images");
    progress.drawn = progress.started + 1e6;
    progress_clear(&progress);
    cr_assert_str_eq(seen_on(&terminal), "\r\033[K");
    progress_update(&progress, 50, 0.5);
    cr_assert_not_null(strstr(seen_on(&terminal), "50 %"));
    close_terminal(&terminal);
}
