#include "train/on_device.h"

#include "kernels/device.h"

void on_device_begin(struct on_device *moved, const struct backend *backend,
                     struct image_training *training, struct arena *model, size_t statistics,
                     const struct parameter *statistic)
{
    struct optimizer *const optimizer = training->optimizer;
    const struct device *const device = backend->device;
    *moved = (struct on_device){.training = training,
                                .device = device,
                                .of_tape = training->tape->backend,
                                .of_optimizer = optimizer->settings.backend,
                                .model = model,
                                .statistics = statistics,
                                .statistic = statistic};
    device->twin_make(model->memory, model->size);
    device->twin_make(training->tape->arena->memory, training->tape->arena->size);
    device->upload(model->memory, model->used);
    training->tape->backend = backend;
    optimizer->settings.backend = backend;
}

void on_device_fetch(const struct on_device *moved)
{
    const struct optimizer *const optimizer = moved->training->optimizer;
    const struct device *const device = moved->device;
    for (size_t i = 0; i < optimizer->count; i++) {
        device->download(optimizer->parameter[i].value,
                         optimizer->parameter[i].count * sizeof(real));
    }
    for (size_t i = 0; i < optimizer_states(optimizer); i++) {
        const struct optimizer_state state = optimizer_state(optimizer, i);
        device->download(state.array, state.count * sizeof(real));
    }
    for (size_t i = 0; i < moved->statistics; i++) {
        device->download(moved->statistic[i].value, moved->statistic[i].count * sizeof(real));
    }
}

static void go_back(struct on_device *moved)
{
    moved->training->tape->backend = moved->of_tape;
    moved->training->optimizer->settings.backend = moved->of_optimizer;
    *moved = (struct on_device){.training = NULL};
}

void on_device_end(struct on_device *moved)
{
    on_device_fetch(moved);
    moved->device->twin_release(moved->training->tape->arena->memory);
    moved->device->twin_release(moved->model->memory);
    go_back(moved);
}

void on_device_abandon(struct on_device *moved)
{
    moved->device->abandon();
    go_back(moved);
}
