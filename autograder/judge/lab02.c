/* The checks of lab 02: activations, the product of matrices, binary cross-entropy. Each starts with
 * the handout's numbers, goes on to the smallest shapes, odd ones and larger ones, with seeded random
 * data. What a backward function is given of the forward one's output comes from the reference's
 * worker: each of the two is judged alone. The tape, initialisation and the network have files of
 * their own.
 */
#include "judge/checks.h"
#include "judge/lab02_initialisation.h"
#include "judge/lab02_network.h"
#include "judge/lab02_tape.h"

#include <string.h>
#include <tgmath.h>

static const char handout[] = "the handout's numbers";

static const size_t counts[] = {1, 2, 3, 7, 16, 33};
enum { count_count = sizeof counts / sizeof *counts };

/* --- 2.1 to 2.3: activations ------------------------------------------------------------------ */

/* Some x of a case and, for the way back, what arrives from above. */
struct hand_case {
    size_t count;
    const real *x, *dy; /* (count) */
};

static void check_forward(struct check *check, const struct hand_case *hand,
                          const struct hand_case *large)
{
    struct bundle first = check_case(check, "%s", handout);
    give(&first, "x", shape_1d(hand->count), hand->x);
    check_values(check, &first);
    for (size_t i = 0; i < count_count; i++) {
        struct bundle request = check_case(check, "random numbers");
        give_random(check, &request, "x", shape_1d(counts[i]));
        check_values(check, &request);
    }
    struct bundle far = check_case(check, "large numbers");
    give(&far, "x", shape_1d(large->count), large->x);
    check_values(check, &far);
}

/* Adds y, what the reference makes of the request's x. */
static void give_output(struct check *check, struct bundle *request)
{
    struct bundle question = check_case(check, "%s", request->note), answer;
    const struct frame *const x = bundle_find(request, "x");
    give(&question, "x", x->shape, x->data);
    if (!check_is_over(check) && check_ask_reference(check, &question, &answer)) {
        give(request, "y", x->shape, bundle_find(&answer, "y")->data);
        bundle_free(&answer);
    }
    bundle_free(&question);
}

static const struct derivative by_x = {"dx", "x"};

/* Asks the backward function of an activation, where it has a slope. Frees the request. */
static void check_slope(struct check *check, struct bundle *request)
{
    give_output(check, request);
    may_change(request, "dx");
    check_gradients(check, request, check->exercise->id, "y", "dy", &by_x, 1);
}

static void check_hand_slope(struct check *check, const struct hand_case *hand)
{
    struct bundle request = check_case_of(check, 'b', "%s", handout);
    give(&request, "x", shape_1d(hand->count), hand->x);
    give(&request, "dy", shape_1d(hand->count), hand->dy);
    give_zeros(&request, "dx", shape_1d(hand->count));
    check_slope(check, &request);
}

/* Away from 0, where ReLU has a kink. */
static void check_random_slopes(struct check *check)
{
    for (size_t i = 0; i < count_count; i++) {
        struct bundle request = check_case_of(check, 'b', "random numbers, something stands in dx");
        give_random(check, &request, "x", shape_1d(counts[i]));
        give_random(check, &request, "dy", shape_1d(counts[i]));
        give_random(check, &request, "dx", shape_1d(counts[i]));
        real *const x = bundle_find(&request, "x")->data;
        for (size_t j = 0; j < counts[i]; j++) {
            x[j] += x[j] < 0 ? (real)-0.1 : (real)0.1;
        }
        check_slope(check, &request);
    }
}

static void check_sigmoid(struct check *check)
{
    const struct hand_case hand = {3, (const real[]){0, 2, -1000}, (const real[]){4, 1, 3}};
    const struct hand_case large = {6, (const real[]){1000, -1000, 40, -40, 720, -720}, NULL};
    check_section(check, "forward", "sigmoid_forward");
    check_forward(check, &hand, &large);
    check_section(check, "backward", "sigmoid_backward");
    check_hand_slope(check, &hand);
    check_random_slopes(check);
}

static void check_tanh(struct check *check)
{
    const struct hand_case hand = {2, (const real[]){0, 1}, (const real[]){2, 1}};
    const struct hand_case large = {4, (const real[]){9, -9, 30, -30}, NULL};
    check_section(check, "forward", "tanh_forward");
    check_forward(check, &hand, &large);
    check_section(check, "backward", "tanh_backward");
    check_hand_slope(check, &hand);
    check_random_slopes(check);
}

