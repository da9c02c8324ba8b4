/* The handout's worked example: every number of one step, computed here by plain loops, against
 * what the library leaves on the tape. */
#include "models/worked_example.h"

#include "autograd/backward.h"
#include "kernels/fast/fast.h"
#include "losses/loss.h"
#include "optim/optimizer.h"
#include "tests/on_tape.h"
#include "train/step.h"

#include <math.h>

TestSuite(worked_example, .init = tape_test_begin, .fini = tape_test_end);

enum { points = 2, inputs = 2, hidden = 8 };

/* All that is computed, in the order of the computation. */
struct numbers {
    double before[points][hidden]; /* what goes into the sigmoid */
    double after[points][hidden];
    double logit[points], p[points], loss[points], mean_loss;
    double dlogit[points];
    double dw2[hidden], db2;
    double dafter[points][hidden], dbefore[points][hidden];
    double dw1[hidden][inputs], db1[hidden];
};

/* The same as doubles: the parameters, the points. */
struct start {
    double w1[hidden][inputs], b1[hidden], w2[hidden], b2;
    double x[points][inputs], y[points];
};

static struct start start_of(const struct worked_example *example)
{
    struct start s;
    const struct linear_layer *const first = &example->mlp.layer[0];
    const struct linear_layer *const last = &example->mlp.layer[1];
    for (size_t h = 0; h < hidden; h++) {
        for (size_t j = 0; j < inputs; j++) {
            s.w1[h][j] = (double)*tensor_at(first->w.value, h, j, 0, 0);
        }
        s.b1[h] = (double)*tensor_at(first->b.value, h, 0, 0, 0);
        s.w2[h] = (double)*tensor_at(last->w.value, 0, h, 0, 0);
    }
    s.b2 = (double)*tensor_at(last->b.value, 0, 0, 0, 0);
    for (size_t i = 0; i < points; i++) {
        for (size_t j = 0; j < inputs; j++) {
            s.x[i][j] = (double)*tensor_at(example->x, i, j, 0, 0);
        }
        s.y[i] = (double)*tensor_at(example->y, i, 0, 0, 0);
    }
    return s;
}

static void forward(const struct start *s, struct numbers *n)
{
    n->mean_loss = 0;
    for (size_t i = 0; i < points; i++) {
        n->logit[i] = s->b2;
        for (size_t h = 0; h < hidden; h++) {
            n->before[i][h] = s->w1[h][0] * s->x[i][0] + s->w1[h][1] * s->x[i][1] + s->b1[h];
            n->after[i][h] = 1 / (1 + exp(-n->before[i][h]));
            n->logit[i] += s->w2[h] * n->after[i][h];
        }
        n->p[i] = 1 / (1 + exp(-n->logit[i]));
        n->loss[i] = -s->y[i] * log(n->p[i]) - (1 - s->y[i]) * log(1 - n->p[i]);
        n->mean_loss += n->loss[i] / points;
    }
}

static void backward(const struct start *s, struct numbers *n)
{
    n->db2 = 0;
    for (size_t i = 0; i < points; i++) {
        n->dlogit[i] = (n->p[i] - s->y[i]) / points;
        n->db2 += n->dlogit[i];
    }
    for (size_t h = 0; h < hidden; h++) {
        n->dw2[h] = n->db1[h] = n->dw1[h][0] = n->dw1[h][1] = 0;
        for (size_t i = 0; i < points; i++) {
            n->dw2[h] += n->dlogit[i] * n->after[i][h];
            n->dafter[i][h] = n->dlogit[i] * s->w2[h];
            n->dbefore[i][h] = n->dafter[i][h] * n->after[i][h] * (1 - n->after[i][h]);
            n->dw1[h][0] += n->dbefore[i][h] * s->x[i][0];
            n->dw1[h][1] += n->dbefore[i][h] * s->x[i][1];
            n->db1[h] += n->dbefore[i][h];
        }
    }
}

static struct numbers by_hand(const struct worked_example *example)
{
    const struct start s = start_of(example);
    struct numbers n;
    forward(&s, &n);
    backward(&s, &n);
    return n;
}

static void compare(const char *what, size_t count, const real *got, const double *expected)
{
    for (size_t i = 0; i < count; i++) {
        cr_assert(near(got[i], (real)expected[i], 8 * REAL_EPSILON),
                  "%s, element %zu is %.9g, expected %.9g", what, i, (double)got[i], expected[i]);
    }
}

