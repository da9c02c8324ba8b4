#include "train/step.h"

#include "autograd/backward.h"

static struct variable *loss_of(struct training *training, struct tensor x, struct tensor y)
{
    struct tape *const tape = training->tape;
    struct variable *const yhat = module_forward(tape, training->model, tape_constant(tape, x));
    return training->loss(tape, yhat, tape_constant(tape, y));
}

real train_step(struct training *training, struct tensor x, struct tensor y)
{
    optimizer_zero_gradients(training->optimizer);
    struct variable *const loss = loss_of(training, x, y);
    if (!loss->gradient) {
        panic("train_step: nothing was recorded: %s", training->tape->recording
                                                          ? "the loss depends on no parameter"
                                                          : "the tape does not record");
    }
    tape_backward(training->tape, loss);
    optimizer_step(training->optimizer);
    const real value = loss->value.data[0];
    tape_reset(training->tape);
    return value;
}

real evaluate_loss(struct training *training, struct tensor x, struct tensor y)
{
    struct tape *const tape = training->tape;
    const bool recording = tape->recording, training_before = tape->training;
    tape->recording = false;
    tape->training = false;
    const real value = loss_of(training, x, y)->value.data[0];
    tape_reset(tape);
    tape->recording = recording;
    tape->training = training_before;
    return value;
}
