#include "kernels/fast/fast.h"

struct backend fast_backend(void)
{
    return naive_backend;
}