/* --- the example itself --- */

Test(worked_example, is_a_2_8_1_network_with_two_points)
{
    const struct worked_example example = worked_example_new(&scratch);
    cr_assert_eq(example.mlp.layers, 2);
    cr_assert_eq(example.mlp.hidden, activation_sigmoid);
    cr_assert(shape_equal(example.mlp.layer[0].w.value.shape, shape_2d(8, 2)));
    cr_assert(shape_equal(example.mlp.layer[1].w.value.shape, shape_2d(1, 8)));
    const real x[] = {(real)0.9, (real)-0.2, /**/ (real)0.75, (real)0.6}, y[] = {0, 1};
    cr_assert(shape_equal(example.x.shape, shape_2d(2, 2)));
    cr_assert(shape_equal(example.y.shape, shape_2d(2, 1)));
    assert_all_near(4, example.x.data, x, 0);
    assert_all_near(2, example.y.data, y, 0);
    cr_assert_eq(example.rate, (real)0.01);
}

Test(worked_example, weights_start_at_multiples_of_one_tenth)
{
    const struct worked_example example = worked_example_new(&scratch);
    struct parameter parameter[4];
    mlp_parameters(&example.mlp, parameter);
    for (size_t p = 0; p < 4; p++) {
        for (size_t i = 0; i < parameter[p].count; i++) {
            const double tenths = 10 * (double)parameter[p].value[i];
            cr_assert_lt(fabs(tenths - round(tenths)), 1e-6);
            cr_assert_lt(fabs(tenths), 10);
            cr_assert_eq(parameter[p].gradient[i], 0);
        }
    }
}

/* --- the numbers --- */

/* As printed, with six digits behind the point. */
static void compare_printed(const char *what, size_t count, const double *got,
                            const double *printed)
{
    for (size_t i = 0; i < count; i++) {
        cr_assert_lt(fabs(got[i] - printed[i]), 5.1e-7, "%s, element %zu is %.9g", what, i, got[i]);
    }
}

/* What the handout prints, to its six digits; computed with NumPy. */
Test(worked_example, numbers_are_those_of_the_handout)
{
    const struct worked_example example = worked_example_new(&scratch);
    const struct numbers n = by_hand(&example);
    static const double before[] = {0.130000, -0.250000, 0.330000,  -0.060000, 0.420000, -0.410000,
                                    0.750000, -0.180000, -0.045000, 0.115000,  0.335000, -0.400000,
                                    0.630000, 0.085000,  0.165000,  0.250000};
    static const double after[] = {0.532454, 0.437823, 0.581759, 0.485004, 0.603483, 0.398912,
                                   0.679179, 0.455121, 0.488752, 0.528718, 0.582975, 0.401312,
                                   0.652489, 0.521237, 0.541157, 0.562177};
    static const double logit[] = {0.329616, 0.466212};
    static const double p[] = {0.581666, 0.614487};
    static const double loss[] = {0.871475, 0.486968};
    static const double mean_loss[] = {0.679222};
    static const double dlogit[] = {0.290833, -0.192757};
    static const double dw2[] = {0.060645, 0.025420, 0.056822, 0.063700,
                                 0.049741, 0.015545, 0.093216, 0.024001};
    static const double db2[] = {0.098076};
    static const double dafter[] = {0.087250,  -0.116333, 0.145416,  -0.058167, 0.029083,  0.174500,
                                    -0.145416, 0.058167,  -0.057827, 0.077103,  -0.096378, 0.038551,
                                    -0.019276, -0.115654, 0.096378,  -0.038551};
    static const double dbefore[] = {
        0.021721,  -0.028634, 0.035382,  -0.014529, 0.006959,  0.041842,  -0.031686, 0.014424,
        -0.014449, 0.019212,  -0.023431, 0.009262,  -0.004371, -0.028861, 0.023931,  -0.009489};
    static const double dw1[] = {0.008711,  -0.013014, -0.011361, 0.017254,  0.014271, -0.021135,
                                 -0.006129, 0.008463,  0.002985,  -0.004014, 0.016012, -0.025685,
                                 -0.010568, 0.020696,  0.005865,  -0.008578};
    static const double db1[] = {0.007271, -0.009421, 0.011951,  -0.005266,
                                 0.002589, 0.012980,  -0.007754, 0.004936};
    compare_printed("before", 16, n.before[0], before);
    compare_printed("after", 16, n.after[0], after);
    compare_printed("logit", 2, n.logit, logit);
    compare_printed("p", 2, n.p, p);
    compare_printed("loss", 2, n.loss, loss);
    compare_printed("mean_loss", 1, &n.mean_loss, mean_loss);
    compare_printed("dlogit", 2, n.dlogit, dlogit);
    compare_printed("dw2", 8, n.dw2, dw2);
    compare_printed("db2", 1, &n.db2, db2);
    compare_printed("dafter", 16, n.dafter[0], dafter);
    compare_printed("dbefore", 16, n.dbefore[0], dbefore);
    compare_printed("dw1", 16, n.dw1[0], dw1);
    compare_printed("db1", 8, n.db1, db1);
}

