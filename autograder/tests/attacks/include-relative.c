#define mse_backward their_backward
#include "../../reference/kernels/naive/mse.c"
#undef mse_backward
