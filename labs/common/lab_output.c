#define _GNU_SOURCE /* program_invocation_short_name */
#include "common/lab_output.h"

#include "common/section.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void lab_require(int status, const struct message *why)
{
    if (status != 0) {
        fprintf(stderr, "%s: %s\n", program_invocation_short_name, why->text);
        exit(1);
    }
}

void lab_require_finite(real value, const char *what)
{
    if (!isfinite(value)) {
        section_stop("%s is %s; is every element written, does every sum begin at 0, "
                     "does every index stay inside its array?",
                     what, isnan(value) ? "not a number" : "infinite");
    }
}

double lab_printed(real value)
{
    return (double)(isnan(value) ? REAL_NAN : value + 0); /* -0 + 0 is 0 */
}

static int make_folders(const char *path, struct message *why)
{
    char part[512];
    if (strlen(path) >= sizeof part) {
        return message_set(why, "%.60s...: the folder's path is too long", path);
    }
    for (size_t length = 1; length <= strlen(path); length++) {
        if (path[length] != '/' && path[length] != '\0') {
            continue;
        }
        snprintf(part, sizeof part, "%.*s", (int)length, path);
        if (mkdir(part, 0777) != 0 && errno != EEXIST) {
            return message_set(why, "%s: cannot be made: %s", part, strerror(errno));
        }
    }
    return 0;
}

void lab_make_folder(const char *path)
{
    struct message why;
    lab_require(make_folders(path, &why), &why);
}

struct trace lab_trace_open(const char *out, const char *name, const char *set, const char *columns)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s%s%s.dat", out, name, set ? "-" : "", set ? set : "");
    struct trace trace;
    struct message why;
    lab_require(trace_begin(&trace, path, columns, &why), &why);
    return trace;
}

void lab_trace_finish(struct trace *trace)
{
    struct message why;
    lab_require(trace_finish(trace, &why), &why);
}
