#include "train/progress.h"

#include "base/clock.h"

#include <unistd.h>

static const double longest_silence = 30, shortest_pause = 0.1; /* s */

void progress_begin(struct progress *progress, FILE *stream, const char *what, size_t total)
{
    *progress = (struct progress){.stream = stream, .what = what, .total = total};
    progress->terminal = isatty(fileno(stream)) == 1;
    progress->started = clock_now();
    progress->drawn = progress->terminal ? 0 : progress->started;
}

void progress_begin_rate(struct progress *progress, FILE *stream, const char *what, size_t total,
                         const char *counted)
{
    progress_begin(progress, stream, what, total);
    progress->rate = counted;
}

/* Done in a second, 0 before the clock has moved. */
static double rate_of(const struct progress *progress)
{
    const double taken = clock_now() - progress->started;
    return taken > 0 ? (double)progress->done / taken : 0;
}

enum { bar_width = 10 };

struct bar {
    char text[bar_width + 1]; /* "###......." */
};

static struct bar bar_of(const struct progress *progress)
{
    const size_t filled = progress->done * bar_width / progress->total;
    struct bar bar;
    for (size_t i = 0; i < bar_width; i++) {
        bar.text[i] = i < filled ? '#' : '.';
    }
    bar.text[bar_width] = '\0';
    return bar;
}

/* At most 79 columns, up to 999999 of what is counted a second. */
static void draw_rate(const struct progress *progress, real loss, double left)
{
    fprintf(progress->stream, "\r  %-14.14s [%s] %3zu %%  %.0f %s/s, loss %.3g, %.0f s left\033[K",
            progress->what, bar_of(progress).text, progress->done * 100 / progress->total,
            rate_of(progress), progress->rate, (double)loss, left);
}

/* Where nobody watches: the same as a line. */
static void print_rate(const struct progress *progress, real loss, double left)
{
    fprintf(progress->stream, "       %s: %zu %%, %.0f %s/s, loss %.3g, %.0f s left\n",
            progress->what, progress->done * 100 / progress->total, rate_of(progress),
            progress->rate, (double)loss, left);
}

/* At most 79 columns, up to 99999 epochs: a longer line would wrap, and '\r' go back to the start of
 * its last part only. */
static void draw_bar(const struct progress *progress, real loss, double left)
{
    fprintf(progress->stream, "\r  %-24.24s [%s] %zu/%zu loss %.4g, %.0f s left\033[K",
            progress->what, bar_of(progress).text, progress->done, progress->total, (double)loss,
            left);
}

static double seconds_left(const struct progress *progress, double time)
{
    const double taken = time - progress->started;
    return taken / (double)progress->done * (double)(progress->total - progress->done);
}

bool progress_is_due(const struct progress *progress, size_t done)
{
    const double since = clock_now() - progress->drawn;
    if (progress->terminal) {
        return since >= shortest_pause;
    }
    return progress->rate ? since >= longest_silence
                          : done * 10 / progress->total > progress->reported;
}

void progress_update(struct progress *progress, size_t done, real loss)
{
    progress->done = done;
    if (!progress_is_due(progress, done)) {
        return;
    }
    const double time = clock_now();
    if (progress->terminal) {
        (progress->rate ? draw_rate : draw_bar)(progress, loss, seconds_left(progress, time));
        fflush(progress->stream);
        progress->drawn = time;
    } else if (progress->rate) {
        print_rate(progress, loss, seconds_left(progress, time));
        fflush(progress->stream);
        progress->drawn = time;
    } else {
        progress->reported = done * 10 / progress->total;
        fprintf(progress->stream, "  %s: epoch %zu of %zu, loss %.4g\n", progress->what, done,
                progress->total, (double)loss);
    }
}

void progress_end(struct progress *progress, real loss)
{
    fprintf(progress->stream, "%s  %s: %zu epochs in %.1f s, loss %.4g%s\n",
            progress->terminal ? "\r" : "", progress->what, progress->done,
            clock_now() - progress->started, (double)loss, progress->terminal ? "\033[K" : "");
}

void progress_clear(struct progress *progress)
{
    if (progress->terminal) {
        fputs("\r\033[K", progress->stream);
        fflush(progress->stream);
        progress->drawn = 0;
    } else {
        progress->drawn = clock_now();
    }
}
