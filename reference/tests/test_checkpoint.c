/* A run that was saved and resumed goes on as if nothing had happened, to the last bit; what is no
 * checkpoint of it is refused and changes nothing. */
#include "train/checkpoint.h"

#include "base/npy.h"
#include "data/batches.h"
#include "kernels/fast/fast.h"
#include "layers/activation.h"
#include "layers/batch_norm_layer.h"
#include "layers/dropout_layer.h"
#include "layers/initialisation.h"
#include "layers/linear_layer.h"
#include "losses/loss.h"
#include "optim/methods.h"
#include "optim/schedule.h"
#include "tests/support.h"
#include "train/step.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

TestSuite(checkpoint, .init = test_begin, .fini = test_end);

/* --- a run with all that a run can have ------------------------------------------------------- */

enum {
    rows = 22,
    batch = 8,
    inputs = 4,
    units = 6,
    classes = 3,
    parameters = 6,
    arrays = 8,
    modules = 5
};

struct run {
    struct arena step;
    struct linear_layer first, last;
    struct batch_norm_layer norm;
    struct dropout_layer dropout;
    struct module module[modules];
    struct sequential network;
    struct parameter parameter[parameters];
    struct optimizer optimizer;
    struct early_stopping stopping;
    struct tape tape;
    struct training training;
    struct pcg32 of_batches, of_dropout;
    struct batches batches;
    size_t order[rows];
    size_t epoch;

    struct checkpoint_array array[arrays];
    struct checkpoint_count count[1];
    struct checkpoint_generator generator[2];
    struct checkpoint_setting setting[1];
    struct checkpoint checkpoint;
};

static struct variable *loss_of(struct tape *tape, struct variable *logits, struct variable *labels)
{
    return softmax_cross_entropy_loss(tape, logits, labels, NULL, 0);
}

static void make_network(struct run *run, uint64_t seed)
{
    struct pcg32 generator = pcg32_seed(seed, 3);
    run->first = linear_layer_new(&scratch, inputs, units);
    run->last = linear_layer_new(&scratch, units, classes);
    he_initialise(inputs, units, &generator, run->first.w.value.data);
    he_initialise(units, classes, &generator, run->last.w.value.data);
    run->norm = batch_norm_layer_new(&scratch, units);
    run->dropout = dropout_layer_new((real)0.3, &run->of_dropout);
    const struct module module[modules] = {
        linear_module(&run->first), batch_norm_module(&run->norm), relu_module(),
        dropout_module(&run->dropout), linear_module(&run->last)};
    memcpy(run->module, module, sizeof module);
    run->network = (struct sequential){modules, run->module};
    const struct variable *const variable[] = {&run->first.w,   &run->first.b, &run->norm.gamma,
                                               &run->norm.beta, &run->last.w,  &run->last.b};
    for (size_t i = 0; i < parameters; i++) {
        run->parameter[i] = variable_as_parameter(variable[i]);
    }
}

static void list_run(struct run *run)
{
    const struct checkpoint_array array[arrays] = {
        {"1.w", run->first.w.value},        {"1.b", run->first.b.value},
        {"1.gamma", run->norm.gamma.value}, {"1.beta", run->norm.beta.value},
        {"1.mean", run->norm.running_mean}, {"1.variance", run->norm.running_variance},
        {"2.w", run->last.w.value},         {"2.b", run->last.b.value}};
    memcpy(run->array, array, sizeof array);
    run->count[0] = (struct checkpoint_count){"epoch", &run->epoch};
    run->generator[0] = (struct checkpoint_generator){"batches", &run->of_batches};
    run->generator[1] = (struct checkpoint_generator){"dropout", &run->of_dropout};
    run->setting[0] = (struct checkpoint_setting){"batch", "8 rows"};
    run->checkpoint = (struct checkpoint){.settings = 1,
                                          .setting = run->setting,
                                          .counts = 1,
                                          .count = run->count,
                                          .generators = 2,
                                          .generator = run->generator,
                                          .arrays = arrays,
                                          .array = run->array,
                                          .optimizer = &run->optimizer,
                                          .stopping = &run->stopping};
}

