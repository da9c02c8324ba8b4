#include "losses/loss.h"

static void require_fit(const char *loss, const char *predictions, const struct variable *yhat,
                        const struct variable *y)
{
    if (!shape_equal(yhat->value.shape, y->value.shape)) {
        panic("%s: %s is %s, y is %s", loss, predictions, shape_to_text(yhat->value.shape).text,
              shape_to_text(y->value.shape).text);
    }
}

static void mse_back(const struct record *record)
{
    const struct variable *const yhat = record->input[0], *const y = record->input[1];
    if (yhat->gradient) {
        record->tape->backend->mse_backward(variable_count(y), yhat->value.data, y->value.data,
                                            record->output->gradient[0], yhat->gradient);
    }
}

struct variable *mse_loss(struct tape *tape, struct variable *yhat, struct variable *y)
{
    require_fit("mse_loss", "yhat", yhat, y);
    struct variable *const loss = tape_record(tape, shape_1d(1), mse_back, yhat, y, NULL);
    loss->value.data[0] =
        tape->backend->mse_forward(variable_count(y), yhat->value.data, y->value.data);
    return loss;
}

static void binary_cross_entropy_back(const struct record *record)
{
    const struct variable *const logits = record->input[0], *const y = record->input[1];
    if (logits->gradient) {
        record->tape->backend->binary_cross_entropy_backward(
            variable_count(y), logits->value.data, y->value.data, record->output->gradient[0],
            logits->gradient);
    }
}

struct variable *binary_cross_entropy_loss(struct tape *tape, struct variable *logits,
                                           struct variable *y)
{
    require_fit("binary_cross_entropy_loss", "logits", logits, y);
    struct variable *const loss =
        tape_record(tape, shape_1d(1), binary_cross_entropy_back, logits, y, NULL);
    loss->value.data[0] = tape->backend->binary_cross_entropy_forward(
        variable_count(y), logits->value.data, y->value.data);
    return loss;
}
