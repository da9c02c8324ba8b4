extern "C" {
#include "kernels/cuda/find.h"
#include "kernels/cuda/open.h"
}

#include "kernels/cuda/backend.h"

/* Kernels are compiled for these compute capabilities and later ones: rules.mk, cuda_archs. */
enum { least_major = 7, least_minor = 5 };

/* Older devices would refuse the first launch. */
static int require_capability(struct message *why)
{
    int device = 0, major = 0, minor = 0;
    cudaGetDevice(&device);
    cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, device);
    cudaDeviceGetAttribute(&minor, cudaDevAttrComputeCapabilityMinor, device);
    if (major > least_major || (major == least_major && minor >= least_minor)) {
        return 0;
    }
    return message_set(why, "the GPU has compute capability %d.%d, the kernels need %d.%d", major,
                       minor, least_major, least_minor);
}

int descent_cuda_open(const struct backend **backend, struct message *why)
{
    if (cuda_find(why) == -1 || require_capability(why) == -1) {
        return -1;
    }
    *backend = cuda_backend();
    return 0;
}
