#include "tests/support.h"
#include "train/early_stopping.h"

#include <math.h>

TestSuite(early_stopping, .init = test_begin, .fini = test_end);

/* A model of two parameters, three numbers and one. */
static real w[3], b[1], unused[3];
static const struct parameter model[] = {{3, w, unused}, {1, b, unused}};

/* What training left behind an epoch: numbers that tell which. */
static void train(size_t epoch)
{
    for (size_t i = 0; i < 3; i++) {
        w[i] = (real)(10 * epoch + i);
    }
    b[0] = -(real)epoch;
}

static bool model_is_of(size_t epoch)
{
    return w[0] == (real)(10 * epoch) && w[1] == (real)(10 * epoch + 1) &&
           w[2] == (real)(10 * epoch + 2) && b[0] == -(real)epoch;
}

static struct early_stopping new_stopping(size_t patience)
{
    train(0);
    return early_stopping_new(&scratch, patience, model, 2);
}

/* Trains until it stops or the losses are used up; returns the epochs. */
static size_t run(struct early_stopping *stopping, size_t count, const real *losses)
{
    for (size_t epoch = 1; epoch <= count; epoch++) {
        train(epoch);
        if (early_stopping_update(stopping, losses[epoch - 1])) {
            return epoch;
        }
    }
    return count;
}

Test(early_stopping, the_headers_example)
{
    const real losses[] = {(real)0.9, (real)0.7, (real)0.8, (real)0.7, (real)0.75, 0, 0};
    struct early_stopping stopping = new_stopping(3);
    cr_assert_eq(run(&stopping, 7, losses), 5);
    cr_assert_eq(stopping.best_epoch, 2);
    cr_assert_eq(stopping.best_loss, (real)0.7);
    early_stopping_restore(&stopping);
    cr_assert(model_is_of(2));
}

Test(early_stopping, patience_counts_epochs_without_a_new_best)
{
    const real losses[] = {5, 4, 6, 6, 6, 6, 6, 6, 6, 6};
    for (size_t patience = 1; patience <= 7; patience++) {
        struct early_stopping stopping = new_stopping(patience);
        cr_assert_eq(run(&stopping, 10, losses), 2 + patience);
    }
}

Test(early_stopping, a_new_best_starts_the_count_again)
{
    const real losses[] = {5, 6, 4, 6, 3, 6, 2, 6, 6, 6};
    struct early_stopping stopping = new_stopping(2);
    cr_assert_eq(run(&stopping, 10, losses), 9);
    cr_assert_eq(stopping.best_epoch, 7);
    early_stopping_restore(&stopping);
    cr_assert(model_is_of(7));
}

Test(early_stopping, a_loss_that_keeps_falling_never_stops)
{
    const real losses[] = {9, 8, 7, 6, 5, 4, 3, 2, 1, 0};
    struct early_stopping stopping = new_stopping(1);
    for (size_t epoch = 1; epoch <= 10; epoch++) {
        cr_assert_not(early_stopping_update(&stopping, losses[epoch - 1]));
    }
    cr_assert_eq(stopping.best_epoch, 10);
    cr_assert_eq(stopping.epochs, 10);
}

Test(early_stopping, the_best_comes_back_also_when_training_was_not_stopped)
{
    const real losses[] = {3, 2, 4};
    struct early_stopping stopping = new_stopping(100);
    cr_assert_eq(run(&stopping, 3, losses), 3);
    early_stopping_restore(&stopping);
    cr_assert(model_is_of(2));
}

Test(early_stopping, not_a_number_is_never_the_best)
{
    const real losses[] = {REAL_NAN, 3, REAL_NAN, REAL_NAN};
    struct early_stopping stopping = new_stopping(2);
    cr_assert_eq(run(&stopping, 4, losses), 4);
    cr_assert_eq(stopping.best_epoch, 2);
}

Test(early_stopping, a_model_that_never_was_better_comes_back_as_it_was)
{
    const real losses[] = {REAL_NAN, REAL_NAN, (real)INFINITY};
    struct early_stopping stopping = new_stopping(3);
    cr_assert_eq(run(&stopping, 3, losses), 3);
    early_stopping_restore(&stopping);
    cr_assert(model_is_of(0));
    cr_assert_eq(stopping.best_epoch, 0);
}

Test(early_stopping, losses_may_be_negative)
{
    const real losses[] = {-1, -2, -2, -1};
    struct early_stopping stopping = new_stopping(2);
    cr_assert_eq(run(&stopping, 4, losses), 4);
    cr_assert_eq(stopping.best_epoch, 2);
}

Test(early_stopping, update_leaves_the_model_alone)
{
    struct early_stopping stopping = new_stopping(2);
    train(1);
    early_stopping_update(&stopping, 1);
    cr_assert(model_is_of(1));
    train(2);
    early_stopping_update(&stopping, 2);
    cr_assert(model_is_of(2));
}

Test(early_stopping, restoring_keeps_the_best_for_another_time)
{
    const real losses[] = {1, 2};
    struct early_stopping stopping = new_stopping(2);
    run(&stopping, 2, losses);
    early_stopping_restore(&stopping);
    train(9);
    early_stopping_restore(&stopping);
    cr_assert(model_is_of(1));
}