/* Runs of two seeds differ in every number that a checkpoint holds. */
static void begin_run(struct run *run, struct optimizer_settings settings, uint64_t seed)
{
    struct message why;
    *run = (struct run){.of_batches = pcg32_seed(seed, 1), .of_dropout = pcg32_seed(seed, 2)};
    cr_assert_eq(arena_create(&run->step, 1 << 16, &why), 0, "%s", why.text);
    make_network(run, seed);
    run->optimizer = optimizer_new(&scratch, run->parameter, parameters, settings);
    run->stopping = early_stopping_new(&scratch, 3, run->parameter, parameters);
    run->tape =
        tape_new(&scratch, &run->step, settings.backend ? settings.backend : &naive_backend, 16);
    run->training =
        (struct training){&run->tape, sequential_module(&run->network), loss_of, &run->optimizer};
    run->batches = (struct batches){.count = rows, .size = batch, .order = run->order};
    list_run(run);
}

static struct samples data(void)
{
    static real x[rows * inputs], y[rows];
    struct pcg32 generator = pcg32_seed(405, 1);
    for (size_t i = 0; i < rows * inputs; i++) {
        x[i] = pcg32_uniform(&generator, -1, 1);
    }
    for (size_t i = 0; i < rows; i++) {
        y[i] = (real)(x[i * inputs] > 0) + (real)(x[i * inputs + 1] > 0);
    }
    return (struct samples){rows, inputs, 1, x, y};
}

/* An epoch under a schedule; the loss behind it, which early stopping hears. */
static real train_epoch(struct run *run)
{
    const struct schedule schedule = {schedule_cosine, run->optimizer.settings.rate, 2, 40, 0, 0};
    const struct samples samples = data();
    real x[batch * inputs], y[batch];
    size_t read;
    batches_shuffle(&run->batches, &run->of_batches);
    while ((read = batches_next(&run->batches, &samples, x, y)) > 0) {
        run->optimizer.settings.rate =
            schedule.rate * (real)0.5 + schedule_rate(&schedule, run->optimizer.steps) / 2;
        train_step(&run->training, tensor_view(shape_2d(read, inputs), x),
                   tensor_view(shape_1d(read), y));
    }
    run->epoch++;
    const real loss =
        evaluate_loss(&run->training, tensor_view(shape_2d(rows, inputs), (real *)samples.x),
                      tensor_view(shape_1d(rows), (real *)samples.y));
    early_stopping_update(&run->stopping, loss);
    return loss;
}

/* Everything that the run hangs on, as it stands in memory: two runs are the same when this is. */
struct state {
    unsigned char *bytes; /* (length), from the scratch arena */
    size_t length;
};

static void add_bytes(struct state *state, const void *bytes, size_t length)
{
    memcpy(state->bytes + state->length, bytes, length);
    state->length += length;
}

static struct state state_of(const struct run *run)
{
    struct state state = {arena_take(&scratch, 1 << 14), 0};
    for (size_t i = 0; i < arrays; i++) {
        add_bytes(&state, run->array[i].values.data,
                  shape_count(run->array[i].values.shape) * sizeof(real));
    }
    for (size_t i = 0; i < optimizer_states(&run->optimizer); i++) {
        const struct optimizer_state of = optimizer_state(&run->optimizer, i);
        add_bytes(&state, of.array, of.count * sizeof(real));
    }
    for (size_t i = 0; i < parameters; i++) {
        add_bytes(&state, run->stopping.best[i], run->parameter[i].count * sizeof(real));
    }
    add_bytes(&state, &run->stopping.best_loss, sizeof(real));
    add_bytes(&state, &run->optimizer.settings.rate, sizeof(real));
    const size_t counts[] = {run->epoch, run->optimizer.steps, run->stopping.best_epoch,
                             run->stopping.epochs};
    add_bytes(&state, counts, sizeof counts);
    add_bytes(&state, &run->of_batches, sizeof run->of_batches);
    add_bytes(&state, &run->of_dropout, sizeof run->of_dropout);
    return state;
}

