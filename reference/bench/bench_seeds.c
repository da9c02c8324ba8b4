/* How surely XOR is learnt: 100 seeds, how many reach four right answers of four, and how soon.
 *
 *     make bench-seeds
 *
 * 2-8-1, binary cross-entropy, plain gradient descent on all four points at once, rate 1. A seed has
 * solved it when each logit has its label's sign from some epoch on to the last one: the number of
 * that epoch is how soon. The starting weights are all that a seed decides.
 */
#include "data/made_points.h"
#include "kernels/backend.h"
#include "losses/loss.h"
#include "models/mlp.h"
#include "train/step.h"

#include <stdio.h>
#include <stdlib.h>

enum { seeds = 100, epochs = 5000, parameters = 4 };

static const real rate = 1;

struct setting {
    enum activation hidden;
    enum initialisation initialisation;
    const char *initialisation_name;
};

struct memory {
    struct arena model, step;
};

static bool all_right(struct tape *tape, struct mlp *mlp, struct tensor x, struct tensor y)
{
    tape->recording = false;
    const real *const logits = mlp_forward(tape, mlp, tape_constant(tape, x))->value.data;
    bool right = true;
    for (size_t i = 0; i < shape_count(y.shape); i++) {
        right = right && (logits[i] > 0) == (y.data[i] > 0);
    }
    tape_reset(tape);
    tape->recording = true;
    return right;
}

/* The epoch from which on all four are right, `epochs` when they are not at the end. */
static size_t epoch_of_success(struct memory *memory, const struct setting *setting, uint64_t seed)
{
    struct arena *const arena = &memory->model;
    const size_t mark = arena->used;
    struct pcg32 generator = pcg32_seed(seed, 1);
    struct mlp mlp = mlp_new(arena, 2, (const size_t[]){2, 8, 1}, setting->hidden,
                             setting->initialisation, &generator);
    struct parameter parameter[parameters];
    mlp_parameters(&mlp, parameter);
    struct optimizer optimizer =
        optimizer_new(arena, parameter, parameters, (struct optimizer_settings){.rate = rate});
    struct tape tape = tape_new(arena, &memory->step, &naive_backend, 8);
    struct training training = {&tape, mlp_module(&mlp), binary_cross_entropy_loss, &optimizer};
    const struct tensor x = tensor_new(arena, shape_2d(4, 2)),
                        y = tensor_new(arena, shape_2d(4, 1));
    made_xor(x.data, y.data);
    size_t first = 0;
    for (size_t epoch = 0; epoch < epochs; epoch++) {
        if (!all_right(&tape, &mlp, x, y)) {
            first = epoch + 1;
        }
        train_step(&training, x, y);
    }
    arena_reset(arena, mark);
    return first;
}

static int by_value(const void *a, const void *b)
{
    const size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

static void print_row(struct memory *memory, const struct setting *setting)
{
    size_t soon[seeds], solved = 0;
    for (size_t seed = 0; seed < seeds; seed++) {
        const size_t epoch = epoch_of_success(memory, setting, seed + 1);
        if (epoch < epochs) {
            soon[solved++] = epoch;
        }
    }
    qsort(soon, solved, sizeof *soon, by_value);
    printf("%-8s  %-6s  %6zu of %d", activation_name(setting->hidden), setting->initialisation_name,
           solved, seeds);
    if (solved > 0) {
        printf("  %7zu %7zu %7zu", soon[solved / 2], soon[0], soon[solved - 1]);
    }
    putchar('\n');
}

int main(void)
{
    static const struct setting settings[] = {
        {activation_sigmoid, initialisation_xavier, "xavier"},
        {activation_tanh, initialisation_xavier, "xavier"},
        {activation_relu, initialisation_xavier, "xavier"},
        {activation_relu, initialisation_he, "he"},
    };
    struct memory memory;
    struct message why;
    if (arena_create(&memory.model, 1 << 20, &why) != 0 ||
        arena_create(&memory.step, 1 << 20, &why) != 0) {
        fprintf(stderr, "bench: %s\n", why.text);
        return 1;
    }
    printf("XOR, 2-8-1, %s, rate %g, %d seeds, %d epochs\n\n", REAL_NAME, (double)rate, seeds,
           epochs);
    puts("hidden    start   four right    from epoch: median, min, max");
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        print_row(&memory, &settings[i]);
    }
    arena_destroy(&memory.model);
    arena_destroy(&memory.step);
    return 0;
}
