/* A network and its training. The header says what each function does. */
#include "02-mlp-xor/given/learner.h"

#include "common/crash.h"
#include "common/section.h"
#include "train/progress.h"

#include <stdio.h>
#include <string.h>
#include <tgmath.h>

enum { tape_room = 2 * mlp_max_layers + 2, rows_at_once = 256 };

/* --- the network ------------------------------------------------------------------------------ */

/* The arena's gaps between two pieces are small beside these; a quarter more is enough for them. */
static bool fits(const struct arena *arena, size_t reals)
{
    return arena_fits(arena, reals * sizeof(real) * 5 / 4 + 65536);
}

static void require_room(const struct lab *lab, const struct learner_form *form, size_t rows)
{
    const size_t units = form->hidden * form->depth;
    const size_t weights = units * form->hidden + form->hidden * (form->in + 1) + units + 1;
    /* values, gradients, values before the last step; behind each layer and each activation a value
     * and a gradient */
    if (!fits(&lab->model, 3 * weights) || !fits(&lab->step, 4 * rows * (units + 1))) {
        section_stop("a network of %zu hidden layers of %zu units is too large for this program: "
                     "take a smaller --hidden or --depth",
                     form->depth, form->hidden);
    }
}

struct mlp learner_network(struct lab *lab, const struct learner_form *form, size_t rows,
                           struct pcg32 *generator)
{
    size_t size[mlp_max_layers + 1];
    require_room(lab, form, rows);
    size[0] = form->in;
    for (size_t i = 1; i <= form->depth; i++) {
        size[i] = form->hidden;
    }
    size[form->depth + 1] = 1;
    return mlp_new(&lab->model, form->depth + 1, size, form->activation, form->initialisation,
                   generator);
}

/* --- its training ----------------------------------------------------------------------------- */

struct learner *learner_new(struct lab *lab, struct mlp *mlp, struct tensor x, struct tensor y,
                            const struct learner_settings *settings)
{
    struct arena *const arena = &lab->model;
    const size_t rows = x.shape.size[0], in = x.shape.size[1], count = 2 * mlp->layers;
    struct learner *const l = arena_take(arena, sizeof *l);
    struct parameter *const parameter = arena_take(arena, count * sizeof *parameter);
    mlp_parameters(mlp, parameter);
    *l = (struct learner){.mlp = mlp, .x = x, .y = y, .generator = settings->generator};
    l->tape = lab_tape(lab, tape_room);
    l->optimizer =
        optimizer_new(arena, parameter, count,
                      (struct optimizer_settings){.rate = settings->rate, .beta = settings->beta});
    l->training = (struct training){&l->tape, mlp_module(mlp), settings->loss, &l->optimizer};
    l->samples = (struct samples){rows, in, 1, x.data, y.data};
    l->batches = (struct batches){.count = rows, .size = settings->batch};
    l->batches.order = arena_take(arena, rows * sizeof *l->batches.order);
    l->batch_x = arena_reals(arena, settings->batch * in);
    l->batch_y = arena_reals(arena, settings->batch);
    return l;
}

real learner_epoch(struct learner *l)
{
    const size_t in = l->samples.in;
    size_t rows, seen = 0;
    real sum = 0;
    batches_shuffle(&l->batches, l->generator);
    while ((rows = batches_next(&l->batches, &l->samples, l->batch_x, l->batch_y)) > 0) {
        seen += rows;
        if (seen > l->samples.count) {
            section_stop("batches_next has handed out more rows than there are, %zu",
                         l->samples.count);
        }
        const struct tensor x = tensor_view(shape_2d(rows, in), l->batch_x);
        const struct tensor y = tensor_view(shape_2d(rows, 1), l->batch_y);
        sum += train_step(&l->training, x, y) * (real)rows;
    }
    crash_alive();
    return sum / (real)l->samples.count;
}

void learner_train(struct learner *learner, size_t epochs, const char *what)
{
    struct progress progress;
    real loss = 0;
    progress_begin(&progress, stdout, what, epochs);
    for (size_t epoch = 1; epoch <= epochs && isfinite(loss); epoch++) {
        loss = learner_epoch(learner);
        if (progress.terminal) {
            progress_update(&progress, epoch, loss);
        }
    }
    progress_clear(&progress);
}

real learner_loss(struct learner *learner)
{
    return evaluate_loss(&learner->training, learner->x, learner->y);
}

void learner_predict(struct learner *learner, struct tensor x, real *yhat)
{
    struct tape *const tape = &learner->tape;
    const size_t count = x.shape.size[0], in = x.shape.size[1];
    tape->recording = false;
    for (size_t first = 0; first < count; first += rows_at_once) {
        const size_t left = count - first, rows = left < rows_at_once ? left : rows_at_once;
        const struct tensor part = tensor_view(shape_2d(rows, in), x.data + first * in);
        const struct variable *const out =
            mlp_forward(tape, learner->mlp, tape_constant(tape, part));
        memcpy(yhat + first, out->value.data, rows * sizeof *yhat);
        tape_reset(tape);
    }
    tape->recording = true;
}