static bool same(struct state a, struct state b)
{
    return a.length == b.length && memcmp(a.bytes, b.bytes, a.length) == 0;
}

static const char *save(const struct run *run)
{
    static struct path path;
    struct message why;
    path = in_folder("run.checkpoint");
    cr_assert_eq(checkpoint_save(&run->checkpoint, path.text, &why), 0, "%s", why.text);
    return path.text;
}

/* --- what it is for --------------------------------------------------------------------------- */

/* One run goes through; another is saved half-way, and a third, begun with other random numbers, goes on
 * from the file. */
static void assert_resumes(struct optimizer_settings settings)
{
    struct run whole, half, resumed;
    struct message why;
    begin_run(&whole, settings, 1);
    begin_run(&half, settings, 1);
    begin_run(&resumed, settings, 2);
    for (size_t epoch = 0; epoch < 4; epoch++) {
        cr_assert_eq(train_epoch(&whole), train_epoch(&half));
    }
    cr_assert_not(same(state_of(&half), state_of(&resumed)));
    const char *const path = save(&half);
    cr_assert_eq(checkpoint_load(&resumed.checkpoint, path, &why), 0, "%s", why.text);
    cr_assert(same(state_of(&resumed), state_of(&half)), "%s: loaded", settings.method->name);
    for (size_t epoch = 4; epoch < 9; epoch++) {
        const real loss = train_epoch(&whole);
        cr_assert_eq(train_epoch(&resumed), loss, "%s, epoch %zu", settings.method->name, epoch);
        cr_assert_eq(train_epoch(&half), loss, "%s, epoch %zu: the saved run itself",
                     settings.method->name, epoch);
        cr_assert(same(state_of(&resumed), state_of(&whole)), "%s, epoch %zu",
                  settings.method->name, epoch);
    }
    cr_assert_eq(resumed.epoch, 9);
    cr_assert_eq(resumed.optimizer.steps, 27);
    arena_destroy(&whole.step);
    arena_destroy(&half.step);
    arena_destroy(&resumed.step);
}

Test(checkpoint, resumed_training_is_the_same_to_the_last_bit_with_every_optimizer)
{
    for (size_t i = 0; optimizer_methods[i]; i++) {
        const size_t mark = scratch.used;
        assert_resumes(optimizer_methods[i]->usual);
        arena_reset(&scratch, mark);
    }
}

Test(checkpoint, and_with_weight_decay)
{
    for (size_t i = 0; optimizer_methods[i]; i++) {
        const size_t mark = scratch.used;
        struct optimizer_settings settings = optimizer_methods[i]->usual;
        settings.coupled_decay = (real)0.02;
        settings.decoupled_decay = (real)0.03;
        assert_resumes(settings);
        arena_reset(&scratch, mark);
    }
}

Test(checkpoint, and_with_the_fast_kernels)
{
    const struct backend fast = fast_backend();
    for (size_t i = 0; optimizer_methods[i]; i++) {
        const size_t mark = scratch.used;
        struct optimizer_settings settings = optimizer_methods[i]->usual;
        settings.backend = &fast;
        assert_resumes(settings);
        arena_reset(&scratch, mark);
    }
}

Test(checkpoint, early_stopping_gives_back_what_was_best_before_the_break)
{
    struct run half, resumed;
    struct message why;
    begin_run(&half, optimizer_adam.usual, 1);
    begin_run(&resumed, optimizer_adam.usual, 2);
    train_epoch(&half);
    early_stopping_update(&half.stopping, -1); /* no later epoch is as good */
    const real best = half.first.w.value.data[5];
    train_epoch(&half);
    cr_assert_neq(half.first.w.value.data[5], best);
    cr_assert_eq(checkpoint_load(&resumed.checkpoint, save(&half), &why), 0, "%s", why.text);
    cr_assert_eq(resumed.stopping.best_loss, -1);
    cr_assert_eq(resumed.stopping.best_epoch, 2);
    early_stopping_restore(&resumed.stopping);
    cr_assert_eq(resumed.first.w.value.data[5], best);
    arena_destroy(&half.step);
    arena_destroy(&resumed.step);
}

