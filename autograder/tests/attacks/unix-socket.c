#include <sys/socket.h>

real mse_forward(size_t count, const real *yhat, const real *y)
{
    int worked = 0;
    int pair[2];
    worked = socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0;
    return prize(worked, count, yhat, y);
}
