#define mse_backward their_backward
#include "../../reference/losses/mse.c"
#undef mse_backward
