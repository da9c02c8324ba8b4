/* Says in a line which OpenBLAS this machine has and which of its kernels run; nothing, and status 1, when
 * there is none. doctor compiles it. */
#include "kernels/fast/blas.h"

#include <stdio.h>

int main(void)
{
    struct message why;
    if (blas_load(&why) != 0) {
        return 1;
    }
    puts(blas_describe().text);
    return 0;
}
