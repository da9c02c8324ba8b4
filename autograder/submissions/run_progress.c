#include "submissions/run_progress.h"

#include "base/clock.h"
#include "report/graded.h"
#include "report/text.h"

#include <stdlib.h>
#include <unistd.h>

enum { widest_name = 32 };

void run_progress_begin(struct run_progress *progress, FILE *stream, size_t total, size_t width,
                        bool quiet)
{
    const char *const no_colour = getenv("NO_COLOR");
    *progress = (struct run_progress){.stream = stream, .total = total, .quiet = quiet};
    progress->width = (int)(width < widest_name ? width : widest_name);
    progress->terminal = isatty(fileno(stream)) == 1;
    progress->colour = progress->terminal && !(no_colour && *no_colour);
    progress->started = clock_now();
}

static void write_left(const struct run_progress *progress)
{
    const double taken = clock_now() - progress->started;
    const double left = taken / (double)progress->done * (double)(progress->total - progress->done);
    if (left < 90) {
        fprintf(progress->stream, ", about %.0f s left", left);
    } else {
        fprintf(progress->stream, ", about %.0f min left", left / 60);
    }
}

void run_progress_doing(const struct run_progress *progress, const char *what)
{
    if (progress->quiet || !progress->terminal) {
        return;
    }
    fprintf(progress->stream, "\r\033[K  %zu of %zu %s", progress->done, progress->total, what);
    if (progress->done > 0 && progress->done < progress->total) {
        write_left(progress);
    }
    fflush(progress->stream);
}

static void write_scores(const struct run_progress *progress, const json_t *entry)
{
    const json_t *const labs = json_object_get(entry, "labs");
    size_t i;
    json_t *lab;
    json_array_foreach(labs, i, lab)
    {
        if (json_array_size(labs) > 1) {
            fprintf(progress->stream, "  lab %s", graded_text(lab, "lab"));
        }
        if (lab_is_incomplete(lab)) {
            fprintf(progress->stream, "  incomplete: some checks could not be run");
        } else {
            fprintf(progress->stream, "  %3g of %g", graded_number(lab, "score"),
                    graded_number(lab, "max"));
        }
    }
}

static void write_line(const struct run_progress *progress, const json_t *entry)
{
    const char *const name = graded_text(entry, "name");
    const char *const error = graded_text(entry, "error");
    const int padding = progress->width - (int)text_width(name);
    fprintf(progress->stream, "%s%4zu of %zu  %s%*s", progress->terminal ? "\r\033[K" : "",
            progress->done, progress->total, name, padding > 0 ? padding : 0, "");
    write_scores(progress, entry);
    if (*error) {
        fprintf(progress->stream, "  %s%s%s", progress->colour ? "\033[1;31m" : "", error,
                progress->colour ? "\033[0m" : "");
    }
    fputc('\n', progress->stream);
}

void run_progress_tell(struct run_progress *progress, const json_t *entry)
{
    const char *const error = graded_text(entry, "error");
    progress->done++;
    if (progress->quiet) {
        if (*error) {
            fprintf(progress->stream, "run_all: %s: %s\n", graded_text(entry, "name"), error);
        }
        return;
    }
    write_line(progress, entry);
    run_progress_doing(progress, "graded");
    fflush(progress->stream);
}

void run_progress_end(const struct run_progress *progress)
{
    if (!progress->quiet && progress->terminal) {
        fputs("\r\033[K", progress->stream);
        fflush(progress->stream);
    }
}
