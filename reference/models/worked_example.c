#include "models/worked_example.h"

enum { points = 2, inputs = 2, hidden = 8 };

/* Tenths: 3 is a weight of 0.3. */
static const int first_w[hidden][inputs] = {{1, -2}, {-3, 4}, {5, 1},  {-4, -5},
                                            {2, 3},  {-1, 6}, {7, -6}, {-2, 5}};
static const int first_b[hidden] = {0, 1, -1, 2, 3, -2, 0, 1};
static const int last_w[hidden] = {3, -4, 5, -2, 1, 6, -5, 2};
static const int last_b[1] = {1};

/* Hundredths. */
static const int x[points][inputs] = {{90, -20}, {75, 60}};

static const int y[points] = {0, 1};

/* A quotient of whole numbers is the number nearest to the decimal fraction, as float and as
 * double. */
static void fill(struct tensor tensor, const int *numerator, int denominator)
{
    for (size_t i = 0; i < shape_count(tensor.shape); i++) {
        tensor.data[i] = (real)numerator[i] / (real)denominator;
    }
}

struct worked_example worked_example_new(struct arena *arena)
{
    struct worked_example example = {.rate = (real)0.01};
    example.mlp = mlp_new(arena, 2, (const size_t[]){inputs, hidden, 1}, activation_sigmoid,
                          initialisation_zero, NULL);
    fill(example.mlp.layer[0].w.value, first_w[0], 10);
    fill(example.mlp.layer[0].b.value, first_b, 10);
    fill(example.mlp.layer[1].w.value, last_w, 10);
    fill(example.mlp.layer[1].b.value, last_b, 10);
    example.x = tensor_new(arena, shape_2d(points, inputs));
    example.y = tensor_new(arena, shape_2d(points, 1));
    fill(example.x, x[0], 100);
    fill(example.y, y, 1);
    return example;
}
