#include "layers/initialisation.h"

#include "tests/support.h"

#include <math.h>

TestSuite(initialisation, .init = test_begin, .fini = test_end);

/* --- the distribution ---
 *
 * A sample of n numbers from U(-limit, limit) with variance v = limit^2 / 3 has a mean that strays
 * by sqrt(v / n) and a variance that strays by v sqrt(4 / (5 n)). Five times that is allowed: by
 * chance less than one seed in a million would fail. */

static void check_distribution(void (*rule)(size_t, size_t, struct pcg32 *, real *), size_t in,
                               size_t out, double variance)
{
    const size_t n = in * out;
    const size_t mark = scratch.used;
    struct pcg32 generator = pcg32_seed(221, in * 1000 + out);
    real *const w = arena_reals(&scratch, n);
    rule(in, out, &generator, w);
    double sum = 0, squares = 0, largest = 0;
    for (size_t i = 0; i < n; i++) {
        sum += (double)w[i];
        squares += (double)w[i] * (double)w[i];
        largest = fmax(largest, fabs((double)w[i]));
    }
    const double count = (double)n, mean = sum / count, limit = sqrt(3 * variance);
    cr_assert_lt(fabs(mean), 5 * sqrt(variance / count), "%zu,%zu: mean %g", in, out, mean);
    cr_assert_lt(fabs(squares / count - variance), 5 * variance * sqrt(0.8 / count),
                 "%zu,%zu: variance %g, expected %g", in, out, squares / count, variance);
    cr_assert_leq(largest, limit * (1 + 2 * (double)REAL_EPSILON), "%zu,%zu", in, out);
    cr_assert_geq(largest, limit * (1 - 10 / count), "%zu,%zu", in, out);
    arena_reset(&scratch, mark);
}

static const size_t shapes[][2] = {{300, 200}, {200, 300}, {784, 30},
                                   {30, 784},  {1, 5000},  {5000, 1}};
enum { count_of_shapes = sizeof shapes / sizeof *shapes };

Test(initialisation, xavier_has_variance_2_by_fan_in_and_fan_out)
{
    for (size_t s = 0; s < count_of_shapes; s++) {
        const size_t in = shapes[s][0], out = shapes[s][1];
        check_distribution(xavier_initialise, in, out, 2.0 / (double)(in + out));
    }
}

Test(initialisation, he_has_variance_2_by_fan_in)
{
    for (size_t s = 0; s < count_of_shapes; s++) {
        const size_t in = shapes[s][0], out = shapes[s][1];
        check_distribution(he_initialise, in, out, 2.0 / (double)in);
    }
}

Test(initialisation, xavier_by_hand)
{
    struct pcg32 generator = pcg32_seed(222, 1), same = generator;
    real w[8]; /* sqrt(6 / (4 + 2)) = 1 */
    xavier_initialise(4, 2, &generator, w);
    for (size_t i = 0; i < 8; i++) {
        cr_assert_eq(w[i], pcg32_uniform(&same, -1, 1), "weight %zu", i);
    }
}

Test(initialisation, he_by_hand)
{
    struct pcg32 generator = pcg32_seed(222, 1), same = generator;
    real w[12]; /* sqrt(6 / 6) = 1 */
    he_initialise(6, 2, &generator, w);
    for (size_t i = 0; i < 12; i++) {
        cr_assert_eq(w[i], pcg32_uniform(&same, -1, 1), "weight %zu", i);
    }
}

/* --- seeds --- */

static void check_seeds(void (*rule)(size_t, size_t, struct pcg32 *, real *))
{
    struct pcg32 one = pcg32_seed(1, 1), same = pcg32_seed(1, 1), other = pcg32_seed(2, 1);
    real first[15], again[15], different[15];
    rule(5, 3, &one, first);
    rule(5, 3, &same, again);
    rule(5, 3, &other, different);
    assert_all_near(15, again, first, 0);
    for (size_t i = 0; i < 15; i++) {
        cr_assert_neq(first[i], different[i], "weight %zu", i);
    }
    rule(5, 3, &one, again); /* the generator went on */
    for (size_t i = 0; i < 15; i++) {
        cr_assert_neq(first[i], again[i], "weight %zu", i);
    }
}

Test(initialisation, the_same_seed_gives_the_same_numbers)
{
    check_seeds(xavier_initialise);
    check_seeds(he_initialise);
}

Test(initialisation, writes_the_layers_weights_and_no_other)
{
    struct pcg32 generator = pcg32_seed(223, 1);
    real *const w = zero_reals(17);
    xavier_initialise(3, 5, &generator, w + 1);
    cr_assert_eq(w[0], 0);
    cr_assert_eq(w[16], 0);
    he_initialise(3, 5, &generator, w + 1);
    cr_assert_eq(w[0], 0);
    cr_assert_eq(w[16], 0);
}
