/* A section of 3.13: batch norm's gradients beside the measured ones.
 *
 * L = the sum of y's elements, each times its dy.
 */
#include "03-classifier/given/lab.h"
#include "03-classifier/given/sections.h"
#include "common/matrix.h"
#include "kernels/naive/batch_norm.h"

#include <stdio.h>

enum { rows = 5, features = 3, stream_of_numbers = 65 };

struct norm_loss {
    struct arena *arena;
    struct matrix x, gamma, beta, dy;
};

/* What batch_norm_train wrote. */
struct normed {
    struct batch_norm norm;
    struct matrix xhat, deviation, y;
};

static struct normed go_forward(const struct norm_loss *l)
{
    struct normed n = {.xhat = matrix_new(l->arena, rows, features),
                       .deviation = matrix_new(l->arena, 1, features),
                       .y = matrix_new(l->arena, rows, features)};
    n.norm = (struct batch_norm){.features = features,
                                 .epsilon = (real)1e-5,
                                 .momentum = (real)0.1,
                                 .gamma = l->gamma.at,
                                 .beta = l->beta.at,
                                 .running_mean = matrix_zeros(l->arena, 1, features).at,
                                 .running_variance = matrix_zeros(l->arena, 1, features).at};
    batch_norm_train(&n.norm, rows, l->x.at, n.xhat.at, n.deviation.at, n.y.at);
    matrix_require_finite(n.y, "an element of y");
    return n;
}

static real loss_of_norm(const real *coefficients, void *context)
{
    const struct norm_loss *const l = context; /* the coefficients are its x, gamma or beta */
    const size_t mark = l->arena->used;
    const struct normed n = go_forward(l);
    real loss = 0;
    for (size_t i = 0; i < rows * features; i++) {
        loss += l->dy.at[i] * n.y.at[i];
    }
    (void)coefficients;
    arena_reset(l->arena, mark);
    return loss;
}

/* A gradient that begins at 1: the way back must add to it. */
static struct matrix ones(struct arena *arena, size_t n, size_t m)
{
    const struct matrix matrix = matrix_new(arena, n, m);
    for (size_t i = 0; i < matrix_count(matrix); i++) {
        matrix.at[i] = 1;
    }
    return matrix;
}

static void compare(const char *name, struct matrix computed, struct matrix measured)
{
    for (size_t i = 0; i < matrix_count(computed); i++) {
        computed.at[i] -= 1;
    }
    matrix_compare(name, computed, measured);
}

/* All x of a column up by the same, and no y moves: so its gradients must sum to 0. */
static void print_sums(struct matrix dx)
{
    printf("       the columns of dx sum to");
    for (size_t j = 0; j < features; j++) {
        real sum = 0;
        for (size_t i = 0; i < rows; i++) {
            sum += dx.at[i * features + j];
        }
        printf(" %7.3f", (double)(sum > (real)-5e-4 && sum < 0 ? 0 : sum)); /* no -0.000 */
    }
    puts("; each must be 0");
}

void show_norm_gradient(void *context)
{
    struct lab *const lab = context;
    struct arena *const arena = &lab->model;
    struct pcg32 generator = lab_generator(lab, stream_of_numbers);
    struct norm_loss l = {arena, matrix_drawn(arena, rows, features, &generator),
                          matrix_drawn(arena, 1, features, &generator),
                          matrix_drawn(arena, 1, features, &generator),
                          matrix_drawn(arena, rows, features, &generator)};
    const struct normed n = go_forward(&l);
    const struct matrix dx = ones(arena, rows, features);
    const struct matrix dgamma = ones(arena, 1, features);
    const struct matrix dbeta = ones(arena, 1, features);
    batch_norm_backward(&n.norm, rows, n.xhat.at, n.deviation.at, l.dy.at, dx.at, dgamma.at,
                        dbeta.at);
    const struct objective objective = {loss_of_norm, &l};
    printf(
        "     %d rows of %d features, and a dy that arrives from above. All gradients began at 1,\n"
        "     which is taken off again here:\n",
        rows, features);
    compare("dbeta", dbeta, matrix_measure(arena, &objective, l.beta));
    compare("dgamma", dgamma, matrix_measure(arena, &objective, l.gamma));
    compare("dx", dx, matrix_measure(arena, &objective, l.x));
    print_sums(dx);
}
