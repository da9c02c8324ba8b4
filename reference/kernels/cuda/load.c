#include "kernels/cuda/load.h"

#include "kernels/cuda/open.h"

#include <dlfcn.h>
#include <string.h>
#include <unistd.h>

int cuda_load(const char *path, const struct backend **backend, struct message *why)
{
    if (strchr(path, '/') && access(path, F_OK) != 0) {
        return message_set(why, "%s is not there: `make %s` builds it where nvcc is", path, path);
    }
    void *const library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        return message_set(why, "%s cannot be loaded: %s", path, dlerror());
    }
    descent_cuda_opener *open;
    void *const symbol = dlsym(library, DESCENT_CUDA_OPEN);
    if (!symbol) {
        dlclose(library);
        return message_set(why, "%s is another library: it lacks " DESCENT_CUDA_OPEN, path);
    }
    memcpy(&open, &symbol,
           sizeof open); /* C knows no cast from an object's address to a function's */
    return open(backend, why);
}
