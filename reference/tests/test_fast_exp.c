#include "kernels/fast/loops/fast_exp.h"
#include "tests/support.h"

#include <math.h>

TestSuite(fast_exp, .init = test_begin, .fini = test_end);

/* How far `got` is from the exact value, in units of the last place of a real of its size. */
static double places(real got, long double exact)
{
    int exponent;
    frexpl(exact, &exponent);
    const int digits = sizeof(real) == sizeof(double) ? DBL_MANT_DIG : FLT_MANT_DIG;
    return (double)(fabsl((long double)got - exact) / ldexpl(1, exponent - digits));
}

enum { tried = 200000 };

/* Numbers from 0 to `largest`: half of them even over that range, half over the powers of two. */
static real some_number(struct pcg32 *generator, size_t i, real largest)
{
    const real here = pcg32_uniform(generator, 0, 1);
    return i % 2 ? here * largest : largest * (real)pow(2, -40 * (double)here);
}

/* The farthest that `function` is from the exact one, at the numbers -x or x. */
static double farthest(real (*function)(real), long double (*exact)(long double), real sign,
                       real largest)
{
    struct pcg32 generator = pcg32_seed(31, 1);
    double most = 0;
    for (size_t i = 0; i < tried; i++) {
        const real x = sign * some_number(&generator, i, largest);
        most = fmax(most, places(function(x), exact((long double)x)));
    }
    return most;
}

/* As fast_exp.h says. */
Test(fast_exp, exp_is_within_1_1_places)
{
    const double most = farthest(exp_of_negative, expl, -1, -exp_lowest);
    cr_assert_leq(most, 1.1, "%g places", most);
}

Test(fast_exp, expm1_is_within_1_2_places)
{
    const double most = farthest(expm1_of_negative, expm1l, -1, -exp_lowest);
    cr_assert_leq(most, 1.2, "%g places", most);
}

Test(fast_exp, log1p_is_within_1_9_places)
{
    const double most = farthest(log1p_of_unit, log1pl, 1, 1);
    cr_assert_leq(most, 1.9, "%g places", most);
}

Test(fast_exp, whole_results_are_exact)
{
    cr_assert_eq(exp_of_negative(0), 1);
    cr_assert_eq(exp_of_negative(-(real)0.0), 1);
    cr_assert_eq(expm1_of_negative(0), 0);
    cr_assert_eq(log1p_of_unit(0), 0);
    cr_assert_eq(log1p_of_unit(1), (real)M_LN2);
}

Test(fast_exp, below_the_lowest_exp_is_0_and_never_subnormal)
{
    const real far[] = {exp_lowest * (real)1.0001, -1000, -(real)1e30, -(real)INFINITY};
    for (size_t i = 0; i < sizeof far / sizeof *far; i++) {
        cr_assert_eq(exp_of_negative(far[i]), 0, "at %g", (double)far[i]);
        cr_assert_eq(expm1_of_negative(far[i]), -1, "at %g", (double)far[i]);
    }
    cr_assert(isnormal(exp_of_negative(exp_lowest)));
}

Test(fast_exp, nan_passes_through)
{
    cr_assert(isnan(exp_of_negative(REAL_NAN)));
    cr_assert(isnan(expm1_of_negative(REAL_NAN)));
    cr_assert(isnan(log1p_of_unit(REAL_NAN)));
}