static void compare_with_tape(const struct backend *backend)
{
    struct worked_example example = worked_example_new(&scratch);
    const struct numbers n = by_hand(&example);
    struct tape tape = tape_new(&scratch, &step_arena, backend, 8);
    struct variable *const x = tape_constant(&tape, example.x);
    struct variable *const y = tape_constant(&tape, example.y);
    struct variable *const logits = mlp_forward(&tape, &example.mlp, x);
    struct variable *const loss = binary_cross_entropy_loss(&tape, logits, y);
    tape_backward(&tape, loss);
    cr_assert_eq(tape.count, 4); /* linear, sigmoid, linear, loss */
    const struct variable *const before = tape.record[0].output;
    const struct variable *const after = tape.record[1].output;
    compare("before the sigmoid", points * hidden, before->value.data, n.before[0]);
    compare("behind the sigmoid", points * hidden, after->value.data, n.after[0]);
    compare("logits", points, logits->value.data, n.logit);
    compare("loss", 1, loss->value.data, &n.mean_loss);
    compare("dlogits", points, logits->gradient, n.dlogit);
    compare("dw2", hidden, example.mlp.layer[1].w.gradient, n.dw2);
    compare("db2", 1, example.mlp.layer[1].b.gradient, &n.db2);
    compare("d behind the sigmoid", points * hidden, after->gradient, n.dafter[0]);
    compare("d before the sigmoid", points * hidden, before->gradient, n.dbefore[0]);
    compare("dw1", hidden * inputs, example.mlp.layer[0].w.gradient, n.dw1[0]);
    compare("db1", hidden, example.mlp.layer[0].b.gradient, n.db1);
}

Test(worked_example, tape_finds_the_same_numbers)
{
    const struct backend fast = fast_backend();
    compare_with_tape(&naive_backend);
    compare_with_tape(&fast);
}

Test(worked_example, train_step_moves_the_weights_against_them)
{
    struct worked_example example = worked_example_new(&scratch);
    const struct numbers n = by_hand(&example);
    const struct start s = start_of(&example);
    struct parameter parameter[4];
    mlp_parameters(&example.mlp, parameter);
    struct optimizer optimizer =
        optimizer_new(&scratch, parameter, 4, (struct optimizer_settings){.rate = example.rate});
    struct tape tape = new_tape();
    struct training training = {&tape, mlp_module(&example.mlp), binary_cross_entropy_loss,
                                &optimizer};
    assert_near(train_step(&training, example.x, example.y), (real)n.mean_loss, 8 * REAL_EPSILON);
    for (size_t h = 0; h < hidden; h++) {
        for (size_t j = 0; j < inputs; j++) {
            assert_near(*tensor_at(example.mlp.layer[0].w.value, h, j, 0, 0),
                        (real)(s.w1[h][j] - 0.01 * n.dw1[h][j]), 4 * REAL_EPSILON);
        }
        assert_near(example.mlp.layer[0].b.value.data[h], (real)(s.b1[h] - 0.01 * n.db1[h]),
                    4 * REAL_EPSILON);
        assert_near(example.mlp.layer[1].w.value.data[h], (real)(s.w2[h] - 0.01 * n.dw2[h]),
                    4 * REAL_EPSILON);
    }
    assert_near(example.mlp.layer[1].b.value.data[0], (real)(s.b2 - 0.01 * n.db2),
                4 * REAL_EPSILON);
    assert_near(evaluate_loss(&training, example.x, example.y), (real)0.678855, (real)1e-6);
}
