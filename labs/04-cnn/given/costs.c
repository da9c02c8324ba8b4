/* Section 4.2: what the network costs, layer by layer, told before it runs. */
#include "04-cnn/given/lab.h"
#include "04-cnn/given/network.h"
#include "04-cnn/given/sections.h"

#include "train/summary.h"

#include <stdio.h>

enum { stream_of_weights = 4200, most_rows = 64 };

static size_t pixels_of(const struct lab *lab)
{
    return lab->network.image.channels * lab->network.image.height * lab->network.image.width;
}

/* What computes nothing is left out. */
static void write_rows(const struct lab *lab, const struct summary_row *row, size_t rows)
{
    struct trace trace = lab_trace_begin(lab, "costs", "layer parameters flops");
    for (size_t i = 0; i < rows; i++) {
        const struct description *const layer = &row[i].description;
        const size_t flops =
            layer->forward.flops + description_backward(layer, row[i].x_wants_gradient).flops;
        if (!layer->parts && flops > 0) {
            trace_named_row(&trace, layer->kind, (real[]){(real)layer->parameters, (real)flops});
        }
    }
    lab_trace_finish(&trace);
}

void show_costs(void *context)
{
    struct lab *const lab = context;
    network_require_sizes(&lab->network);
    struct pcg32 generator = lab_generator(lab, stream_of_weights);
    struct cnn *const cnn = cnn_new(&lab->model, &lab->network, &generator);
    const struct shape x = shape_2d(1, pixels_of(lab));
    struct summary_row row[most_rows];
    const size_t rows = summary_rows(cnn_module(cnn), x, most_rows, row);
    puts("     The network, for one image; a multiplication and its addition are two FLOPs\n");
    summary_print(stdout, "     ", cnn_module(cnn), x);
    puts("");
    puts("     Where do the parameters stand, and where is the work? Take one convolution's FLOPs "
         "and work\n"
         "     them out by hand. ARGS=--profile measures the layers' times: in which order do you\n"
         "     expect them?");
    write_rows(lab, row, rows);
}
