#define mse_backward their_backward
#include "@KIT@/reference/losses/mse.c"
#undef mse_backward
