/* The training loop. The header says what the function must do. */
#include "train/epoch.h"

#include "base/todo.h"
#include "kernels/naive/linear.h"
#include "kernels/naive/mse.h"

real train_epoch(struct trainer *trainer)
{
    struct trainer *const t = trainer;
    const struct linear_model *const model = t->model;
    const size_t in = model->in, out = model->out;
    real sum = 0;
    size_t rows;

    batches_shuffle(&t->batches, t->generator);
    while ((rows = batches_next(&t->batches, t->samples, t->x, t->y)) > 0) {
        trainer_zero_gradients(t);
        linear_forward(rows, in, out, t->x, model->w.value, model->b.value, t->yhat);
        const real loss = mse_forward(rows * out, t->yhat, t->y);
        mse_backward(rows * out, t->yhat, t->y, 1, t->dyhat);
        linear_backward(rows, in, out, t->x, model->w.value, t->dyhat, t->dx, model->w.gradient,
                        model->b.gradient);
        trainer_step(t, loss);
        sum += loss * (real)rows; /* a short batch counts by its rows */
    }
    return sum / (real)t->samples->count;
}