/* At the kink there is nothing to measure: the slope there is agreed on. */
static void check_kink(struct check *check, const char *name, const struct hand_case *at)
{
    struct bundle request = check_case_of(check, 'b', "%s", name);
    give(&request, "x", shape_1d(at->count), at->x);
    give(&request, "dy", shape_1d(at->count), at->dy);
    give_zeros(&request, "dx", shape_1d(at->count));
    may_change(&request, "dx");
    check_values(check, &request);
}

static void check_relu(struct check *check)
{
    const struct hand_case hand = {3, (const real[]){-1, 0, 2}, (const real[]){5, 7, -3}};
    const struct hand_case large = {4, (const real[]){1e6, -1e6, 0x1p-20, -0x1p-20}, NULL};
    const struct hand_case kink = {4, (const real[]){0, -0.0, 0, 0x1p-30},
                                   (const real[]){-2, 3, 1, 4}};
    check_section(check, "forward", "relu_forward");
    check_forward(check, &hand, &large);
    check_section(check, "backward", "relu_backward");
    check_kink(check, handout, &hand);
    check_random_slopes(check);
    check_kink(check, "at the kink", &kink);
}

/* --- 2.6: the product of two matrices --------------------------------------------------------- */

static const struct product_shape {
    size_t n, k, m;
    const char *name;
} products[] = {{1, 1, 1, "1x1"},
                {1, 4, 1, "a row and a column"},
                {4, 1, 3, "a column and a row"},
                {1, 3, 5, "a row"},
                {3, 3, 3, "square"},
                {2, 3, 4, "three different sizes"},
                {5, 3, 2, "odd"},
                {7, 9, 5, "odd"},
                {13, 8, 11, "larger"}};
enum { product_count = sizeof products / sizeof *products };

static void give_hand_matrices(struct bundle *request)
{
    give(request, "a", shape_2d(2, 2), (const real[]){1, 2, 3, 4});
    give(request, "b", shape_2d(2, 1), (const real[]){5, 6});
}

static void check_product_gradients(struct check *check, struct bundle *request)
{
    static const struct derivative by[] = {{"da", "a"}, {"db", "b"}};
    may_change(request, "da");
    may_change(request, "db");
    check_gradients(check, request, "2.6", "c", "dc", by, 2);
}

/* a times itself: da and db are then one array, to which both parts are added. */
static void check_square_of_matrix(struct check *check)
{
    static const struct derivative by_a = {"da", "a"};
    struct bundle request =
        check_case_of(check, 'b', "the product of a with itself: da and db are one array");
    give_random(check, &request, "a", shape_2d(3, 3));
    give_random(check, &request, "dc", shape_2d(3, 3));
    give_random(check, &request, "da", shape_2d(3, 3));
    may_change(&request, "da");
    check_gradients(check, &request, "2.6", "c", "dc", &by_a, 1);
}

static void check_product_forward(struct check *check)
{
    struct bundle hand = check_case(check, "%s", handout);
    give_hand_matrices(&hand);
    check_values(check, &hand);
    for (size_t i = 0; i < product_count; i++) {
        const struct product_shape s = products[i];
        struct bundle request = check_case(check, "%s", s.name);
        give_random(check, &request, "a", shape_2d(s.n, s.k));
        give_random(check, &request, "b", shape_2d(s.k, s.m));
        check_values(check, &request);
    }
}

static void check_product_backward(struct check *check)
{
    struct bundle hand = check_case_of(check, 'b', "%s", handout);
    give_hand_matrices(&hand);
    give(&hand, "dc", shape_2d(2, 1), (const real[]){1, -1});
    give_zeros(&hand, "da", shape_2d(2, 2));
    give_zeros(&hand, "db", shape_2d(2, 1));
    check_product_gradients(check, &hand);
    for (size_t i = 0; i < product_count; i++) {
        const struct product_shape s = products[i];
        struct bundle request =
            check_case_of(check, 'b', "%s, something stands in da and db", s.name);
        give_random(check, &request, "a", shape_2d(s.n, s.k));
        give_random(check, &request, "b", shape_2d(s.k, s.m));
        give_random(check, &request, "dc", shape_2d(s.n, s.m));
        give_random(check, &request, "da", shape_2d(s.n, s.k));
        give_random(check, &request, "db", shape_2d(s.k, s.m));
        check_product_gradients(check, &request);
    }
    if (check_part_passed(check, "da") && check_part_passed(check, "db")) {
        check_square_of_matrix(check);
    }
}

