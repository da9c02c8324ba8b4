/* The training loop. The header says what the function must do. */
#include "train/epoch.h"

#include "kernels/naive/linear.h"
#include "kernels/naive/mse.h"

/* one mini-batch of this many rows: returns its mean loss */
static real learn_from(struct trainer *t, size_t rows)
{
    struct linear_model *m = t->model;
    size_t predictions = rows * m->out;
    trainer_zero_gradients(t);
    linear_forward(rows, m->in, m->out, t->x, m->w.value, m->b.value, t->yhat);
    real loss = mse_forward(predictions, t->yhat, t->y);
    mse_backward(predictions, t->yhat, t->y, 1, t->dyhat);
    linear_backward(rows, m->in, m->out, t->x, m->w.value, t->dyhat, t->dx, m->w.gradient,
                    m->b.gradient);
    trainer_step(t, loss);
    return loss;
}

real train_epoch(struct trainer *trainer)
{
    real weighted = 0;
    size_t seen = 0;
    batches_shuffle(&trainer->batches, trainer->generator);
    for (;;) {
        size_t rows = batches_next(&trainer->batches, trainer->samples, trainer->x, trainer->y);
        if (rows == 0) {
            break;
        }
        weighted += (real)rows * learn_from(trainer, rows);
        seen += rows;
    }
    return weighted / (real)seen;
}
