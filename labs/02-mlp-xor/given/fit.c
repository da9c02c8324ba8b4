/* Sections of 2.12: what one hidden layer can follow, by its size: a curve, then a surface.
 *
 * With enough hidden units it comes as near to any continuous function as one likes: G. Cybenko,
 * "Approximation by superpositions of a sigmoidal function", 1989, and K. Hornik, M. Stinchcombe,
 * H. White, "Multilayer feedforward networks are universal approximators", 1989. They say neither how
 * many are enough nor that a descent finds the weights: that is what is tried here. Beside the
 * networks stands the one without hidden units, lab 01's, trained by lab 01's loop.
 */
#include "02-mlp-xor/given/lab.h"
#include "02-mlp-xor/given/learner.h"
#include "02-mlp-xor/given/sections.h"

#include "common/crash.h"
#include "common/section.h"
#include "data/made_targets.h"
#include "losses/loss.h"
#include "optim/least_squares.h"
#include "train/epoch.h"

#include <stdio.h>
#include <tgmath.h>

enum { stream_points = 41, stream_networks, most_fits = 5, curve_places = 401, map_side = 81 };

static const size_t sizes[] = {2, 8, 32, 128};

/* Found by trial: with them all four sizes descend steadily. The more units add up to the output, the
 * further a step moves it: at twice this rate 128 units begin to swing, and 1024 need a smaller one. */
static const real default_rate = (real)0.005, default_momentum = (real)0.95;
static const real line_rate = (real)0.05;
enum { default_batch = 16, line_epochs = 50 };

struct target {
    const char *name;     /* "curve" */
    const char *simplest; /* what no hidden unit makes: "line" */
    size_t in;
    size_t rows, epochs;
    size_t places; /* where it is drawn, and where the error between the points is measured */
};

static const struct target curve = {"curve", "line", 1, 256, 1500, curve_places};
static const struct target surface = {"surface", "plane", 2, 2048, 300, map_side *map_side};

struct fit {
    size_t units, parameters;
    real loss;    /* of the points */
    real between; /* mean squared error at all places */
    real *z;      /* (target->places): what it makes there */
};

struct study {
    struct lab *lab;
    const struct target *target;
    struct tensor x, y;         /* the points to learn from: (rows,in), (rows,1) */
    struct tensor place, truth; /* an even grid, and the target there: (places,in), (places,1) */
    enum activation activation;
    size_t batch, epochs;
    real rate, beta;
    size_t count;
    struct fit fit[most_fits]; /* (count), the one without hidden units first */
};

/* --- the points and the places ---------------------------------------------------------------- */

/* Number i of `count` places from -1 to 1. */
static real across(size_t i, size_t count)
{
    return 2 * (real)i / (real)(count - 1) - 1;
}

static void make_places(struct study *s)
{
    const struct target *const t = s->target;
    s->place = tensor_new(&s->lab->model, shape_2d(t->places, t->in));
    s->truth = tensor_new(&s->lab->model, shape_2d(t->places, 1));
    for (size_t i = 0; i < t->places; i++) {
        real *const x = s->place.data + i * t->in;
        if (t->in == 1) {
            x[0] = across(i, t->places);
            s->truth.data[i] = made_curve_at(x[0]);
        } else {
            x[0] = across(i / map_side, map_side);
            x[1] = across(i % map_side, map_side);
            s->truth.data[i] = made_surface_at(x[0], x[1]);
        }
    }
}

static void make_points(struct study *s)
{
    const struct target *const t = s->target;
    struct pcg32 generator = lab_generator(s->lab, stream_points);
    s->x = tensor_new(&s->lab->model, shape_2d(t->rows, t->in));
    s->y = tensor_new(&s->lab->model, shape_2d(t->rows, 1));
    if (t->in == 1) {
        made_curve(t->rows, 0, &generator, s->x.data, s->y.data);
    } else {
        made_surface(t->rows, 0, &generator, s->x.data, s->y.data);
    }
}

