/* base/real.h: the number type of the whole library.
 *
 * Every source is compiled twice: with `real` as float, for training, and with -DDESCENT_DOUBLE
 * as double, for checks: there a correct gradient agrees with central differences to 1e-7 or so,
 * which is tight enough to see a real mistake.
 *
 * Mathematics comes from <tgmath.h>: sqrt(x) of a real is sqrtf or sqrt as needed. Write constants
 * as (real)0.5 and counts as (real)count: an integer or a double among the arguments would widen
 * the whole expression.
 */
#ifndef DESCENT_BASE_REAL_H
#define DESCENT_BASE_REAL_H

#include <float.h>
#include <stddef.h>

#ifdef DESCENT_DOUBLE
typedef double real;
#define REAL_NAME    "double"
#define REAL_EPSILON DBL_EPSILON
#else
typedef float real;
#define REAL_NAME    "float"
#define REAL_EPSILON FLT_EPSILON
#endif

/* Not a number: what an array holds before it is written. */
#define REAL_NAN ((real)__builtin_nan(""))

#endif
