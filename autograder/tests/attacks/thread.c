#include <pthread.h>

static void *run(void *unused)
{
    return unused;
}

real mse_forward(size_t count, const real *yhat, const real *y)
{
    int worked = 0;
    pthread_t thread;
    worked = pthread_create(&thread, 0, run, 0) == 0;
    return prize(worked, count, yhat, y);
}
