/* kernels/adam_settings.h: what a step of Adam is told; optim/adam.h says what it does. */
#ifndef DESCENT_KERNELS_ADAM_SETTINGS_H
#define DESCENT_KERNELS_ADAM_SETTINGS_H

#include "base/real.h"

struct adam_settings {
    real rate, beta1, beta2, epsilon;
};

#endif
