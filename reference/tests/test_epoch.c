#include "data/csv.h"
#include "data/made_line.h"
#include "kernels/naive/linear.h"
#include "kernels/naive/mse.h"
#include "optim/least_squares.h"
#include "tests/allocations.h"
#include "tests/support.h"
#include "train/epoch.h"

#include <stdlib.h>

TestSuite(epoch, .init = test_begin, .fini = test_end);

static struct linear_model model;

static struct samples random_samples(struct pcg32 *generator, size_t count, size_t in, size_t out)
{
    return (struct samples){count, in, out, random_reals(generator, count * in),
                            random_reals(generator, count * out)};
}

static struct samples quiz_final(void)
{
    struct csv csv;
    struct message why;
    cr_assert_eq(csv_read(QUIZ_FINAL, &scratch, &csv, &why), 0, "%s", why.text);
    real *const x = arena_reals(&scratch, csv.rows), *const y = arena_reals(&scratch, csv.rows);
    for (size_t row = 0; row < csv.rows; row++) {
        x[row] = csv.value[2 * row];
        y[row] = csv.value[2 * row + 1];
    }
    return (struct samples){csv.rows, 1, 1, x, y};
}

/* A trainer of a new model, all of whose values are 0. */
static struct trainer new_trainer(const struct samples *samples, struct pcg32 *generator,
                                  size_t batch, real rate, real beta)
{
    model = linear_model_new(&scratch, samples->in, samples->out);
    return trainer_new(&scratch, &model, samples, generator,
                       (struct trainer_settings){.batch = batch, .rate = rate, .beta = beta});
}

/* Points (1, 2) and (2, 3) from slope 0 and offset 0: yhat is (0, 0), the loss (4 + 9)/2; its
 * gradient by yhat is (-2, -3), by the slope -2 - 6, by the offset -5. */
Test(epoch, of_one_batch_by_hand)
{
    const real x[] = {1, 2}, y[] = {2, 3};
    const struct samples samples = {2, 1, 1, x, y};
    struct pcg32 generator = pcg32_seed(111, 1);
    struct trainer trainer = new_trainer(&samples, &generator, 2, 0.125, 0);
    cr_assert_eq(train_epoch(&trainer), (real)6.5);
    cr_assert_eq(*model.w.value, 1);
    cr_assert_eq(*model.b.value, (real)0.625);
    cr_assert_eq(trainer.steps, 1);
}

/* Computes what each step should do from the mini-batch that the trainer drew, on its own. */
struct shadow {
    double w, b, last_w, last_b; /* values now and before the last step */
    double sum;                  /* of the rows' squared errors */
    size_t rows, steps;
    real farthest; /* the largest difference seen */
};

static real distance(real a, double b)
{
    const real difference = a - (real)b;
    return difference < 0 ? -difference : difference;
}

static void follow(const struct trainer *trainer, real loss, void *listener)
{
    struct shadow *const s = listener;
    const size_t left = trainer->samples->count - s->rows;
    const size_t rows = left < trainer->batches.size ? left : trainer->batches.size;
    double dw = 0, db = 0, sum = 0;
    for (size_t i = 0; i < rows; i++) {
        const double error = s->w * (double)trainer->x[i] + s->b - (double)trainer->y[i];
        sum += error * error;
        dw += 2 * error * (double)trainer->x[i] / (double)rows;
        db += 2 * error / (double)rows;
    }
    const double w = s->w, b = s->b, rate = (double)trainer->rate, beta = (double)trainer->beta;
    s->w += -rate * dw + beta * (w - s->last_w);
    s->b += -rate * db + beta * (b - s->last_b);
    s->last_w = w;
    s->last_b = b;
    s->sum += sum;
    s->rows += rows;
    s->steps++;
    const real far[] = {distance(*model.w.value, s->w), distance(*model.b.value, s->b),
                        distance(loss, sum / (double)rows)};
    for (size_t i = 0; i < 3; i++) {
        s->farthest = far[i] > s->farthest ? far[i] : s->farthest;
    }
}

