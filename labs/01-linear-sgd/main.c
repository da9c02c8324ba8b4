/* Lab 01: a line that learns.
 *
 * This program shows what your functions do. It draws, measures and trains with them, a section for
 * each exercise, in the order in which you write them; a section whose exercise is not written yet
 * says so and the next one runs. What it writes under build/lab01/ becomes pictures.
 */
#include "01-linear-sgd/given/lab.h"
#include "01-linear-sgd/given/sections.h"

#include "common/arguments.h"
#include "common/section.h"

#include <stdio.h>

enum { arena_bytes = 64 * 1024 * 1024 };

static const struct section list[] = {
    {"1.1", "A line through the data", "draw the data with your line", "first-SET.dat",
     show_first_line},
    {"1.2", "What a line costs", "draw the loss of 10,201 lines as a landscape", "contour-SET.dat",
     show_loss},
    {"1.3", "The gradient, measured", "train a line and count its forward passes",
     "measured-SET.dat", show_rate_of_change},
    {"1.4", "The best line, in closed form", "find the line to which all descents should lead",
     "best-SET.dat", show_least_squares},
    {"1.5", "The gradient by the predictions", "set your gradient beside the measured one", "",
     show_loss_gradient},
    {"1.6", "The gradient by slope and offset", "set your gradient beside the measured one", "",
     show_line_gradient},
    {"1.6", "Two halves, one gradient", "average the gradients of two halves of the data", "",
     show_half_batches},
    {"1.7", "Three learning rates", "draw a slow descent, a fast one and one that diverges",
     "rates-SET.dat", show_rates},
    {"1.8", "Who comes in an epoch", "count how often each row is visited", "", show_visits},
    {"1.8", "The gradients of mini-batches", "draw them as a cloud around the full gradient",
     "cloud-SET.dat", show_cloud},
    {"1.9", "Momentum in a valley", "draw four descents that differ in their momentum",
     "momentum-SET.dat", show_valley},
    {"1.9", "Momentum at a local minimum", "draw a ball that rolls past one, and one that does not",
     "ball.dat", show_ball},
    {"1.10", "The training", "train a line and draw its loss", "loss-SET.dat last-SET.dat",
     show_training},
    {"1.10", "Three ways down", "draw three paths on the landscape of the loss", "paths-SET.dat",
     show_paths},
    {"1.10", "Three sizes of batches", "compare them at equal epochs and at equal updates",
     "batches-SET.dat", show_batch_sizes},
};

static void begin_section(void *context)
{
    struct lab *const lab = context;
    arena_reset(&lab->scratch, 0);
}

static void load(struct lab *lab)
{
    struct message why;
    lab_require(arena_create(&lab->numbers, arena_bytes, &why), &why);
    lab_require(arena_create(&lab->scratch, arena_bytes, &why), &why);
    lab->sets = data_sets_load(&lab->options, &lab->numbers, lab->set, &why);
    lab_require(lab->sets > 0 ? 0 : -1, &why);
    lab_make_folder(lab->options.out);
    for (size_t i = 0; i < lab->sets; i++) {
        lab_write_about(lab, &lab->set[i]);
    }
}

int main(int argc, char **argv)
{
    struct lab lab = {.options = options_parse(argc, argv)};
    const char *names[data_sets_most] = {lab.set[0].name, lab.set[1].name};
    struct program program = {.lab = "01",
                              .out = lab.options.out,
                              .set = names,
                              .section = list,
                              .count = sizeof list / sizeof *list,
                              .only = lab.options.only,
                              .before = begin_section,
                              .context = &lab};
    if (program.only && !program_has(&program, program.only)) {
        arguments_refuse_value("only", "an exercise from 1.1 to 1.10", program.only);
    }
    load(&lab);
    program.sets = lab.sets;
    puts("Lab 01: a line that learns");
    program_run(&program);
    arena_destroy(&lab.scratch);
    arena_destroy(&lab.numbers);
    return 0;
}
