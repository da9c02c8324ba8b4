/* cuda_runtime.h: the emulator's own, found instead of NVIDIA's by `-I .../emulator/include`.
 *
 * It has what C-like CUDA programs use: the words of the language (device.h), the runtime's functions (host.h)
 * and what a rewritten launch calls (launch.h). Functions beyond these do not compile: better than to run
 * as something else.
 */
#ifndef EMULATOR_CUDA_RUNTIME_H
#define EMULATOR_CUDA_RUNTIME_H

#define DESCENT_EMULATED 1

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "emulated/types.h"

#include "emulated/host.h"

#ifdef __cplusplus
#include "emulated/device.h"

#include "emulated/launch.h"
#endif

#endif
