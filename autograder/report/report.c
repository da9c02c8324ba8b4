#include "report/report.h"

#include "base/file.h"
#include "report/chart.h"
#include "report/class_results.h"
#include "report/gradebook.h"
#include "report/index_page.h"
#include "report/page.h"
#include "report/student_page.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What is being written: the files appear in `staging` and are then moved to `folder`. */
struct report {
    const json_t *class;
    json_t *labs;
    size_t students;
    const char *folder;
    char staging[1000];
    struct chart_tools tools;
    int stop;
};

/* Writes "folder/name" into `path`. */
static int path_of(char path[1024], const char *folder, const char *name, struct message *why)
{
    if ((size_t)snprintf(path, 1024, "%s/%s", folder, name) >= 1024) {
        return message_set(why, "%.200s...: the path is too long", folder);
    }
    return 0;
}

static bool is_to_stop(const struct report *report)
{
    struct pollfd poll_stop = {.fd = report->stop, .events = POLLIN};
    return report->stop >= 0 && poll(&poll_stop, 1, 0) > 0;
}

static int begin_staged(const struct report *report, const char *name, struct file_writer *writer,
                        struct message *why)
{
    char path[1024];
    return path_of(path, report->staging, name, why) != 0 ? -1 : file_begin(writer, path, why);
}

static int write_results(const struct report *report, struct message *why)
{
    char path[1024];
    return path_of(path, report->staging, "results.json", why) != 0
               ? -1
               : class_write(report->class, path, why);
}

static int write_gradebook(const struct report *report, struct message *why)
{
    struct file_writer writer;
    if (begin_staged(report, "gradebook.csv", &writer, why) != 0) {
        return -1;
    }
    gradebook_write(report->class, report->labs, writer.stream);
    return file_finish(&writer, why);
}

static int write_index(const struct report *report, struct message *why)
{
    struct file_writer writer;
    if (begin_staged(report, "index.html", &writer, why) != 0) {
        return -1;
    }
    if (index_page_write(report->class, report->labs, writer.stream, why) != 0) {
        file_abandon(&writer);
        return -1;
    }
    return file_finish(&writer, why);
}

static int write_student(const struct report *report, size_t number, struct message *why)
{
    char name[40];
    struct file_writer writer;
    page_of_student(number, name);
    if (begin_staged(report, name, &writer, why) != 0) {
        return -1;
    }
    student_page_write(report->class, number, &report->tools, writer.stream);
    return file_finish(&writer, why);
}

static int write_all(const struct report *report, struct message *why)
{
    for (size_t number = 1; number <= report->students; number++) {
        if (write_student(report, number, why) != 0) {
            return -1;
        }
        if (is_to_stop(report)) {
            return message_set(why, "broken off");
        }
    }
    return write_index(report, why) != 0 || write_gradebook(report, why) != 0 ||
                   write_results(report, why) != 0
               ? -1
               : 0;
}

static int move_file(const struct report *report, const char *name, struct message *why)
{
    char from[1024], to[1024];
    if (path_of(from, report->staging, name, why) != 0 ||
        path_of(to, report->folder, name, why) != 0) {
        return -1;
    }
    if (rename(from, to) != 0) {
        return message_set(why, "%s: cannot be written: %s", to, strerror(errno));
    }
    return 0;
}

static int move_all(const struct report *report, struct message *why)
{
    for (size_t number = 1; number <= report->students; number++) {
        char name[40];
        page_of_student(number, name);
        if (move_file(report, name, why) != 0) {
            return -1;
        }
    }
    return move_file(report, "index.html", why) != 0 ||
                   move_file(report, "gradebook.csv", why) != 0 ||
                   move_file(report, "results.json", why) != 0
               ? -1
               : 0;
}

/* The number of a student's page; 0 when the name is that of another file. */
static size_t number_of_page(const char *name)
{
    char *end;
    char expected[40];
    if (strncmp(name, "student-", 8) != 0) {
        return 0;
    }
    const size_t number = strtoul(name + 8, &end, 10);
    page_of_student(number, expected);
    return strcmp(name, expected) == 0 ? number : 0;
}

/* Removes the files of a folder: all of them, or the pages of students above a number. */
static void remove_files(const char *folder, bool all, size_t above)
{
    DIR *const directory = opendir(folder);
    const struct dirent *entry;
    while (directory && (entry = readdir(directory))) {
        char path[1024];
        struct message why;
        if ((all || number_of_page(entry->d_name) > above) &&
            path_of(path, folder, entry->d_name, &why) == 0) {
            unlink(path); /* fails, as it should, for "." and ".." */
        }
    }
    if (directory) {
        closedir(directory);
    }
}

static int write_and_move(struct report *report, const struct report_options *options,
                          struct message *why)
{
    snprintf(report->staging, sizeof report->staging, "%s/.new-XXXXXX", report->folder);
    if (!mkdtemp(report->staging)) {
        return message_set(why, "%s: cannot be written: %s", report->folder, strerror(errno));
    }
    report->tools.gnuplot = chart_can_draw(options->gnuplot) ? options->gnuplot : NULL;
    report->tools.folder = report->staging;
    int status = write_all(report, why);
    if (status == 0) {
        status = move_all(report, why);
    }
    remove_files(report->staging, true, 0);
    rmdir(report->staging);
    if (status == 0) {
        remove_files(report->folder, false, report->students);
    }
    return status;
}

int report_write(const json_t *class, const char *folder, const struct report_options *options,
                 struct message *why)
{
    struct report report = {
        .class = class,
        .students = json_array_size(json_object_get(class, "submissions")),
        .folder = folder,
        .stop = options->stop,
    };
    if (strlen(folder) + 16 > sizeof report.staging) {
        return message_set(why, "%.200s...: the path is too long", folder);
    }
    report.labs = class_labs(class);
    if (!report.labs) {
        return message_set(why, "no memory for the reports");
    }
    const int status = write_and_move(&report, options, why);
    json_decref(report.labs);
    return status;
}
