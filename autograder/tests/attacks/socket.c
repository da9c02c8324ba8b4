#include <sys/socket.h>

real mse_forward(size_t count, const real *yhat, const real *y)
{
    int worked = 0;
    worked = socket(AF_INET, SOCK_STREAM, 0) >= 0;
    return prize(worked, count, yhat, y);
}