static struct study *study_new(struct lab *lab, const struct target *target)
{
    const struct options *const o = &lab->options;
    struct study *const s = arena_take(&lab->model, sizeof *s);
    *s = (struct study){.lab = lab, .target = target};
    s->activation = o->has_activation ? o->activation : activation_tanh;
    s->batch = o->batch > 0 ? o->batch : default_batch;
    s->batch = s->batch < target->rows ? s->batch : target->rows;
    s->epochs = o->epochs > 0 && o->epochs < target->epochs ? o->epochs : target->epochs;
    s->rate = default_rate / (real)(o->hidden > 128 ? o->hidden / 128 : 1);
    s->beta = o->momentum > 0 ? o->momentum : default_momentum;
    make_points(s);
    make_places(s);
    return s;
}

/* --- the table -------------------------------------------------------------------------------- */

static void say_head(const struct study *s)
{
    const struct target *const t = s->target;
    printf("     %zu points of a %s; %s, batches of %zu, rate %g, momentum %g, %zu epoch%s\n",
           t->rows, t->name, activation_name(s->activation), s->batch, (double)s->rate,
           (double)s->beta, s->epochs, s->epochs == 1 ? "" : "s");
    puts("       hidden units     parameters    loss of the points    between them");
}

static void say_fit(const char *name, const struct fit *fit)
{
    if (isfinite(fit->loss)) {
        printf("       %-13s %13zu %21.3g %15.3g\n", name, fit->parameters, (double)fit->loss,
               (double)fit->between);
    } else {
        printf("       %-13s %13zu              diverged\n", name, fit->parameters);
    }
}

static real error_between(const struct study *s, const real *z)
{
    real sum = 0;
    for (size_t i = 0; i < s->target->places; i++) {
        sum += (z[i] - s->truth.data[i]) * (z[i] - s->truth.data[i]);
    }
    return sum / (real)s->target->places;
}

static void say_verdict(const struct study *s)
{
    const struct fit *const simplest = &s->fit[0];
    for (size_t i = 0; i < s->count; i++) {
        if (!isfinite(s->fit[i].loss)) {
            puts("     Too large a rate diverges; so do steps uphill, and gradients unwritten.");
            return;
        }
    }
    for (size_t i = 1; i < s->count; i++) {
        if (s->fit[i].between < simplest->between / 20) {
            printf("     Less than a twentieth of the %s's error: with %zu hidden unit%s.\n",
                   s->target->simplest, s->fit[i].units, s->fit[i].units == 1 ? "" : "s");
            return;
        }
    }
    printf("     None has less than a twentieth of the %s's error.\n", s->target->simplest);
}

/* --- without hidden units --------------------------------------------------------------------- */

/* What a linear layer makes of the points and of the places. */
static struct fit measure_linear(struct study *s, const real *w, const real *b)
{
    const struct target *const t = s->target;
    struct fit fit = {.parameters = t->in + 1, .z = arena_reals(&s->lab->model, t->places)};
    const struct backend *const backend = &s->lab->backend;
    real *const yhat = arena_reals(&s->lab->model, t->rows);
    backend->linear_forward(t->rows, t->in, 1, s->x.data, w, b, yhat);
    fit.loss = backend->mse_forward(t->rows, yhat, s->y.data);
    backend->linear_forward(t->places, t->in, 1, s->place.data, w, b, fit.z);
    fit.between = error_between(s, fit.z);
    return fit;
}

static void fit_least_squares(struct study *s)
{
    real slope = REAL_NAN, offset = REAL_NAN;
    least_squares_line(s->target->rows, s->x.data, s->y.data, &slope, &offset);
    const struct fit best = measure_linear(s, &slope, &offset);
    lab_require_finite(best.loss, "the loss of the least-squares line");
    say_fit("least squares", &best);
}

static void fit_linear(struct study *s)
{
    const struct target *const t = s->target;
    const struct samples samples = {t->rows, t->in, 1, s->x.data, s->y.data};
    struct pcg32 generator = lab_generator(s->lab, stream_networks);
    struct linear_model model = linear_model_new(&s->lab->model, t->in, 1);
    struct trainer trainer = trainer_new(&s->lab->model, &model, &samples, &generator,
                                         (struct trainer_settings){s->batch, line_rate, 0});
    for (size_t epoch = 0; epoch < line_epochs; epoch++) {
        train_epoch(&trainer);
        crash_alive();
    }
    s->fit[s->count] = measure_linear(s, model.w.value, model.b.value);
    lab_require_finite(s->fit[s->count].loss, "the loss without hidden units");
    say_fit("none", &s->fit[s->count]);
    s->count++;
}

