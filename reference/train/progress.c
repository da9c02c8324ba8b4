#include "train/progress.h"

#include "base/clock.h"

#include <unistd.h>

void progress_begin(struct progress *progress, FILE *stream, const char *what, size_t total)
{
    *progress = (struct progress){.stream = stream, .what = what, .total = total};
    progress->terminal = isatty(fileno(stream)) == 1;
    progress->started = clock_now();
}

/* At most 79 columns, up to 99999 epochs: a longer line would wrap, and '\r' go back to the start of
 * its last part only. */
static void draw_bar(const struct progress *progress, real loss, double left)
{
    enum { width = 10 };
    const size_t filled = progress->done * width / progress->total;
    char bar[width + 1];
    for (size_t i = 0; i < width; i++) {
        bar[i] = i < filled ? '#' : '.';
    }
    bar[width] = '\0';
    fprintf(progress->stream, "\r  %-24.24s [%s] %zu/%zu loss %.4g, %.0f s left\033[K",
            progress->what, bar, progress->done, progress->total, (double)loss, left);
    fflush(progress->stream);
}

void progress_update(struct progress *progress, size_t done, real loss)
{
    progress->done = done;
    const double time = clock_now();
    if (progress->terminal) {
        if (time - progress->drawn >= 0.1) {
            const double taken = time - progress->started;
            const double left = taken / (double)done * (double)(progress->total - done);
            draw_bar(progress, loss, left);
            progress->drawn = time;
        }
    } else if (done * 10 / progress->total > progress->reported) {
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