/* Three epochs over 10 rows, each step compared with the shadow's. */
static void follow_epochs(size_t batch, real beta)
{
    struct pcg32 generator = pcg32_seed(112, batch);
    const struct samples samples = random_samples(&generator, 10, 1, 1);
    struct trainer trainer = new_trainer(&samples, &generator, batch, (real)0.1, beta);
    struct shadow shadow = {0};
    trainer.after_step = follow;
    trainer.listener = &shadow;
    for (size_t epoch = 0; epoch < 3; epoch++) {
        shadow.rows = 0;
        shadow.sum = 0;
        const real loss = train_epoch(&trainer);
        cr_assert_eq(shadow.rows, 10);
        assert_near(loss, (real)(shadow.sum / 10), 64 * REAL_EPSILON);
    }
    cr_assert_eq(shadow.steps, 3 * ((10 + batch - 1) / batch), "batch %zu", batch);
    assert_near(shadow.farthest, 0, 256 * REAL_EPSILON);
}

Test(epoch, each_step_zeroes_goes_forward_back_and_down)
{
    for (size_t batch = 1; batch <= 10; batch++) {
        follow_epochs(batch, 0);
    }
}

Test(epoch, each_step_rolls_on_with_momentum)
{
    for (size_t batch = 1; batch <= 10; batch++) {
        follow_epochs(batch, (real)0.9);
    }
}

Test(epoch, a_rate_of_0_gives_exactly_the_loss_of_the_data)
{
    /* sums and quotients of these are exact, in whatever order */
    const real x[10] = {0}, y[10] = {1, -2, 3, 0.5, 4, -1.5, 2, 6, -7, 0.25};
    const struct samples samples = {10, 1, 1, x, y};
    const size_t batches[] = {1, 2, 4, 8};
    const real yhat[10] = {0}, expected = mse_forward(10, yhat, y);
    for (size_t i = 0; i < 4; i++) {
        struct pcg32 generator = pcg32_seed(113, i);
        struct trainer trainer = new_trainer(&samples, &generator, batches[i], 0, 0);
        cr_assert_eq(train_epoch(&trainer), expected, "batch %zu", batches[i]);
    }
}

Test(epoch, a_rate_of_0_gives_the_loss_of_the_data_whatever_the_batches)
{
    struct pcg32 generator = pcg32_seed(114, 1);
    const struct samples samples = random_samples(&generator, 13, 3, 2);
    real *const yhat = zero_reals(26);
    const real expected = mse_forward(26, yhat, samples.y);
    for (size_t batch = 1; batch <= 13; batch++) {
        struct trainer trainer = new_trainer(&samples, &generator, batch, 0, 0);
        assert_near(train_epoch(&trainer), expected, 32 * REAL_EPSILON);
        cr_assert_eq(model.w.value[5], 0);
    }
}

/* The inputs in the order in which they came, one a mini-batch. */
struct order {
    size_t rows;
    real x[26];
};

static void note_order(const struct trainer *trainer, real loss, void *listener)
{
    (void)loss;
    struct order *const order = listener;
    order->x[order->rows++] = trainer->x[0];
}

Test(epoch, each_epoch_comes_in_another_order)
{
    struct pcg32 generator = pcg32_seed(122, 1);
    const struct samples samples = random_samples(&generator, 13, 1, 1);
    struct trainer trainer = new_trainer(&samples, &generator, 1, (real)0.1, 0);
    struct order order = {0};
    trainer.after_step = note_order;
    trainer.listener = &order;
    train_epoch(&trainer);
    train_epoch(&trainer);
    cr_assert_eq(order.rows, 26);
    cr_assert_neq(memcmp(order.x, order.x + 13, 13 * sizeof(real)), 0);
    cr_assert_neq(memcmp(order.x, samples.x, 13 * sizeof(real)), 0);
}

Test(epoch, equal_seeds_train_equally)
{
    real slope[2], loss[2];
    for (size_t run = 0; run < 2; run++) {
        struct pcg32 generator = pcg32_seed(115, 1);
        const struct samples samples = random_samples(&generator, 13, 1, 1);
        struct trainer trainer = new_trainer(&samples, &generator, 4, (real)0.1, (real)0.5);
        for (size_t epoch = 0; epoch < 5; epoch++) {
            loss[run] = train_epoch(&trainer);
        }
        slope[run] = *model.w.value;
    }
    cr_assert_eq(slope[0], slope[1]);
    cr_assert_eq(loss[0], loss[1]);
}