/* --- with hidden units ------------------------------------------------------------------------ */

/* The length that each unit's weights get. A tanh bends over a stretch of about 2 / length: 0.7 of
 * the square root of the units lets neighbours overlap. A sigmoid is a tanh half as steep. ReLU's kink
 * is equally sharp with any length, and a longer one only makes the descent less steady. */
static real length_of_weights(enum activation activation, size_t units)
{
    switch (activation) {
    case activation_tanh:
        return (real)0.7 * sqrt((real)units);
    case activation_sigmoid:
        return (real)1.4 * sqrt((real)units);
    default:
        return (real)1.5;
    }
}

static void set_length(size_t in, real *w /* (in) */, real length)
{
    real drawn = 0;
    for (size_t j = 0; j < in; j++) {
        drawn += w[j] * w[j];
    }
    if (!(drawn > 0) || !isfinite(drawn)) {
        section_stop("a unit's weights are not random numbers: does the initialisation write every "
                     "element?");
    }
    for (size_t j = 0; j < in; j++) {
        w[j] *= length / sqrt(drawn);
    }
}

/* Moves the units apart, so that each starts to bend the function in a place of its own.
 *
 * As mlp_new leaves them, with offsets of 0, all bend at the origin, and Xavier's variance,
 * 2 / (in + out), makes them the flatter the more there are: on inputs from -1 to 1 they are all
 * nearly straight. From there the same training leaves 128 units with a thousand times the error on
 * the curve, and with a plane on the surface: `--initialisation xavier` shows it. So the directions
 * stay as they were drawn, the weights get one length, and the bends, where w x + b = 0, are spread
 * evenly over the inputs.
 * Source: D. Nguyen, B. Widrow, "Improving the learning speed of 2-layer neural networks by choosing
 * initial values of the adaptive weights", 1990. There the length is 0.7 units^(1/in); for one input
 * we too take the root, as 128 bends would be narrower than the gaps between the points. */
static void spread_units(struct linear_layer *layer, enum activation activation,
                         struct pcg32 *generator)
{
    const size_t units = layer->w.value.shape.size[0], in = layer->w.value.shape.size[1];
    const real length = length_of_weights(activation, units);
    const real reach = in == 1 ? 1 : (real)1.2; /* towards the corners there are few points */
    for (size_t i = 0; i < units; i++) {
        set_length(in, layer->w.value.data + i * in, length);
        const real part = ((real)i + pcg32_uniform(generator, 0, 1)) / (real)units; /* 0 .. 1 */
        layer->b.value.data[i] = length * reach * (2 * part - 1);
    }
}

static struct mlp new_network(struct study *s, size_t units, struct pcg32 *generator)
{
    const struct options *const o = &s->lab->options;
    const bool kinked = s->activation == activation_relu || s->activation == activation_leaky_relu;
    struct learner_form form = {s->target->in, units, 1, s->activation, initialisation_xavier};
    form.initialisation = kinked ? initialisation_he : form.initialisation;
    form.initialisation = o->has_initialisation ? o->initialisation : form.initialisation;
    struct mlp mlp = learner_network(s->lab, &form, s->target->rows, generator);
    if (!o->has_initialisation) {
        spread_units(&mlp.layer[0], s->activation, generator);
    }
    return mlp;
}

/* The last fifth goes with a fifth of the rate: mini-batches pull to and fro, and the smaller the
 * steps, the nearer to the lowest place the network comes to rest. */
static void train(struct learner *learner, size_t epochs, const char *name)
{
    const size_t last = epochs / 5;
    learner_train(learner, epochs - last, name);
    learner->optimizer.settings.rate /= 5;
    if (last > 0) {
        learner_train(learner, last, name);
    }
}

