/* Small matrices. The header says what each function does. */
#include "common/matrix.h"

#include "common/lab_output.h"
#include "common/measured.h"

#include <stdio.h>
#include <string.h>

struct matrix matrix_new(struct arena *arena, size_t rows, size_t columns)
{
    return (struct matrix){rows, columns, arena_reals(arena, rows * columns)};
}

size_t matrix_count(struct matrix m)
{
    return m.rows * m.columns;
}

struct matrix matrix_zeros(struct arena *arena, size_t rows, size_t columns)
{
    const struct matrix m = matrix_new(arena, rows, columns);
    memset(m.at, 0, matrix_count(m) * sizeof *m.at);
    return m;
}

struct matrix matrix_drawn(struct arena *arena, size_t rows, size_t columns,
                           struct pcg32 *generator)
{
    const struct matrix m = matrix_new(arena, rows, columns);
    for (size_t i = 0; i < matrix_count(m); i++) {
        m.at[i] = (real)pcg32_below(generator, 41) / 10 - 2;
    }
    return m;
}

void matrix_require_finite(struct matrix m, const char *what)
{
    for (size_t i = 0; i < matrix_count(m); i++) {
        lab_require_finite(m.at[i], what);
    }
}

void matrix_print_row(struct matrix m, size_t row)
{
    for (size_t j = 0; j < m.columns; j++) {
        printf(" %7.3f", (double)(m.at[row * m.columns + j] + 0)); /* + 0: no -0 */
    }
}

void matrix_print_beside(const char *left, struct matrix a, const char *right, struct matrix b)
{
    const int width = 8 * (int)a.columns;
    printf("       %*s   %*s\n", width, left, 8 * (int)b.columns, right);
    for (size_t i = 0; i < a.rows || i < b.rows; i++) {
        printf("       ");
        if (i < a.rows) {
            matrix_print_row(a, i);
        } else {
            printf("%*s", width, "");
        }
        if (i < b.rows) {
            printf("   ");
            matrix_print_row(b, i);
        }
        putchar('\n');
    }
}

struct matrix matrix_measure(struct arena *arena, const struct objective *objective,
                             struct matrix at)
{
    const struct matrix gradient = matrix_new(arena, at.rows, at.columns);
    measured_gradient(objective, matrix_count(at), at.at, gradient.at);
    return gradient;
}

void matrix_compare(const char *name, struct matrix computed, struct matrix measured)
{
    char left[48];
    matrix_require_finite(computed, name);
    snprintf(left, sizeof left, "%s computed", name);
    matrix_print_beside(left, computed, "measured", measured);
    printf("       %s\n", measured_verdict(matrix_count(computed), computed.at, measured.at).text);
}
