/* Lab 02: a network that learns.
 *
 * This program shows what your functions do. It draws, measures and trains with them, a section for
 * each exercise, in the order in which you write them; a section whose exercise is not written yet
 * says so and the next one runs. What it writes under build/lab02/ becomes pictures.
 */
#include "02-mlp-xor/given/lab.h"
#include "02-mlp-xor/given/sections.h"

#include "common/arguments.h"
#include "common/own_kernels.h"
#include "common/section.h"

#include <stdio.h>

enum { arena_bytes = 64 * 1024 * 1024 };

static const struct section list[] = {
    {"2.1", "The sigmoid", "draw it and its slope", "sigmoid.dat sigmoid_slope.dat", show_sigmoid},
    {"2.2", "The hyperbolic tangent", "draw it and its slope", "tanh.dat tanh_slope.dat",
     show_tanh},
    {"2.3", "The rectified linear unit", "draw it and its slope", "relu.dat relu_slope.dat",
     show_relu},
    {"2.4", "A sum and a product", "lead gradients back through (x + y) z, record by record", "",
     show_graph},
    {"2.5", "The walk back", "list the records in the order in which they are visited", "",
     show_walk_back},
    {"2.6", "Two matrices in a row are one", "set two layers beside the one that does the same", "",
     show_collapse},
    {"2.7", "A linear layer", "set its gradients beside the measured ones", "", show_layer},
    {"2.8", "What a wrong answer costs", "draw cross-entropy and squared error by the logit",
     "costs.dat", show_costs},
    {"2.9", "How hard a wrong answer pulls", "draw the gradients of both losses by the logit",
     "cost_gradients.dat", show_cost_gradients},
    {"2.10", "Ten layers of tanh", "draw how a signal grows or dies from layer to layer",
     "tanh_signals.dat", show_xavier},
    {"2.11", "Ten layers of ReLU", "draw how a signal grows or dies from layer to layer",
     "relu_signals.dat", show_he},
    {"2.12", "XOR by hand", "draw the network whose weights you chose", "by-hand.dat",
     show_weights_by_hand},
    {"2.12", "One step, with all its numbers", "print a step of training, to be followed on paper",
     "", show_worked_example},
    {"2.12", "One layer against two", "draw what each makes of XOR", "xor.dat",
     show_one_layer_against_two},
    {"2.12", "XOR with each activation", "draw how fast each learns it from twenty starts",
     "xor-activations.dat", show_activations_on_xor},
    {"2.12", "The boundary", "draw it at six epochs", "boundary-SET.dat film-SET.dat",
     show_boundary},
    {"2.12", "The hidden space", "draw XOR as two hidden units bend it", "hidden-space.dat",
     show_hidden_space},
    {"2.12", "A curve", "draw how near more and more hidden units come to it",
     "fit.dat fit_loss.dat", show_fit},
    {"2.12", "A surface", "draw how near more and more hidden units come to it",
     "surface.dat surface_loss.dat", show_surface},
    {"2.12", "Gradients in deep networks", "draw each layer's gradient, by depth", "vanishing.dat",
     show_vanishing},
    {"2.12", "Dead units", "draw how many units die, by learning rate", "dead.dat", show_dead},
};

static void begin_section(void *context)
{
    struct lab *const lab = context;
    arena_reset(&lab->model, 0);
    arena_reset(&lab->step, 0);
}

static void prepare(struct lab *lab)
{
    struct message why;
    lab_require(arena_create(&lab->model, arena_bytes, &why), &why);
    lab_require(arena_create(&lab->step, arena_bytes, &why), &why);
    lab->backend = own_kernels(lab->options.mine ? 1 : 2, 2);
    lab_make_folder(lab->options.out);
}

int main(int argc, char **argv)
{
    static const char *const every_set[] = {"xor", "moons", "spirals"};
    struct lab lab = {.options = options_parse(argc, argv)};
    struct program program = {.lab = "02",
                              .out = lab.options.out,
                              .set = lab.options.data ? &lab.options.data : every_set,
                              .sets = lab.options.data ? 1 : 3,
                              .section = list,
                              .count = sizeof list / sizeof *list,
                              .only = lab.options.only,
                              .before = begin_section,
                              .context = &lab};
    if (program.only && !program_has(&program, program.only)) {
        arguments_refuse_value("only", "an exercise from 2.1 to 2.12", program.only);
    }
    prepare(&lab);
    puts("Lab 02: a network that learns");
    program_run(&program);
    arena_destroy(&lab.step);
    arena_destroy(&lab.model);
    return 0;
}
