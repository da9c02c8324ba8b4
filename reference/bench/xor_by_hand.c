#include "bench/xor_by_hand.h"

#include <tgmath.h>

real xor_by_hand_step(struct xor_by_hand *net, const real x[xor_rows][xor_inputs],
                      const real y[xor_rows], real rate)
{
    enum { count = xor_rows * xor_units };
    real sum[count], hidden[count]; /* (rows,units) */
    real dw1[xor_inputs][xor_units] = {{0}}, db1[xor_units] = {0}, dw2[xor_units] = {0}, db2 = 0;
    real loss = 0;
    for (size_t i = 0; i < xor_rows; i++) {
        for (size_t u = 0; u < xor_units; u++) {
            sum[i * xor_units + u] = x[i][0] * net->w1[0][u] + x[i][1] * net->w1[1][u] + net->b1[u];
        }
    }
    for (size_t i = 0; i < count; i++) {
        const real small = exp(-fabs(sum[i]));
        hidden[i] = (sum[i] >= 0 ? 1 : small) / (1 + small);
    }
    for (size_t i = 0; i < xor_rows; i++) {
        real logit = net->b2;
        for (size_t u = 0; u < xor_units; u++) {
            logit += hidden[i * xor_units + u] * net->w2[u];
        }
        const real small = exp(-fabs(logit));
        loss += (logit > 0 ? logit : 0) - y[i] * logit + log1p(small);
        const real above = ((logit >= 0 ? 1 : small) / (1 + small) - y[i]) / xor_rows;
        db2 += above;
        for (size_t u = 0; u < xor_units; u++) {
            const real h = hidden[i * xor_units + u], dsum = above * net->w2[u] * h * (1 - h);
            dw2[u] += above * h;
            dw1[0][u] += dsum * x[i][0];
            dw1[1][u] += dsum * x[i][1];
            db1[u] += dsum;
        }
    }
    for (size_t u = 0; u < xor_units; u++) {
        net->w1[0][u] -= rate * dw1[0][u];
        net->w1[1][u] -= rate * dw1[1][u];
        net->b1[u] -= rate * db1[u];
        net->w2[u] -= rate * dw2[u];
    }
    net->b2 -= rate * db2;
    return loss / xor_rows;
}