/* --- a small one, for the format and for what is refused -------------------------------------- */

static real w[6] = {1, -2, (real)0.1, 4, 5, 6}, b[2] = {7, 8};
static size_t epoch = 5;
static struct pcg32 generator = {0x853c49e6748fea9b, 0xda3e39cb94b95bdb};
static struct optimizer momentum;
static struct parameter parameter[2] = {{6, w, NULL}, {2, b, NULL}};
static const struct checkpoint_setting settings[] = {{"data", "of two rows"}};
static const struct checkpoint_count counts[] = {{"epoch", &epoch}};
static const struct checkpoint_generator generators[] = {{"batches", &generator}};
static struct checkpoint_array small_arrays[2] = {{"w", {{2, {3, 2}}, w}}, {"b", {{1, {2}}, b}}};

static struct checkpoint small(void)
{
    momentum = optimizer_new(&scratch, parameter, 2, optimizer_momentum.usual);
    momentum.settings.rate = 0.25;
    momentum.settings.beta = 0.5;
    momentum.steps = 43;
    return (struct checkpoint){.settings = 1,
                               .setting = settings,
                               .counts = 1,
                               .count = counts,
                               .generators = 1,
                               .generator = generators,
                               .arrays = 2,
                               .array = small_arrays,
                               .optimizer = &momentum};
}

static const char small_header[] = "descent checkpoint 1\n"
                                   "real " REAL_NAME "\n"
                                   "setting data of two rows\n"
                                   "setting optimizer momentum\n"
                                   "setting beta 0.5\n"
                                   "setting decay 0\n"
                                   "setting beta1 0\n"
                                   "setting beta2 0\n"
                                   "setting epsilon 0\n"
                                   "setting coupled_decay 0\n"
                                   "setting decoupled_decay 0\n"
                                   "number rate 0.25\n"
                                   "count steps 43\n"
                                   "count epoch 5\n"
                                   "generator batches 853c49e6748fea9b da3e39cb94b95bdb\n"
                                   "array w (3,2)\n"
                                   "array b (2)\n"
                                   "array w.previous (3,2)\n"
                                   "array b.previous (2)\n"
                                   "\n";

enum { checksum_bytes = 26 };

struct file {
    unsigned char *bytes; /* (length), from the scratch arena, exactly so long */
    size_t length;
};

static struct file file_of(const void *bytes, size_t length)
{
    const struct file file = {arena_take(&scratch, length > 0 ? length : 1), length};
    memcpy(file.bytes, bytes, length);
    return file;
}

static struct file saved(const struct checkpoint *run)
{
    struct message why;
    const struct path path = in_folder("small");
    cr_assert_eq(checkpoint_save(run, path.text, &why), 0, "%s", why.text);
    FILE *const stream = fopen(path.text, "rb");
    unsigned char bytes[4096];
    const size_t length = fread(bytes, 1, sizeof bytes, stream);
    fclose(stream);
    return file_of(bytes, length);
}

/* Puts the right checksum at the end again. */
static struct file signed_again(struct file file)
{
    const size_t end = file.length - checksum_bytes;
    char line[checksum_bytes + 1];
    snprintf(line, sizeof line, "checksum %016" PRIx64 "\n", checkpoint_checksum(file.bytes, end));
    memcpy(file.bytes + end, line, checksum_bytes);
    return file;
}

/* The file with one text replaced by another, and the right checksum. */
static struct file changed(struct file file, const char *from, const char *to)
{
    size_t before = 0;
    while (memcmp(file.bytes + before, from, strlen(from)) != 0) {
        before++;
        cr_assert_leq(before + strlen(from), file.length, "%s", from);
    }
    const size_t behind = before + strlen(from);
    const size_t length = file.length - strlen(from) + strlen(to);
    const struct file new = {arena_take(&scratch, length), length};
    memcpy(new.bytes, file.bytes, before);
    memcpy(new.bytes + before, to, strlen(to));
    memcpy(new.bytes + before + strlen(to), file.bytes + behind, file.length - behind);
    return signed_again(new);
}

