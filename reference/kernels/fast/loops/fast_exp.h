/* kernels/fast/loops/fast_exp.h: exp and log that a compiler can compute for a vector of numbers.
 *
 * libm's functions take one number a call, so a loop around them is not vectorised. These are plain
 * arithmetic without branches or tables, short enough to be inlined into such a loop.
 *
 * Method of exp: x = n ln 2 + r with a whole n and |r| <= ln 2 / 2, so that exp(x) = 2^n exp(r).
 * Adding a number so large that it leaves no bit behind the point rounds to the whole n; 2^n is made
 * of n's bits. ln 2 comes in two parts, the first so short that n times it is exact (W. J. Cody,
 * W. Waite, "Software Manual for the Elementary Functions", 1980). exp(r) - 1 is Taylor's series,
 * cut where the next term is less than a tenth of the last place.
 *
 * Method of log(1 + s): with z = s / (2 + s) it is 2 (z + z^3/3 + z^5/5 + ...). For s beyond
 * sqrt(2) - 1 it is ln 2 + log((1 + s) / 2) instead, so that |z| <= 0.1716.
 *
 * Accuracy: the largest errors found, against long double, at every 17th float and at 6 million
 * doubles, in units of the last place of the result:
 *
 *     exp_of_negative    float 1.02    double 0.95, a relative error of 1.7e-16
 *     expm1_of_negative  float 0.88    double 1.12
 *     log1p_of_unit      float 1.58    double 1.81
 *
 * They hold with -ffp-contract=off, which our flags say, and are then the same on every processor.
 */
#ifndef DESCENT_KERNELS_FAST_LOOPS_FAST_EXP_H
#define DESCENT_KERNELS_FAST_LOOPS_FAST_EXP_H

#include "base/real.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef DESCENT_DOUBLE
enum { exponent_bias = 1023, fraction_bits = 52, exp_terms = 12, log_terms = 10 };
static const real exp_lowest = -708.39; /* exp of it is nearly DBL_MIN */
static const real rounding = 0x1.8p52;
static const real ln2_first = 0x1.62e42fefa4p-1, ln2_rest = -0x1.8432a1b0e2634p-43;
#else
enum { exponent_bias = 127, fraction_bits = 23, exp_terms = 6, log_terms = 4 };
static const real exp_lowest = -87.33F; /* exp of it is nearly FLT_MIN */
static const real rounding = 0x1.8p23F;
static const real ln2_first = 0x1.63p-1F, ln2_rest = -0x1.bd0106p-13F;
#endif

/* 2^n, where `shifted` is n + `rounding`: n stands in its last bits, and all others are shifted out. */
static inline real power_of_two(real shifted)
{
#ifdef DESCENT_DOUBLE
    uint64_t bits;
#else
    uint32_t bits;
#endif
    memcpy(&bits, &shifted, sizeof bits);
    bits = (bits + exponent_bias) << fraction_bits;
    real power;
    memcpy(&power, &bits, sizeof power);
    return power;
}

/* exp(x) - 1 = power * rest + (power - 1), where power is 2^n and rest is exp(r) - 1. */
struct exp_parts {
    real power, rest;
};

/* For x from exp_lowest to 0. */
static inline struct exp_parts exp_parts(real x)
{
    static const real one_over_ln2 = (real)0x1.71547652b82fep+0;
    static const real inverse_factorial[] = {
        (real)1 / 2,       (real)1 / 6,        (real)1 / 24,        (real)1 / 120,
        (real)1 / 720,     (real)1 / 5040,     (real)1 / 40320,     (real)1 / 362880,
        (real)1 / 3628800, (real)1 / 39916800, (real)1 / 479001600, (real)(1 / 6227020800.0),
    };
    const real shifted = x * one_over_ln2 + rounding;
    const real n = shifted - rounding;
    const real r = (x - n * ln2_first) - n * ln2_rest;

    real sum = inverse_factorial[exp_terms - 1];
    for (size_t i = exp_terms - 1; i > 0; i--) {
        sum = sum * r + inverse_factorial[i - 1];
    }
    return (struct exp_parts){power_of_two(shifted), r + r * r * sum};
}

/* exp(x) for x <= 0. Below exp_lowest it is 0: what comes out is 0 or a normal number. */
static inline real exp_of_negative(real x)
{
    const struct exp_parts parts = exp_parts(x);
    const real exp_of_x = parts.power * parts.rest + parts.power;
    return x < exp_lowest ? 0 : exp_of_x;
}

/* exp(x) - 1 for x <= 0, exact to the last places for small x as well. */
static inline real expm1_of_negative(real x)
{
    const struct exp_parts parts = exp_parts(x);
    const real expm1_of_x = parts.power * parts.rest + (parts.power - 1);
    return x < exp_lowest ? -1 : expm1_of_x;
}

/* log(1 + s) for s from 0 to 1. */
static inline real log1p_of_unit(real s)
{
    const int far = s > (real)0.41421356;
    const real f = far ? (s - 1) / 2 : s; /* (1 + s) / 2 is 1 + f */
    const real z = f / (2 + f), square = z * z;
    real sum = 1 / (real)(2 * log_terms + 1);
    for (size_t i = log_terms; i > 1; i--) {
        sum = sum * square + 1 / (real)(2 * i - 1);
    }
    /* 2 z = f - f z: the largest term is exact */
    const real log1p_of_f = f - z * (f - 2 * square * sum);
    return far ? (real)0x1.62e42fefa39efp-1 + log1p_of_f : log1p_of_f;
}

#endif
