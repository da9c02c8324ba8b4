/* kernels/fast/loops/fast_vector.h: vectors of numbers, as long as the instruction set's registers.
 *
 * Compilers vectorise most loops by themselves, but the many sums of a product they then keep in memory.
 * With these types both gcc and clang keep them in registers. A vector's + and * go element by element,
 * and a number beside a vector counts for each of its elements (gcc's manual, "Using Vector Instructions
 * through Built-in Functions").
 *
 *     vector sum = {0};
 *     sum += x[l] * vector_at(y + l * lanes);
 */
#ifndef DESCENT_KERNELS_FAST_LOOPS_FAST_VECTOR_H
#define DESCENT_KERNELS_FAST_LOOPS_FAST_VECTOR_H

#include "base/real.h"

#include <stddef.h>

#if defined(__AVX512F__)
#define VECTOR_BYTES 64
#elif defined(__AVX2__)
#define VECTOR_BYTES 32
#else
#define VECTOR_BYTES 16
#endif
#ifdef DESCENT_DOUBLE
#define LANES (VECTOR_BYTES / 8)
#else
#define LANES (VECTOR_BYTES / 4)
#endif

enum { lanes = LANES }; /* numbers in a vector */

typedef real vector __attribute__((vector_size(VECTOR_BYTES)));
/* one that lies anywhere in an array of numbers */
typedef real vector_in_array
    __attribute__((vector_size(VECTOR_BYTES), aligned(sizeof(real)), may_alias));

/* Whole numbers as wide, and bytes, as many as a vector has numbers. A comparison of vectors gives whole numbers: -1
 * where it holds, else 0. */
#ifdef DESCENT_DOUBLE
typedef long long whole_number;
#else
typedef int whole_number;
#endif
typedef whole_number whole_vector __attribute__((vector_size(VECTOR_BYTES)));
typedef unsigned char byte_vector __attribute__((vector_size(LANES)));
typedef unsigned char byte_vector_in_array
    __attribute__((vector_size(LANES), aligned(1), may_alias));

typedef whole_number whole_vector_in_array
    __attribute__((vector_size(VECTOR_BYTES), aligned(sizeof(whole_number)), may_alias));

static inline whole_vector whole_vector_at(const whole_number *array /* (lanes) */)
{
    return *(const whole_vector_in_array *)array;
}

static inline void whole_vector_put(unsigned char *bytes /* (lanes) */, whole_vector v)
{
    *(byte_vector_in_array *)bytes = __builtin_convertvector(v, byte_vector);
}

/* Of each element the one where `choice` is -1, the other where it is 0. */
static inline whole_vector whole_choice(whole_vector choice, whole_vector one, whole_vector other)
{
    return (choice & one) | (~choice & other);
}

static inline vector vector_choice(whole_vector choice, vector one, vector other)
{
    return (vector)whole_choice(choice, (whole_vector)one, (whole_vector)other);
}

static inline vector vector_at(const real *array /* (lanes) */)
{
    return *(const vector_in_array *)array;
}

static inline void vector_put(real *array /* (lanes) */, vector v)
{
    *(vector_in_array *)array = v;
}

/* --- vectors mixed with each other --------------------------------------------------------------- */

#if LANES == 16
#define FIRST_HALVES  0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define SECOND_HALVES 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#elif LANES == 8
#define FIRST_HALVES  0, 8, 1, 9, 2, 10, 3, 11
#define SECOND_HALVES 4, 12, 5, 13, 6, 14, 7, 15
#elif LANES == 4
#define FIRST_HALVES  0, 4, 1, 5
#define SECOND_HALVES 2, 6, 3, 7
#else
#define FIRST_HALVES  0, 2
#define SECOND_HALVES 1, 3
#endif

/* gcc 12 and clang have the one, gcc before 12 the other. */
#if defined(__clang__) || __GNUC__ >= 12
#define MIX(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#elif defined(DESCENT_DOUBLE)
typedef long long places __attribute__((vector_size(VECTOR_BYTES)));
#define MIX(a, b, ...) __builtin_shuffle(a, b, (places){__VA_ARGS__})
#else
typedef int places __attribute__((vector_size(VECTOR_BYTES)));
#define MIX(a, b, ...) __builtin_shuffle(a, b, (places){__VA_ARGS__})
#endif

/* a0 b0 a1 b1 ... of the first halves, and of the second halves. */
static inline vector mix_first_halves(vector a, vector b)
{
    return MIX(a, b, FIRST_HALVES);
}

static inline vector mix_second_halves(vector a, vector b)
{
    return MIX(a, b, SECOND_HALVES);
}

/* Turns rows into columns: afterwards v[i]'s element j is what v[j]'s element i was. Each round mixes
 * vectors that lie half of them apart, so that an index moves by one bit from rows to columns. */
static inline void vector_transpose(vector v[lanes])
{
#pragma GCC unroll 16
    for (size_t round = 1; round < lanes; round *= 2) {
        vector mixed[lanes];
#pragma GCC unroll 16
        for (size_t i = 0; i < lanes / 2; i++) {
            mixed[2 * i] = mix_first_halves(v[i], v[i + lanes / 2]);
            mixed[2 * i + 1] = mix_second_halves(v[i], v[i + lanes / 2]);
        }
#pragma GCC unroll 16
        for (size_t i = 0; i < lanes; i++) {
            v[i] = mixed[i];
        }
    }
}

/* Element i is the sum of v[i]'s elements: as if transposed and added, in half the steps. Changes v. */
static inline vector vector_sums(vector v[lanes])
{
#pragma GCC unroll 16
    for (size_t half = lanes / 2; half > 0; half /= 2) {
#pragma GCC unroll 16
        for (size_t i = 0; i < half; i++) {
            v[i] = mix_first_halves(v[i], v[i + half]) + mix_second_halves(v[i], v[i + half]);
        }
    }
    return v[0];
}

#endif
