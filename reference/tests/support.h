/* tests/support.h: what the library's tests share.
 *
 * Criterion runs each test in a process of its own, so a test may change what it likes. Every suite
 * begins and ends with the same two functions:
 *
 *     TestSuite(mse, .init = test_begin, .fini = test_end);
 */
#ifndef DESCENT_TESTS_SUPPORT_H
#define DESCENT_TESTS_SUPPORT_H

#include "autograd/objective.h"
#include "base/arena.h"
#include "base/pcg32.h"
#include "base/real.h"

#include <criterion/criterion.h>
#include <stdbool.h>
#include <stddef.h>

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ASAN 1
#endif
#endif

bool under_valgrind(void);

/* The tests are run in the repository's root. */
#define QUIZ_FINAL "datasets/quiz-final.csv"

/* Memory for a test's arrays: AddressSanitizer sees who runs past one. */
extern struct arena scratch;

void test_begin(void);
void test_end(void); /* takes the test's folder away, if it has one */

/* --- arrays from the scratch arena --- */

real *random_reals(struct pcg32 *generator, size_t count); /* U(-1, 1) */
real *zero_reals(size_t count);
real *copy_reals(size_t count, const real *array /* (count) */);

/* --- numbers that may differ by a little --- */

/* |got - expected| <= tolerance; a NaN is near nothing. */
bool near(real got, real expected, real tolerance);

/* NULL when each element is near, else a text that names the first that is not. */
const char *first_difference(size_t count, const real *got, const real *expected, real tolerance);

#define assert_near(got, expected, tolerance)                                                      \
    cr_assert(near(got, expected, tolerance), "%s is %.9g, expected %.9g", #got, (double)(got),    \
              (double)(expected))

#define assert_all_near(count, got, expected, tolerance)                                           \
    do {                                                                                           \
        const char *const difference_ = first_difference(count, got, expected, tolerance);         \
        cr_assert(!difference_, "%s: %s", #got, difference_ ? difference_ : "");                   \
    } while (0)

/* --- gradients --- */

/* How far an exact gradient may be from the measured one, for losses and slopes of about 1. */
#ifdef DESCENT_DOUBLE
#define GRADIENT_TOLERANCE ((real)1e-8)
#else
#define GRADIENT_TOLERANCE ((real)1e-3)
#endif

/* gradient[i] = (L(c + step at i) - L(c - step at i)) / (2 step). Leaves the coefficients as before. */
void central_differences(const struct objective *objective, size_t count, real *coefficients,
                         real *gradient /* (count) */);

/* --- files --- */

struct path {
    char text[256];
};

/* The path of a file in a folder of this test's own. */
struct path in_folder(const char *name);

/* The same message without the folder: "table.csv:2: ...". */
const char *without_folder(const char *message);

/* How many files lie there: nothing half-written may stay behind. */
size_t files_in_folder(void);

void write_file(const char *path, const void *bytes, size_t length);

/* The file's text, from the scratch arena, a zero byte behind it. */
const char *text_of_file(const char *path);

/* Lets every write beyond `bytes` bytes of a file fail, as on a full disk. */
void limit_file_size(size_t bytes);

/* --- panics --- */

/* Calls the function in a process of its own and returns what it printed to stderr. Fails the test
 * unless abort() stopped it. */
const char *panic_of(void (*call)(void));

#endif
