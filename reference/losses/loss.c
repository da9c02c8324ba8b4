#include "losses/loss.h"

#include "kernels/device.h"
#include "losses/label_smoothing.h"

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
    const struct device *const device = tape->backend->device;
    const size_t count = variable_count(y);
    if (device) {
        device->mse_forward(count, yhat->value.data, y->value.data, loss->value.data);
    } else {
        loss->value.data[0] = tape->backend->mse_forward(count, yhat->value.data, y->value.data);
    }
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
    const struct device *const device = tape->backend->device;
    const size_t count = variable_count(y);
    if (device) {
        device->binary_cross_entropy_forward(count, logits->value.data, y->value.data,
                                             loss->value.data);
    } else {
        loss->value.data[0] =
            tape->backend->binary_cross_entropy_forward(count, logits->value.data, y->value.data);
    }
    return loss;
}

/* What the way back needs besides the logits and the labels. */
struct softmax_settings {
    const real *weight;
    real smoothing;
};

static void require_labels(const struct variable *logits, const struct variable *labels,
                           bool on_host)
{
    const struct shape of_logits = logits->value.shape, of_labels = labels->value.shape;
    if (of_logits.rank != 2 || of_labels.rank != 1 || of_labels.size[0] != of_logits.size[0]) {
        panic("softmax_cross_entropy_loss: logits is %s, labels is %s",
              shape_to_text(of_logits).text, shape_to_text(of_labels).text);
    }
    const real classes = (real)of_logits.size[1];
    for (size_t i = 0; on_host && i < of_labels.size[0]; i++) {
        const real label = labels->value.data[i];
        if (!(label >= 0 && label < classes && label == (real)(size_t)label)) {
            panic("softmax_cross_entropy_loss: label %zu is %g, expected 0 to %zu", i,
                  (double)label, of_logits.size[1] - 1);
        }
    }
}

static void softmax_cross_entropy_back(const struct record *record)
{
    const struct variable *const logits = record->input[0], *const labels = record->input[1];
    const struct softmax_settings *const settings = record->context;
    const struct backend *const backend = record->tape->backend;
    if (!logits->gradient) {
        return;
    }
    const size_t n = logits->value.shape.size[0], classes = logits->value.shape.size[1];
    const real *const z = logits->value.data, *const y = labels->value.data;
    const real above = record->output->gradient[0], smoothing = settings->smoothing;
    backend->softmax_cross_entropy_backward(n, classes, z, y, settings->weight,
                                            above * (1 - smoothing), logits->gradient);
    if (smoothing > 0) {
        label_smoothing_backward(backend, n, classes, z, y, settings->weight, above * smoothing,
                                 logits->gradient);
    }
}

static real softmax_on_host(const struct backend *backend, size_t n, size_t classes, const real *z,
                            const real *y, const struct softmax_settings *settings)
{
    const real smoothing = settings->smoothing;
    const real loss = backend->softmax_cross_entropy_forward(n, classes, z, y, settings->weight);
    return smoothing > 0 ? (1 - smoothing) * loss +
                               smoothing * label_smoothing_forward(backend, n, classes, z, y,
                                                                   settings->weight)
                         : loss;
}

struct variable *softmax_cross_entropy_loss(struct tape *tape, struct variable *logits,
                                            struct variable *labels, const real *weight,
                                            real smoothing)
{
    const struct device *const device = tape->backend->device;
    require_labels(logits, labels, !device);
    if (!(smoothing >= 0 && smoothing <= 1)) {
        panic("softmax_cross_entropy_loss: smoothing is %g, expected 0 to 1", (double)smoothing);
    }
    struct softmax_settings *const settings = arena_take(tape->arena, sizeof *settings);
    *settings = (struct softmax_settings){weight, smoothing};
    struct variable *const loss = tape_record_with(tape, shape_1d(1), softmax_cross_entropy_back,
                                                   logits, labels, NULL, settings);
    const size_t n = logits->value.shape.size[0], classes = logits->value.shape.size[1];
    const real *const z = logits->value.data, *const y = labels->value.data;
    if (device) {
        device->softmax_cross_entropy_forward(n, classes, z, y, weight, loss->value.data);
        if (smoothing > 0) {
            device->label_smoothing_forward(n, classes, z, y, weight, smoothing, loss->value.data);
        }
    } else {
        loss->value.data[0] = softmax_on_host(tape->backend, n, classes, z, y, settings);
    }
    return loss;
}
