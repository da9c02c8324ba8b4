#include "kernels/cuda/device.h"

extern "C" {
#include "tensor/parameter.h"
}

#include "kernels/cuda/binary_cross_entropy.h"
#include "kernels/cuda/clip.h"
#include "kernels/cuda/conv2d.h"
#include "kernels/cuda/image_bytes.h"
#include "kernels/cuda/label_smoothing.h"
#include "kernels/cuda/mse.h"
#include "kernels/cuda/predicted_classes.h"
#include "kernels/cuda/product.h"
#include "kernels/cuda/room.h"
#include "kernels/cuda/scores.h"
#include "kernels/cuda/softmax_cross_entropy.h"
#include "kernels/cuda/weight_decay.h"

/* --- mini-batches and their scores ------------------------------------------------------------------ */

static void batch_to_reals(size_t rows, size_t pixels, size_t columns, const float *mean,
                           const float *deviation, float *x, float *labels)
{
    const struct device_batch *const batch = cuda_batch_on_device();
    cuda_image_bytes(rows * pixels, batch->bytes, batch->value, columns, at(mean), at(deviation),
                     at(x));
    cuda_label_bytes(rows, batch->bytes + rows * pixels, at(labels));
}

static struct device_scores *scores(void)
{
    return (struct device_scores *)cuda_room(room_of_scores);
}

static void score(size_t rows, const float *loss)
{
    cuda_add_loss(rows, at(loss), scores());
}

static void score_classes(size_t rows, size_t classes, const float *logits, const float *labels,
                          unsigned char *predicted)
{
    cuda_predicted_classes(rows, classes, at(logits), at(labels),
                           (unsigned char *)cuda_twin_of(predicted), &scores()->right);
}

static void zero_scores(void)
{
    cuda_must("the scores",
              cudaMemsetAsync(scores(), 0, sizeof(struct device_scores), cuda_stream()));
}

static struct device_scores read_scores(void)
{
    struct device_scores read;
    cuda_not_in_recording("a look at the scores");
    cuda_must("the scores",
              cudaMemcpyAsync(&read, scores(), sizeof read, cudaMemcpyDeviceToHost, cuda_stream()));
    cuda_must("the scores", cudaStreamSynchronize(cuda_stream()));
    return read;
}

/* --- losses ----------------------------------------------------------------------------------------- */

static void mse_forward(size_t count, const float *yhat, const float *y, float *loss)
{
    cuda_mse_forward(count, at(yhat), at(y), at(loss));
}

static void binary_cross_entropy_forward(size_t count, const float *logits, const float *y,
                                         float *loss)
{
    cuda_binary_cross_entropy_forward(count, at(logits), at(y), at(loss));
}

static void softmax_cross_entropy_forward(size_t n, size_t classes, const float *z, const float *y,
                                          const float *weight, float *loss)
{
    cuda_softmax_cross_entropy_forward(n, classes, at(z), at(y), at(weight), at(loss));
}

static void label_smoothing_forward(size_t n, size_t classes, const float *z, const float *y,
                                    const float *weight, float smoothing, float *loss)
{
    cuda_label_smoothing_forward(n, classes, at(z), at(y), at(weight), smoothing, at(loss));
}

static void label_smoothing_backward(size_t n, size_t classes, const float *z, const float *y,
                                     const float *weight, float dloss, float *dz)
{
    cuda_label_smoothing_backward(n, classes, at(z), at(y), at(weight), dloss, at(dz));
}

static void use_exercises(bool use)
{
    cuda_steps_forget(); /* which were recorded on the other way */
    cuda_product_use(use ? cuda_product_tiled : cuda_product_by_rule);
    cuda_conv2d_use(use ? cuda_conv2d_as_product : cuda_conv2d_by_rule);
    cuda_softmax_by_rows(use);
}

/* --- gradients and weights -------------------------------------------------------------------------- */

static void clip_gradients(const struct parameter *parameter, size_t count, float limit)
{
    double *const squares = (double *)cuda_room(room_of_squares);
    cuda_must("squares", cudaMemsetAsync(squares, 0, sizeof *squares, cuda_stream()));
    for (size_t i = 0; i < count; i++) {
        cuda_add_squares(parameter[i].count, at(parameter[i].gradient), squares);
    }
    for (size_t i = 0; i < count; i++) {
        cuda_clip_gradient(parameter[i].count, limit, squares, at(parameter[i].gradient));
    }
}

static void decay_coupled(const struct parameter *p, float decay, float *pulled)
{
    cuda_weight_decay_coupled(p->count, at(p->gradient), at(p->value), decay, at(pulled));
}

static void decay_decoupled(const struct parameter *p, float decay)
{
    cuda_weight_decay_decoupled(p->count, at(p->value), cuda_step_numbers(), decay);
}

static void decay_decoupled_shift(const struct parameter *p, float decay, float *previous)
{
    cuda_weight_decay_decoupled_shift(p->count, at(p->value), cuda_step_numbers(), decay,
                                      at(previous));
}

void cuda_kernels_into(struct device *table)
{
    table->use_exercises = use_exercises;
    table->batch_to_reals = batch_to_reals;
    table->score = score;
    table->score_classes = score_classes;
    table->zero_scores = zero_scores;
    table->read_scores = read_scores;
    table->mse_forward = mse_forward;
    table->binary_cross_entropy_forward = binary_cross_entropy_forward;
    table->softmax_cross_entropy_forward = softmax_cross_entropy_forward;
    table->label_smoothing_forward = label_smoothing_forward;
    table->label_smoothing_backward = label_smoothing_backward;
    table->clip_gradients = clip_gradients;
    table->weight_decay_coupled = decay_coupled;
    table->weight_decay_decoupled = decay_decoupled;
    table->weight_decay_decoupled_shift = decay_decoupled_shift;
}
