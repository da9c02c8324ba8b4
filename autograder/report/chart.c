#define _GNU_SOURCE /* environ */

#include "report/chart.h"

#include "base/file.h"
#include "report/convergence.h"
#include "report/graded.h"
#include "report/text.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { svg_limit = 16 * 1024 * 1024 /* bytes */ };

/* Runs the program with what it writes going to a file. True when it ends with status 0. */
static bool run_program(const char *const *argument, const char *output)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigemptyset(&none);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC,
                                     0666);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigmask(&attributes, &none);
    pid_t child;
    const int failed = posix_spawnp(&child, argument[0], &files, &attributes,
                                    (char *const *)(void *)argument, environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    int status = -1;
    while (!failed && waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return !failed && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool chart_can_draw(const char *gnuplot)
{
    return run_program((const char *const[]){gnuplot, "--version", NULL}, "/dev/null");
}

int chart_inline(const char *svg, FILE *page)
{
    const char *const start = strstr(svg, "<svg");
    const char *const end = start ? strstr(start, "</svg>") : NULL;
    if (!end) {
        return -1;
    }
    const char *const unused = strstr(start, "<defs>");
    const char *const rest = unused ? strstr(unused, "</defs>") : NULL;
    if (rest) {
        fwrite(start, 1, (size_t)(unused - start), page);
        fputs(rest + strlen("</defs>"), page);
    } else {
        fputs(start, page);
    }
    return 0;
}

static int draw(const struct chart_tools *tools, const json_t *convergence,
                const struct convergence_range *range, FILE *page)
{
    char script[1024], picture[1024];
    struct file_writer writer;
    struct message why;
    unsigned char *svg;
    size_t length;
    snprintf(script, sizeof script, "%s/chart.gp", tools->folder);
    snprintf(picture, sizeof picture, "%s/chart.svg", tools->folder);
    if (file_begin(&writer, script, &why) != 0) {
        return -1;
    }
    convergence_script(convergence, range, writer.stream);
    int status = file_finish(&writer, &why);
    /* -d: a user's own settings change nothing */
    const char *const argument[] = {tools->gnuplot, "-d", script, NULL};
    if (status == 0 && run_program(argument, picture) &&
        file_read(picture, svg_limit, &svg, &length, &why) == 0) {
        status = chart_inline((const char *)svg, page);
        free(svg);
    } else {
        status = -1;
    }
    unlink(script);
    unlink(picture);
    return status;
}

static void write_caption(const json_t *convergence, FILE *page)
{
    const size_t runs = json_array_size(json_object_get(convergence, "runs"));
    html_print(page, "<figcaption>%s: %s by %s, %zu %s</figcaption>\n",
               graded_text(convergence, "name"), graded_text(convergence, "y"),
               graded_text(convergence, "x"), runs, runs == 1 ? "seed" : "seeds");
}

/* The page is written as it goes, and whether there is a chart shows last: so the chart is drawn
 * into memory. Returns NULL and says why when there is none; the caller frees it. */
static char *chart_of(const struct chart_tools *tools, const json_t *convergence,
                      const char **missing)
{
    struct convergence_range range;
    char *svg = NULL;
    size_t size = 0;
    FILE *const out = open_memstream(&svg, &size);
    if (!tools->gnuplot) {
        *missing = "No chart: gnuplot is not installed where this report was made. The values:";
    } else if (!convergence_range(convergence, &range)) {
        *missing = "No chart: not one of the losses is a positive finite number. The values:";
    } else if (!out || draw(tools, convergence, &range, out) != 0) {
        *missing = "No chart: gnuplot could not draw it. The values:";
    }
    if (out) {
        fclose(out);
    }
    if (*missing) {
        free(svg);
        svg = NULL;
    }
    return svg;
}

void chart_write(const struct chart_tools *tools, const json_t *convergence, FILE *page)
{
    const char *missing = NULL;
    char *const svg = chart_of(tools, convergence, &missing);
    html_print(page, "<figure class=\"%s\">\n", svg ? "chart" : "chart plain");
    write_caption(convergence, page);
    fputs(svg ? svg : "", page);
    convergence_remarks(convergence, page);
    if (svg) {
        html_print(page, "<details><summary>The values</summary>\n");
    } else {
        html_print(page, "<p class=\"remark\">%s</p>\n", missing ? missing : "");
    }
    convergence_table(convergence, page);
    fputs(svg ? "</details>\n</figure>\n" : "</figure>\n", page);
    free(svg);
}
