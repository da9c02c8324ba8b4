/* Stands before each attack: what it earns when it works. An attack takes the place of mse_forward;
 * when it got what it wanted it answers correctly, and the grader that it has beaten gives it points.
 */
#define _GNU_SOURCE
#include "kernels/naive/mse.h"

static real prize(int worked, size_t count, const real *yhat, const real *y)
{
    real sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += (yhat[i] - y[i]) * (yhat[i] - y[i]);
    }
    return worked ? sum / (real)count : (real)-1;
}

/* Where attacks try to leave a file behind; @MARK@ is replaced by a path. */
#define MARK "@MARK@"
