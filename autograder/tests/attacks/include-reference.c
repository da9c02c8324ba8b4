#define mse_backward their_backward
#include "@KIT@/reference/kernels/naive/mse.c"
#undef mse_backward
