#include "common/gpu.h"

#include "kernels/cuda/load.h"
#include "kernels/device.h"

#include <stdio.h>

static void say_what_trains(const struct device *device, const char *own)
{
    printf("Training runs on %s, with the kit's kernels%s", device->name,
           own ? " and yours of " : "");
    for (const char *c = own; c && *c; c++) {
        printf(*c == ',' ? "%c " : "%c", *c);
    }
    puts(": your functions in C take no part.");
}

void gpu_open(struct gpu *gpu, const char *library, const char *own)
{
    struct message why;
    *gpu = (struct gpu){.backend = NULL};
    if (!library) {
        return;
    }
    if (cuda_load(library, &gpu->backend, &why) == -1) {
        gpu->backend = NULL;
        printf("No GPU: %s. Training runs on the CPU.\n", why.text);
    } else {
        gpu->backend->device->use_exercises(own != NULL);
        say_what_trains(gpu->backend->device, own);
    }
}

void gpu_begin(struct gpu *gpu, struct image_training *training, struct arena *model,
               size_t statistics, const struct parameter *statistic)
{
    if (gpu->backend && !gpu->moved.training) {
        on_device_begin(&gpu->moved, gpu->backend, training, model, statistics, statistic);
    }
}

void gpu_fetch(const struct gpu *gpu)
{
    if (gpu->moved.training) {
        on_device_fetch(&gpu->moved);
    }
}

void gpu_end(struct gpu *gpu)
{
    if (gpu->moved.training) {
        on_device_end(&gpu->moved);
    }
}

real gpu_loss(const struct gpu *gpu, real loss)
{
    return gpu->moved.training ? image_training_last_loss(gpu->moved.training) : loss;
}

void gpu_abandon(struct gpu *gpu)
{
    if (gpu->moved.training) {
        on_device_abandon(&gpu->moved);
    }
}