static void check_matmul(struct check *check)
{
    check_section(check, "forward", "matmul_forward");
    check_product_forward(check);
    check_section(check, NULL, "matmul_backward");
    check_product_backward(check);
}

/* --- 2.8 and 2.9: binary cross-entropy -------------------------------------------------------- */

static const real hand_logits[] = {0, 2}, hand_y[] = {1, 0};

/* Sure of it, rightly and wrongly: no p is 0 or 1 in the formula with logits. */
static const real sure_logits[] = {1000, -1000, 1000, -1000, 40, -40, 720, -720};
static const real sure_y[] = {1, 0, 0, 1, 1, 0, 0, 1};
enum { sure_count = sizeof sure_y / sizeof *sure_y };

/* Targets of 0 and 1, or probabilities between them. */
static void give_targets(struct check *check, struct bundle *request, size_t count, bool whole)
{
    real *const y = bundle_add(request, "y", shape_1d(count))->data;
    for (size_t i = 0; i < count; i++) {
        y[i] = whole ? (real)pcg32_below(&check->generator, 2)
                     : pcg32_uniform(&check->generator, 0, 1);
    }
}

static const char *targets_in_words(size_t i)
{
    return i % 2 == 0 ? "targets 0 and 1" : "probabilities as targets";
}

static void give_pairs(struct bundle *request, size_t count, const real *logits, const real *y)
{
    give(request, "logits", shape_1d(count), logits);
    give(request, "y", shape_1d(count), y);
}

static void check_cross_entropy_forward(struct check *check)
{
    struct bundle hand = check_case(check, "%s", handout);
    give_pairs(&hand, 2, hand_logits, hand_y);
    check_values(check, &hand);
    struct bundle thousand = check_case(check, "%s: y = 0, logit 1000", handout);
    give_pairs(&thousand, 1, (const real[]){1000}, (const real[]){0});
    check_values(check, &thousand);
    for (size_t i = 0; i < 2 * count_count; i++) {
        const size_t count = counts[i / 2];
        struct bundle request = check_case(check, "random numbers, %s", targets_in_words(i));
        give_random(check, &request, "logits", shape_1d(count));
        give_targets(check, &request, count, i % 2 == 0);
        check_values(check, &request);
    }
    for (size_t i = 0; i < sure_count; i++) { /* one by one: 1000 would hide what is small */
        struct bundle request = check_case(check, "a sure answer");
        give_pairs(&request, 1, &sure_logits[i], &sure_y[i]);
        check_values(check, &request);
    }
}

static void check_logit_gradients(struct check *check, struct bundle *request)
{
    static const struct derivative by_logits = {"dlogits", "logits"};
    may_change(request, "dlogits");
    check_gradients(check, request, "2.8", "loss", "dloss", &by_logits, 1);
}

static void check_cross_entropy_backward(struct check *check)
{
    struct bundle hand = check_case(check, "%s", handout);
    give_pairs(&hand, 2, hand_logits, hand_y);
    give_number(&hand, "dloss", 1);
    give_zeros(&hand, "dlogits", shape_1d(2));
    check_logit_gradients(check, &hand);
    for (size_t i = 0; i < 2 * count_count; i++) {
        const size_t count = counts[i / 2];
        struct bundle request = check_case(check, "random numbers, %s, something stands in dlogits",
                                           targets_in_words(i));
        give_random(check, &request, "logits", shape_1d(count));
        give_targets(check, &request, count, i % 2 == 0);
        give_random(check, &request, "dloss", shape_1d(1));
        give_random(check, &request, "dlogits", shape_1d(count));
        check_logit_gradients(check, &request);
    }
    struct bundle sure = check_case(check, "sure answers");
    give_pairs(&sure, sure_count, sure_logits, sure_y);
    give_random(check, &sure, "dloss", shape_1d(1));
    give_random(check, &sure, "dlogits", shape_1d(sure_count));
    check_logit_gradients(check, &sure);
}

const struct exercise_check lab02_checks[] = {
    {"2.1", check_sigmoid},
    {"2.2", check_tanh},
    {"2.3", check_relu},
    {"2.4", check_arithmetic},
    {"2.5", check_walk_back},
    {"2.6", check_matmul},
    {"2.7", check_linear_layer},
    {"2.8", check_cross_entropy_forward},
    {"2.9", check_cross_entropy_backward},
    {"2.10", check_xavier},
    {"2.11", check_he},
    {"2.12", check_network},
    {NULL, NULL},
};