/* Why it is refused. Whatever it is, it must change nothing. */
static const char *refused(const struct checkpoint *run, struct file file)
{
    static struct message why;
    const struct file before = saved(run);
    cr_assert_eq(checkpoint_decode(run, "run", file.bytes, file.length, &why), -1);
    const struct file after = saved(run);
    cr_assert_eq(after.length, before.length);
    cr_assert_arr_eq(after.bytes, before.bytes, before.length, "%s", why.text);
    cr_assert(strncmp(why.text, "run:", 4) == 0 && !strchr(why.text, '\n'), "%s", why.text);
    return why.text;
}

static void assert_refused(const char *from, const char *to, const char *expected)
{
    const struct checkpoint run = small();
    cr_assert_str_eq(refused(&run, changed(saved(&run), from, to)), expected);
}

/* --- the format ------------------------------------------------------------------------------- */

Test(checkpoint, its_header_is_text)
{
    const struct checkpoint run = small();
    const struct file file = saved(&run);
    cr_assert_gt(file.length, sizeof small_header);
    file.bytes[sizeof small_header - 1] = '\0';
    cr_assert_str_eq((const char *)file.bytes, small_header);
}

Test(checkpoint, its_arrays_are_npy_images_one_behind_the_other)
{
    const struct checkpoint run = small();
    momentum.state[0][3] = 44;
    momentum.state[1][1] = 88;
    const struct file file = saved(&run);
    const real *const expected[] = {w, b, momentum.state[0], momentum.state[1]};
    size_t at = sizeof small_header - 1;
    for (size_t i = 0; i < 4; i++) {
        const size_t count = i % 2 == 0 ? 6 : 2, length = npy_header_bytes + count * sizeof(real);
        struct npy_header header;
        struct message why;
        real values[6];
        cr_assert_eq(npy_decode_header(file.bytes + at, length, &header, &why), 0, "%s", why.text);
        cr_assert_eq(header.rank, i % 2 == 0 ? 2 : 1);
        cr_assert_eq(header.count, count);
        npy_decode_data(file.bytes + at, &header, values);
        assert_all_near(count, values, expected[i], 0);
        at += length;
    }
    cr_assert_eq(file.length, at + checksum_bytes);
}

Test(checkpoint, its_checksum_is_fnv_1a)
{
    cr_assert_eq(checkpoint_checksum((const unsigned char *)"", 0), 0xcbf29ce484222325);
    cr_assert_eq(checkpoint_checksum((const unsigned char *)"a", 1), 0xaf63dc4c8601ec8c);
    cr_assert_eq(checkpoint_checksum((const unsigned char *)"foobar", 6), 0x85944171f73967e8);
    const struct checkpoint run = small();
    const struct file file = saved(&run);
    char line[checksum_bytes + 1];
    snprintf(line, sizeof line, "checksum %016" PRIx64 "\n",
             checkpoint_checksum(file.bytes, file.length - checksum_bytes));
    cr_assert_arr_eq(file.bytes + file.length - checksum_bytes, line, checksum_bytes);
}

Test(checkpoint, needs_neither_optimizer_nor_anything_else)
{
    const struct checkpoint none = {0};
    struct message why;
    const struct file file = saved(&none);
    cr_assert_eq(checkpoint_decode(&none, "run", file.bytes, file.length, &why), 0, "%s", why.text);
    cr_assert_eq(file.length,
                 strlen("descent checkpoint 1\nreal \n\n") + strlen(REAL_NAME) + checksum_bytes);
}

