/* The card at the end of make lab04 MINE=1: what the student has built, and what it can do. */
#include "04-cnn/given/network.h"
#include "04-cnn/given/sections.h"
#include "04-cnn/given/trained.h"
#include "base/file.h"
#include "common/section.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { most_labs = 8, card_width = 70, bar_width = 24, text_size = 64 };

/* What a student wrote in one lab; files is 0 where nothing is written yet. */
struct part {
    char folder[text_size]; /* "01-linear-sgd" */
    size_t files, functions, lines;
};

struct framework {
    size_t count;
    struct part part[most_labs];
    struct part all;
};

/* --- reading the lines ------------------------------------------------------------------------- */

/* labs/common/mine.sh --lines wrote them: folder, files, functions, lines, tabs between. */
static int read_framework(const char *path, struct framework *framework, struct message *why)
{
    FILE *const file = fopen(path, "r");
    if (!file) {
        return message_set(why, "%s: %s", path, strerror(errno));
    }
    *framework = (struct framework){.all = {.folder = "all"}};
    struct part part = {.files = 0};
    while (framework->count < most_labs && fscanf(file, "%63s %zu %zu %zu", part.folder,
                                                  &part.files, &part.functions, &part.lines) == 4) {
        framework->part[framework->count++] = part;
        framework->all.files += part.files;
        framework->all.functions += part.functions;
        framework->all.lines += part.lines;
    }
    fclose(file);
    return framework->count > 0 ? 0 : message_set(why, "%s: expected a row for each lab", path);
}

/* --- the card ---------------------------------------------------------------------------------- */

static void print_rule(void)
{
    printf("     +");
    for (size_t i = 0; i < card_width; i++) {
        putchar('-');
    }
    puts("+");
}

static void __attribute__((format(printf, 1, 2))) print_line(const char *format, ...)
{
    char text[2 * card_width];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    printf("     |  %-*.*s|\n", card_width - 2, card_width - 2, text);
}

/* "9 files", "1 file" */
struct number_text {
    char text[text_size];
};
static struct number_text counted(size_t count, const char *what)
{
    struct number_text text;
    snprintf(text.text, sizeof text.text, "%s %s%s", count_to_text(count).text, what,
             count == 1 ? "" : "s");
    return text;
}

static void print_part(const struct part *part, size_t most_lines)
{
    char bar[bar_width + 1] = "";
    const size_t length =
        most_lines > 0 ? (part->lines * bar_width + most_lines / 2) / most_lines : 0;
    memset(bar, '#', length);
    bar[length] = '\0';
    if (part->files == 0) {
        print_line("  %-15s not written yet", part->folder);
    } else {
        print_line("  %-15s %9s %13s  %s", part->folder, counted(part->lines, "line").text,
                   counted(part->functions, "function").text, bar);
    }
}

static void print_parts(const struct framework *framework)
{
    size_t most = 0;
    for (size_t i = 0; i < framework->count; i++) {
        most = framework->part[i].lines > most ? framework->part[i].lines : most;
    }
    for (size_t i = 0; i < framework->count; i++) {
        print_part(&framework->part[i], most);
    }
    print_line("%s", "");
    print_line("  %-15s %9s %13s  in %s of C", "all", counted(framework->all.lines, "line").text,
               counted(framework->all.functions, "function").text,
               counted(framework->all.files, "file").text);
}

static void print_deeds(const struct lab *lab)
{
    const struct trained *const trained = lab->trained;
    if (!trained) {
        print_line("  What it can do stands here where 4.7 has trained: without --only.");
        return;
    }
    const struct evaluation *const test = &trained->cnn_test;
    print_line("  It trained a convolutional network of %s parameters",
               count_to_text(learner_parameter_count(trained->cnn)).text);
    print_line("  on %s images of %s, %s,", count_to_text(trained->images).text, lab->images.name,
               trained->epochs == 1 ? "once" : counted(trained->epochs, "time").text);
    if (trained->images_per_second > 0) {
        print_line("  %s images a second, forward and back,",
                   count_to_text((size_t)trained->images_per_second).text);
    }
    print_line("  and tells %.2f %% of %s images right that it never saw.",
               100 * (double)evaluation_accuracy(test), count_to_text(test->count).text);
}

static void print_card(const struct lab *lab, const struct framework *framework)
{
    print_rule();
    print_line("%s", "");
    print_line("  MY OWN DEEP-LEARNING FRAMEWORK");
    print_line("  written by hand, from the gradient of a line to this");
    print_line("%s", "");
    print_parts(framework);
    print_line("%s", "");
    print_deeds(lab);
    print_line("%s", "");
    print_rule();
}

/* --- the section ------------------------------------------------------------------------------- */

/* Blocks: a lab a row; what it did, 0 where nothing was trained. */
static void write_card(const struct lab *lab, const struct framework *framework)
{
    const struct trained *const trained = lab->trained;
    struct trace trace = lab_trace_begin(lab, "card", "lab lines functions files");
    for (size_t i = 0; i < framework->count; i++) {
        const struct part *const part = &framework->part[i];
        trace_named_row(&trace, part->folder,
                        (real[]){(real)part->lines, (real)part->functions, (real)part->files});
    }
    trace_block(&trace,
                "parameters images_trained epochs images_per_second accuracy images_tested");
    if (trained) {
        trace_row(&trace,
                  (real[]){(real)learner_parameter_count(trained->cnn), (real)trained->images,
                           (real)trained->epochs, (real)trained->images_per_second});
        trace_row(&trace, (real[]){evaluation_accuracy(&trained->cnn_test),
                                   (real)trained->cnn_test.count, 0, 0});
    } else {
        trace_row(&trace, (real[]){0, 0, 0, 0});
        trace_row(&trace, (real[]){0, 0, 0, 0});
    }
    lab_trace_finish(&trace);
}

void show_card(void *context)
{
    struct lab *const lab = context;
    struct framework framework;
    struct message why;
    if (!lab->options.lines) {
        section_stop("how many lines are yours is not known: `make lab04 MINE=1` counts them");
    }
    lab_require(read_framework(lab->options.lines, &framework, &why), &why);
    print_card(lab, &framework);
    write_card(lab, &framework);
}
