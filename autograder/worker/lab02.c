/* The drivers of lab 02. Frame names are those of the headers' arguments.
 *
 * An exercise with a forward and a backward function has a driver for each ("2.1", "2.1b"): the judge
 * sends the backward function what the forward one should have given, so that each is judged alone.
 * What is not the exercise comes from the fast backend, never from another of the student's files.
 */
#include "kernels/naive/binary_cross_entropy.h"
#include "kernels/naive/matmul.h"
#include "kernels/naive/relu.h"
#include "kernels/naive/sigmoid.h"
#include "kernels/naive/tanh.h"
#include "layers/initialisation.h"
#include "worker/lab02_tape.h"

#include <stdlib.h>
#include <string.h>

/* --- 2.1 to 2.3: activations ------------------------------------------------------------------ */

/* x (count) -> y (count) */
static void exercise_2_1(const struct call *call)
{
    sigmoid_forward(count_of(call, "x"), array(call, "x"), output(call, "y", shape_of(call, "x")));
}

/* y (count), dy (count), dx (count) -> dx */
static void exercise_2_1_backward(const struct call *call)
{
    sigmoid_backward(count_of(call, "y"), array(call, "y"), array(call, "dy"), array(call, "dx"));
}

/* x (count) -> y (count) */
static void exercise_2_2(const struct call *call)
{
    tanh_forward(count_of(call, "x"), array(call, "x"), output(call, "y", shape_of(call, "x")));
}

/* y (count), dy (count), dx (count) -> dx */
static void exercise_2_2_backward(const struct call *call)
{
    tanh_backward(count_of(call, "y"), array(call, "y"), array(call, "dy"), array(call, "dx"));
}

/* x (count) -> y (count) */
static void exercise_2_3(const struct call *call)
{
    relu_forward(count_of(call, "x"), array(call, "x"), output(call, "y", shape_of(call, "x")));
}

/* x (count), dy (count), dx (count) -> dx */
static void exercise_2_3_backward(const struct call *call)
{
    relu_backward(count_of(call, "x"), array(call, "x"), array(call, "dy"), array(call, "dx"));
}

/* --- 2.6: the product of two matrices --------------------------------------------------------- */

/* a (n,k), b (k,m; a again when it was not sent) -> c (n,m) */
static void exercise_2_6(const struct call *call)
{
    const char *const b = is_given(call, "b") ? "b" : "a";
    const size_t n = size_of(call, "a", 0), k = size_of(call, "a", 1), m = size_of(call, b, 1);
    matmul_forward(n, k, m, array(call, "a"), array(call, b), output(call, "c", shape_2d(n, m)));
}

/* a (n,k), b (k,m), dc (n,m), da (n,k), db (k,m) -> da, db; a and da again when b and db were not sent */
static void exercise_2_6_backward(const struct call *call)
{
    const bool twice = !is_given(call, "b");
    const char *const b = twice ? "a" : "b", *const db = twice ? "da" : "db";
    matmul_backward(size_of(call, "a", 0), size_of(call, "a", 1), size_of(call, b, 1),
                    array(call, "a"), array(call, b), array(call, "dc"), array(call, "da"),
                    array(call, db));
}

/* --- 2.8 and 2.9: binary cross-entropy -------------------------------------------------------- */

/* logits (count), y (count) -> loss */
static void exercise_2_8(const struct call *call)
{
    output_number(call, "loss",
                  binary_cross_entropy_forward(count_of(call, "logits"), array(call, "logits"),
                                               array(call, "y")));
}

/* logits (count), y (count), dloss, dlogits (count) -> dlogits */
static void exercise_2_9(const struct call *call)
{
    binary_cross_entropy_backward(count_of(call, "logits"), array(call, "logits"), array(call, "y"),
                                  number(call, "dloss"), array(call, "dlogits"));
}

/* --- 2.10 and 2.11: initialisation ------------------------------------------------------------ */

/* Draws one layer's weights after the other from the same generator: w (layers,out,in). */
static void draw_layers(const struct call *call, const char *name, size_t seed,
                        void (*initialise)(size_t, size_t, struct pcg32 *, real *))
{
    const size_t in = whole(call, "in"), out = whole(call, "out"), layers = whole(call, "layers");
    real *const all = output(call, name, shape_3d(layers, out, in));
    struct pcg32 generator = pcg32_seed(seed, 1);
    for (size_t i = 0; i < layers; i++) {
        real *const w = scratch(out * in);
        initialise(in, out, &generator, w);
        memcpy(all + i * out * in, w, out * in * sizeof *w);
        free(w);
    }
}

/* in, out, seed, layers -> w (layers,out,in), again from the same seed, other from the next */
static void run_initialise(const struct call *call,
                           void (*initialise)(size_t, size_t, struct pcg32 *, real *))
{
    draw_layers(call, "w", whole(call, "seed"), initialise);
    draw_layers(call, "again", whole(call, "seed"), initialise);
    draw_layers(call, "other", whole(call, "seed") + 1, initialise);
}

static void exercise_2_10(const struct call *call)
{
    run_initialise(call, xavier_initialise);
}

static void exercise_2_11(const struct call *call)
{
    run_initialise(call, he_initialise);
}

const struct driver drivers[] = {
    {"2.1", exercise_2_1},
    {"2.1b", exercise_2_1_backward},
    {"2.2", exercise_2_2},
    {"2.2b", exercise_2_2_backward},
    {"2.3", exercise_2_3},
    {"2.3b", exercise_2_3_backward},
    {"2.4a", exercise_2_4_sum},
    {"2.4b", exercise_2_4_sum_backward},
    {"2.4c", exercise_2_4_product},
    {"2.4d", exercise_2_4_product_backward},
    {"2.4e", exercise_2_4_both},
    {"2.5", exercise_2_5},
    {"2.6", exercise_2_6},
    {"2.6b", exercise_2_6_backward},
    {"2.7", exercise_2_7},
    {"2.7b", exercise_2_7_backward},
    {"2.7c", exercise_2_7_twice},
    {"2.8", exercise_2_8},
    {"2.9", exercise_2_9},
    {"2.10", exercise_2_10},
    {"2.11", exercise_2_11},
    {"2.12", exercise_2_12},
    {"2.12b", exercise_2_12_training},
    {"2.12c", exercise_2_12_losses},
    {NULL, NULL},
};