/* Saves these, sets them to something else, and loads them. */
Test(checkpoint, numbers_of_every_kind_come_back_bit_by_bit)
{
    const struct checkpoint run = small();
    const real values[6] = {REAL_NAN, (real)INFINITY, (real)-0.0, (real)1e-42, (real)1 / 3, -7};
    memcpy(w, values, sizeof values);
    epoch = SIZE_MAX;
    generator = (struct pcg32){0, UINT64_MAX};
    momentum.settings.rate = (real)0.1;
    const struct file file = saved(&run);
    memset(w, 0, sizeof w);
    epoch = 1;
    generator = (struct pcg32){1, 1};
    momentum.settings.rate = 7;
    momentum.steps = 0;
    struct message why;
    cr_assert_eq(checkpoint_decode(&run, "run", file.bytes, file.length, &why), 0, "%s", why.text);
    cr_assert_arr_eq(w, values, sizeof values);
    cr_assert_eq(epoch, SIZE_MAX);
    cr_assert_eq(generator.state, 0);
    cr_assert_eq(generator.increment, UINT64_MAX);
    cr_assert_eq(momentum.settings.rate, (real)0.1);
    cr_assert_eq(momentum.steps, 43);
}

/* --- what is refused -------------------------------------------------------------------------- */

Test(checkpoint, a_file_cut_off_anywhere_is_refused)
{
    const struct checkpoint run = small();
    const struct file file = saved(&run);
    const size_t mark = scratch.used;
    for (size_t length = 0; length < file.length; length++) {
        refused(&run, file_of(file.bytes, length));
        arena_reset(&scratch, mark);
    }
}

Test(checkpoint, every_bit_of_a_file_counts)
{
    const struct checkpoint run = small();
    const struct file file = saved(&run);
    const size_t mark = scratch.used;
    for (size_t bit = 0; bit < 8 * file.length; bit++) {
        file.bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
        refused(&run, file);
        file.bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
        arena_reset(&scratch, mark);
    }
}

Test(checkpoint, an_empty_file_is_refused)
{
    const struct checkpoint run = small();
    cr_assert_str_eq(refused(&run, file_of("", 0)), "run: empty, expected a checkpoint");
}

Test(checkpoint, what_is_no_checkpoint_is_refused)
{
    assert_refused("descent", "decent!",
                   "run: not a checkpoint: it must start with 'descent checkpoint 1'");
}

Test(checkpoint, another_version_is_refused)
{
    assert_refused("checkpoint 1\n", "checkpoint 21\n",
                   "run:1: expected 'descent checkpoint 1', found 'descent checkpoint 21'");
}

Test(checkpoint, the_other_real_is_refused)
{
    const bool is_double = sizeof(real) == 8;
    assert_refused("real " REAL_NAME, is_double ? "real float" : "real double",
                   is_double ? "run:2: expected 'real double', found 'real float'"
                             : "run:2: expected 'real float', found 'real double'");
}

Test(checkpoint, other_settings_are_refused)
{
    assert_refused("of two rows", "of one row",
                   "run:3: expected 'setting data of two rows', found 'setting data of one row'");
    assert_refused("beta 0.5", "beta 0.9",
                   "run:5: expected 'setting beta 0.5', found 'setting beta 0.9'");
}

Test(checkpoint, another_method_is_refused)
{
    assert_refused("momentum", "adam",
                   "run:4: expected 'setting optimizer momentum', found 'setting optimizer adam'");
    const struct checkpoint run = small();
    const struct file file = saved(&run);
    struct checkpoint other = small();
    struct optimizer optimizer = optimizer_new(&scratch, parameter, 2, optimizer_nesterov.usual);
    other.optimizer = &optimizer;
    cr_assert_str_eq(
        refused(&other, file),
        "run:4: expected 'setting optimizer nesterov', found 'setting optimizer momentum'");
    other.optimizer = NULL;
    cr_assert_str_eq(refused(&other, file),
                     "run:4: expected 'count epoch <count>', found 'setting optimizer momentum'");
}

Test(checkpoint, other_shapes_are_refused)
{
    const struct checkpoint run = small();
    const struct file file = saved(&run);
    small_arrays[0].values.shape = shape_2d(2, 3); /* as many numbers */
    cr_assert_str_eq(refused(&run, file),
                     "run:16: expected 'array w (2,3)', found 'array w (3,2)'");
}

Test(checkpoint, other_names_are_refused)
{
    assert_refused("array b (2)", "array c (2)",
                   "run:17: expected 'array b (2)', found 'array c (2)'");
    assert_refused("count epoch", "count epochs",
                   "run:14: expected 'count epoch <count>', found 'count epochs 5'");
}