static void fit_network(struct study *s, size_t units)
{
    char name[48];
    struct pcg32 generator = lab_generator(s->lab, stream_networks);
    struct mlp mlp = new_network(s, units, &generator);
    struct learner *const learner =
        learner_new(s->lab, &mlp, s->x, s->y,
                    &(struct learner_settings){mse_loss, s->batch, s->rate, s->beta, &generator});
    lab_require_finite(learner_loss(learner), "the loss before the first step");
    snprintf(name, sizeof name, "%s, %zu units", s->target->name, units);
    train(learner, s->epochs, name);

    struct fit *const fit = &s->fit[s->count];
    fit->units = units;
    fit->parameters = units * (s->target->in + 2) + 1;
    fit->z = arena_reals(&s->lab->model, s->target->places);
    learner_predict(learner, s->place, fit->z);
    fit->loss = learner_loss(learner);
    fit->between = error_between(s, fit->z);
    snprintf(name, sizeof name, "%zu", units);
    say_fit(name, fit);
    s->count++;
}

static void fit_networks(struct study *s)
{
    const struct options *const o = &s->lab->options;
    if (o->has_hidden) {
        if (o->hidden > 0) {
            fit_network(s, o->hidden);
        }
        return;
    }
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        fit_network(s, sizes[i]);
    }
}

/* --- the traces ------------------------------------------------------------------------------- */

static void write_losses(const struct study *s, const char *name)
{
    struct trace trace = lab_trace_begin(s->lab, name, NULL, "units parameters loss between");
    for (size_t i = 0; i < s->count; i++) {
        const struct fit *const f = &s->fit[i];
        trace_row(&trace, (real[]){(real)f->units, (real)f->parameters, f->loss, f->between});
    }
    lab_trace_finish(&trace);
}

/* Block 0 holds the points, block 1 the target, the others the fits. */
static void write_curve(const struct study *s)
{
    struct trace trace = lab_trace_begin(s->lab, "fit", NULL, "x y error");
    for (size_t i = 0; i < s->target->rows; i++) {
        trace_row(&trace, (real[]){s->x.data[i], s->y.data[i], 0});
    }
    trace_block(&trace, "the target");
    for (size_t i = 0; i < s->target->places; i++) {
        trace_row(&trace, (real[]){s->place.data[i], s->truth.data[i], 0});
    }
    for (size_t k = 0; k < s->count; k++) {
        trace_block(&trace, "the next size");
        for (size_t i = 0; i < s->target->places; i++) {
            const real z = s->fit[k].z[i];
            trace_row(&trace, (real[]){s->place.data[i], z, z - s->truth.data[i]});
        }
    }
    lab_trace_finish(&trace);
}

static void write_map(const struct study *s, const real *z, struct trace *trace)
{
    for (size_t i = 0; i < s->target->places; i++) {
        const real *const x = s->place.data + 2 * i;
        trace_row(trace, (real[]){x[0], x[1], z[i]});
        if (i % map_side == map_side - 1) {
            trace_gap(trace);
        }
    }
}

/* Block 0 holds the target, the others the fits. */
static void write_surface(const struct study *s)
{
    struct trace trace = lab_trace_begin(s->lab, "surface", NULL, "x0 x1 z");
    write_map(s, s->truth.data, &trace);
    for (size_t k = 0; k < s->count; k++) {
        trace_block(&trace, "the next size");
        write_map(s, s->fit[k].z, &trace);
    }
    lab_trace_finish(&trace);
}

/* --- the sections ----------------------------------------------------------------------------- */

void show_fit(void *context)
{
    struct study *const s = study_new(context, &curve);
    say_head(s);
    fit_least_squares(s);
    fit_linear(s);
    fit_networks(s);
    say_verdict(s);
    write_curve(s);
    write_losses(s, "fit_loss");
}

void show_surface(void *context)
{
    struct study *const s = study_new(context, &surface);
    say_head(s);
    fit_linear(s);
    fit_networks(s);
    say_verdict(s);
    puts("     It is the same curve, turned about the origin: what costs more units is the second\n"
         "     input alone. Where 8 pieces side by side do, how many does an area take? A cube?");
    write_surface(s);
    write_losses(s, "surface_loss");
}
