#include "tests/support.h"
#include "train/trainer.h"

#include <math.h>

TestSuite(trainer, .init = test_begin, .fini = test_end);

/* 5 rows from 3 numbers to 2. */
static const real x_of_5[15] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
static const real y_of_5[10] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
static const struct samples five_rows = {5, 3, 2, x_of_5, y_of_5};

static struct linear_model model;
static struct pcg32 generator;

/* A trainer whose model has values and gradients by hand. */
static struct trainer new_trainer(real beta)
{
    model = linear_model_new(&scratch, 3, 2);
    for (size_t i = 0; i < 6; i++) {
        model.w.value[i] = (real)i;
        model.w.gradient[i] = (real)(6 - i);
    }
    for (size_t i = 0; i < 2; i++) {
        model.b.value[i] = -(real)i;
        model.b.gradient[i] = (real)2;
    }
    return trainer_new(&scratch, &model, &five_rows, &generator,
                       (struct trainer_settings){.batch = 4, .rate = 0.5, .beta = beta});
}

Test(trainer, new_takes_over_its_settings)
{
    const struct trainer trainer = new_trainer(0.25);
    cr_assert_eq(trainer.model, &model);
    cr_assert_eq(trainer.samples, &five_rows);
    cr_assert_eq(trainer.generator, &generator);
    cr_assert_eq(trainer.batches.count, 5);
    cr_assert_eq(trainer.batches.size, 4);
    cr_assert_eq(trainer.rate, (real)0.5);
    cr_assert_eq(trainer.beta, (real)0.25);
    cr_assert_eq(trainer.steps, 0);
    cr_assert_null(trainer.after_step);
}

Test(trainer, previous_values_begin_where_the_model_stands)
{
    const struct trainer trainer = new_trainer(0);
    assert_all_near(6, trainer.previous_w, model.w.value, 0);
    assert_all_near(2, trainer.previous_b, model.b.value, 0);
    cr_assert_neq(trainer.previous_w, model.w.value);
}

Test(trainer, arrays_have_room_for_a_batch)
{
    const struct trainer trainer = new_trainer(0);
    real *const arrays[] = {trainer.x, trainer.dx, trainer.y, trainer.yhat, trainer.dyhat};
    const size_t counts[] = {12, 12, 8, 8, 8};
    for (size_t a = 0; a < 5; a++) {
        for (size_t i = 0; i < counts[a]; i++) {
            arrays[a][i] = (real)a; /* AddressSanitizer sees it when there is no room */
        }
    }
    for (size_t a = 0; a < 5; a++) {
        for (size_t i = 0; i < counts[a]; i++) {
            cr_assert_eq(arrays[a][i], (real)a, "array %zu is overlapped", a);
        }
    }
}

Test(trainer, zero_gradients_clears_all_that_backward_adds_to)
{
    struct trainer trainer = new_trainer(0);
    trainer_zero_gradients(&trainer);
    const real zeros[12] = {0};
    assert_all_near(8, trainer.dyhat, zeros, 0);
    assert_all_near(12, trainer.dx, zeros, 0);
    assert_all_near(6, model.w.gradient, zeros, 0);
    assert_all_near(2, model.b.gradient, zeros, 0);
}

Test(trainer, zero_gradients_leaves_the_values)
{
    struct trainer trainer = new_trainer(0);
    trainer_zero_gradients(&trainer);
    const real w[] = {0, 1, 2, 3, 4, 5}, b[] = {0, -1};
    assert_all_near(6, model.w.value, w, 0);
    assert_all_near(2, model.b.value, b, 0);
}

Test(trainer, step_descends_when_beta_is_0)
{
    struct trainer trainer = new_trainer(0);
    trainer.previous_w[0] = REAL_NAN; /* the last move is no part of plain descent */
    trainer_step(&trainer, 1);
    const real w[] = {-3, -1.5, 0, 1.5, 3, 4.5}, b[] = {-1, -2};
    assert_all_near(6, model.w.value, w, 0);
    assert_all_near(2, model.b.value, b, 0);
}

Test(trainer, step_rolls_on_when_beta_is_not_0)
{
    struct trainer trainer = new_trainer(0.5);
    trainer_step(&trainer, 1);
    trainer_step(&trainer, 1);
    /* the first moves are those of plain descent, the second 1.5 times as long */
    const real w[] = {-7.5, -5.25, -3, -0.75, 1.5, 3.75}, b[] = {-2.5, -3.5};
    assert_all_near(6, model.w.value, w, 0);
    assert_all_near(2, model.b.value, b, 0);
}

/* What the listener heard. */
struct heard {
    size_t calls, steps;
    real loss, w0;
};

static void hear(const struct trainer *trainer, real loss, void *listener)
{
    struct heard *const heard = listener;
    heard->calls++;
    heard->steps = trainer->steps;
    heard->loss = loss;
    heard->w0 = trainer->model->w.value[0];
}

Test(trainer, the_listener_is_called_behind_each_step_with_its_loss)
{
    struct heard heard = {0};
    struct trainer trainer = new_trainer(0);
    trainer.after_step = hear;
    trainer.listener = &heard;
    trainer_step(&trainer, 8);
    cr_assert_eq(heard.calls, 1);
    cr_assert_eq(heard.steps, 1);
    cr_assert_eq(heard.loss, 8);
    cr_assert_eq(heard.w0, -3);
    trainer_step(&trainer, 4);
    cr_assert_eq(heard.calls, 2);
    cr_assert_eq(heard.steps, 2);
    cr_assert_eq(heard.loss, 4);
}

static void new_with(size_t in, size_t out, size_t batch)
{
    test_begin();
    model = linear_model_new(&scratch, in, out);
    trainer_new(&scratch, &model, &five_rows, &generator,
                (struct trainer_settings){.batch = batch, .rate = 1});
}

static void new_with_another_input(void)
{
    new_with(4, 2, 1);
}

static void new_with_another_output(void)
{
    new_with(3, 1, 1);
}

static void new_with_batch_0(void)
{
    new_with(3, 2, 0);
}

static void new_with_batch_6(void)
{
    new_with(3, 2, 6);
}

Test(trainer, new_panics_when_the_samples_do_not_fit_the_model)
{
    cr_assert_str_eq(panic_of(new_with_another_input), "descent: trainer_new: samples are "
                                                       "(5,3)->(5,2), the model maps 4 to 2\n");
    cr_assert_str_eq(panic_of(new_with_another_output), "descent: trainer_new: samples are "
                                                        "(5,3)->(5,2), the model maps 3 to 1\n");
}

Test(trainer, new_panics_when_the_batch_does_not_fit_the_samples)
{
    cr_assert_str_eq(panic_of(new_with_batch_0),
                     "descent: trainer_new: batch of 0 rows, expected 1 to 5\n");
    cr_assert_str_eq(panic_of(new_with_batch_6),
                     "descent: trainer_new: batch of 6 rows, expected 1 to 5\n");
}