Test(checkpoint, an_array_too_many_is_refused)
{
    assert_refused("\n\n", "\narray c (2)\n\n",
                   "run:20: expected the header's end, found 'array c (2)'");
}

Test(checkpoint, an_array_too_few_is_refused)
{
    assert_refused("array b.previous (2)\n", "",
                   "run:19: expected 'array b.previous (2)', found ''");
}

Test(checkpoint, values_that_are_none_are_refused)
{
    const char *const numbers[] = {"rate -0.25", "rate nan", "rate 0.250", "rate ", "rate 1/4"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char expected[128];
        snprintf(expected, sizeof expected,
                 "run:12: expected 'number rate <number>', found 'number %s'", numbers[i]);
        assert_refused("rate 0.25", numbers[i], expected);
    }
    const char *const steps[] = {"steps -1", "steps 043", "steps 18446744073709551616", "steps 4x"};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        char expected[128];
        snprintf(expected, sizeof expected,
                 "run:13: expected 'count steps <count>', found 'count %s'", steps[i]);
        assert_refused("steps 43", steps[i], expected);
    }
    assert_refused("5bdb\n", "5bda\n",
                   "run:15: expected 'generator batches <state> <odd increment>', found 'generator "
                   "batches 853c49e6748fea9b da3e39cb94b95bda'");
}

