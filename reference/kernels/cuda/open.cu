extern "C" {
#include "kernels/cuda/find.h"
#include "kernels/cuda/open.h"
}

#include "kernels/cuda/backend.h"

int descent_cuda_open(const struct backend **backend, struct message *why)
{
    if (cuda_find(why) == -1) {
        return -1;
    }
    *backend = cuda_backend();
    return 0;
}