Test(epoch, the_quiz_data_lead_to_the_least_squares_line)
{
    const struct samples samples = quiz_final();
    struct pcg32 generator = pcg32_seed(116, 1);
    struct trainer trainer = new_trainer(&samples, &generator, 13, (real)0.005, 0);
    for (size_t epoch = 0; epoch < 10000; epoch++) {
        train_epoch(&trainer);
    }
    real slope, offset;
    least_squares_line(13, samples.x, samples.y, &slope, &offset);
    assert_near(*model.w.value, slope, (real)1e-6 + 100 * REAL_EPSILON);
    assert_near(*model.b.value, offset, (real)1e-6 + 2000 * REAL_EPSILON);
}

Test(epoch, momentum_leads_to_the_same_line_in_a_tenth_of_the_epochs)
{
    const struct samples samples = quiz_final();
    struct pcg32 generator = pcg32_seed(117, 1);
    struct trainer trainer = new_trainer(&samples, &generator, 13, (real)0.005, (real)0.9);
    for (size_t epoch = 0; epoch < 1000; epoch++) {
        train_epoch(&trainer);
    }
    real slope, offset;
    least_squares_line(13, samples.x, samples.y, &slope, &offset);
    assert_near(*model.w.value, slope, (real)1e-6 + 100 * REAL_EPSILON);
    assert_near(*model.b.value, offset, (real)1e-6 + 2000 * REAL_EPSILON);
}

/* Above 2 over the loss's greatest curvature, about 0.0066, every step overshoots by more. */
Test(epoch, the_quiz_data_diverge_at_a_rate_of_0_007)
{
    const struct samples samples = quiz_final();
    struct pcg32 generator = pcg32_seed(118, 1);
    struct trainer trainer = new_trainer(&samples, &generator, 13, (real)0.007, 0);
    const real first = train_epoch(&trainer);
    for (size_t epoch = 0; epoch < 50; epoch++) {
        train_epoch(&trainer);
    }
    cr_assert_gt(train_epoch(&trainer), 10 * first);
}

/* Mini-batches wander about the best line: how far, the rate decides. */
Test(epoch, mini_batches_of_the_made_line_lead_to_its_least_squares_line)
{
    const size_t sizes[] = {1, 16, 100};
    real x[100], y[100], slope, offset;
    for (size_t i = 0; i < 3; i++) {
        struct pcg32 generator = pcg32_seed(119, i);
        made_line(100, &generator, x, y);
        const struct samples samples = {100, 1, 1, x, y};
        struct trainer trainer = new_trainer(&samples, &generator, sizes[i], (real)0.05, 0);
        for (size_t epoch = 0; epoch < 1000; epoch++) {
            train_epoch(&trainer);
        }
        least_squares_line(100, x, y, &slope, &offset);
        assert_near(*model.w.value, slope, (real)0.05);
        assert_near(*model.b.value, offset, (real)0.02);
    }
}

Test(epoch, several_inputs_and_outputs_learn_the_map_that_made_them)
{
    struct pcg32 generator = pcg32_seed(120, 1);
    const real *const x = random_reals(&generator, 40 * 3), *const w = random_reals(&generator, 6);
    const real *const b = random_reals(&generator, 2);
    real *const y = arena_reals(&scratch, 80);
    linear_forward(40, 3, 2, x, w, b, y);
    const struct samples samples = {40, 3, 2, x, y};
    struct trainer trainer = new_trainer(&samples, &generator, 7, (real)0.5, 0);
    for (size_t epoch = 0; epoch < 200; epoch++) {
        train_epoch(&trainer);
    }
    assert_all_near(6, model.w.value, w, 32 * REAL_EPSILON);
    assert_all_near(2, model.b.value, b, 32 * REAL_EPSILON);
}

Test(epoch, allocations_are_counted)
{
    if (!allocations_are_counted()) {
        cr_skip_test("another malloc stands before ours");
    }
    const size_t before = allocations();
    void *volatile piece = malloc(1);
    free(piece);
    cr_assert_gt(allocations(), before);
}

Test(epoch, a_steady_epoch_never_calls_malloc)
{
    struct pcg32 generator = pcg32_seed(121, 1);
    const struct samples samples = random_samples(&generator, 13, 3, 2);
    struct trainer trainer = new_trainer(&samples, &generator, 4, (real)0.1, (real)0.9);
    train_epoch(&trainer);
    const size_t before = allocations();
    train_epoch(&trainer);
    cr_assert_eq(allocations(), before);
}