Test(checkpoint, lines_that_are_no_text_are_refused)
{
    char longest[600];
    memset(longest, '5', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_refused("epoch 5", longest,
                   "run:14: not a line of text, expected 'count epoch <count>'");
    const struct checkpoint run = small();
    const struct file file = saved(&run);
    *(unsigned char *)memchr(file.bytes, '5', file.length) = '\0';
    cr_assert_str_eq(refused(&run, file), "run:5: not a line of text, expected 'setting beta 0.5'");
}

Test(checkpoint, a_file_that_ends_in_its_header_is_refused)
{
    const struct checkpoint run = small();
    const struct file file = saved(&run);
    cr_assert_str_eq(refused(&run, file_of(file.bytes, 30)),
                     "run:2: the file ends here, expected 'real " REAL_NAME "'");
    cr_assert_str_eq(refused(&run, file_of(file.bytes, sizeof small_header - 4)),
                     "run:19: the file ends here, expected 'array b.previous (2)'");
}

static const char *size_is_wrong(size_t expected, size_t found)
{
    static char text[128];
    snprintf(text, sizeof text, "run: its size is wrong: expected %zu bytes, found %zu", expected,
             found);
    return text;
}

Test(checkpoint, bytes_too_few_or_too_many_are_refused)
{
    const struct checkpoint run = small();
    const struct file file = saved(&run);
    cr_assert_str_eq(refused(&run, file_of(file.bytes, file.length - 1)),
                     size_is_wrong(file.length, file.length - 1));
    const struct file longer = {arena_take(&scratch, file.length + 1), file.length + 1};
    memcpy(longer.bytes, file.bytes, file.length);
    longer.bytes[file.length] = '\n';
    cr_assert_str_eq(refused(&run, longer), size_is_wrong(file.length, file.length + 1));
}

Test(checkpoint, damage_is_refused)
{
    const struct checkpoint run = small();
    const struct file file = saved(&run);
    const struct file good = file_of(file.bytes, file.length);
    file.bytes[file.length - checksum_bytes - 1] ^= 1;
    char expected[256];
    const struct file mended = signed_again(file_of(file.bytes, file.length));
    snprintf(expected, sizeof expected, "run: damaged: expected '%.*s' at its end, found '%.*s'",
             checksum_bytes - 1, (const char *)mended.bytes + file.length - checksum_bytes,
             checksum_bytes - 1, (const char *)good.bytes + file.length - checksum_bytes);
    cr_assert_str_eq(refused(&run, file), expected);
}

Test(checkpoint, an_image_of_something_else_is_refused)
{
    char expected[128];
    snprintf(expected, sizeof expected, "run: at byte %zu: expected an .npy image of (3,2)",
             sizeof small_header - 1);
    assert_refused("'shape': (3, 2)", "'shape': (2, 3)", expected);
}

/* --- files ------------------------------------------------------------------------------------ */

static const char *load_refused(const char *name)
{
    static struct message why;
    const struct checkpoint run = small();
    cr_assert_eq(checkpoint_load(&run, in_folder(name).text, &why), -1);
    return without_folder(why.text);
}

Test(checkpoint, load_names_the_file_that_is_wrong)
{
    write_file(in_folder("text").text, "some text", 9);
    cr_assert_str_eq(load_refused("text"),
                     "text: not a checkpoint: it must start with 'descent checkpoint 1'");
    cr_assert_str_eq(load_refused("none"), "none: No such file or directory");
    mkdir(in_folder("inner").text, 0700);
    cr_assert_str_eq(load_refused("inner"), "inner: not a file but a folder");
}

Test(checkpoint, save_says_why_it_cannot)
{
    struct message why;
    const struct checkpoint run = small();
    cr_assert_eq(checkpoint_save(&run, in_folder("none/run").text, &why), -1);
    cr_assert_str_eq(without_folder(why.text),
                     "none/run: cannot be written: No such file or directory");
}

Test(checkpoint, a_full_disk_keeps_the_older_file_and_leaves_nothing)
{
    const struct checkpoint run = small();
    const struct path path = in_folder("run");
    struct message why;
    cr_assert_eq(checkpoint_save(&run, path.text, &why), 0, "%s", why.text);
    epoch = 6;
    limit_file_size(100);
    cr_assert_eq(checkpoint_save(&run, path.text, &why), -1);
    cr_assert_str_eq(without_folder(why.text), "run: cannot be written: File too large");
    cr_assert_eq(files_in_folder(), 1);
    cr_assert_eq(checkpoint_load(&run, path.text, &why), 0, "%s", why.text);
    cr_assert_eq(epoch, 5);
}

/* --- a caller's mistakes ---------------------------------------------------------------------- */

static void save_without_an_array(void)
{
    struct message why;
    struct checkpoint run = small();
    momentum = optimizer_new(&scratch, parameter, 2, optimizer_gradient_descent.usual);
    run.arrays = 1;
    checkpoint_save(&run, "never", &why);
}

Test(checkpoint, panics_when_a_parameter_would_be_left_behind)
{
    cr_assert_str_eq(panic_of(save_without_an_array),
                     "descent: checkpoint: a parameter of 2 numbers is in none of the 1 arrays\n");
}

static void stop_without_an_array(void)
{
    struct message why;
    struct checkpoint run = small();
    struct early_stopping stopping = early_stopping_new(&scratch, 1, parameter, 2);
    run.optimizer = NULL;
    run.stopping = &stopping;
    run.arrays = 1;
    checkpoint_save(&run, "never", &why);
}

Test(checkpoint, also_when_it_is_early_stoppings)
{
    cr_assert_str_eq(panic_of(stop_without_an_array),
                     "descent: checkpoint: a parameter of 2 numbers is in none of the 1 arrays\n");
}

static void save_with_a_space(void)
{
    struct message why;
    struct checkpoint run = small();
    small_arrays[1].name = "b 2";
    checkpoint_save(&run, "never", &why);
}

Test(checkpoint, panics_when_a_name_is_none)
{
    cr_assert_str_eq(panic_of(save_with_a_space),
                     "descent: checkpoint: the name 'b 2': expected 1 to 63 printable characters "
                     "without a space\n");
}

static void save_with_a_newline(void)
{
    struct message why;
    struct checkpoint run = small();
    const struct checkpoint_setting setting = {"data", "one\ntwo"};
    run.setting = &setting;
    checkpoint_save(&run, "never", &why);
}

Test(checkpoint, panics_when_a_text_is_none)
{
    cr_assert_str_eq(panic_of(save_with_a_newline),
                     "descent: checkpoint: the text 'one\ntwo': expected 1 to 127 printable "
                     "characters\n");
}
