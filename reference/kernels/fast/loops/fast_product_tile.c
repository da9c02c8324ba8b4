/* A tile of a product. The sums are vectors with constant indices in loops that are unrolled: so gcc and
 * clang keep them in registers. */
#include "kernels/fast/loops/fast_tile.h"

/* c += A panel for tile_rows rows of A and `vectors` vectors of columns; A's element is
 * a[r * a_row + l * a_column]. Inlined, so that each caller has a copy that knows what is constant. The loops
 * always go to tile_vectors: clang 14 unrolls them before it has inlined them. */
static inline __attribute__((always_inline)) void add_tile(size_t vectors, size_t depth,
                                                           const real *a, size_t a_row,
                                                           size_t a_column, const real *panel,
                                                           real *c, size_t c_row)
{
    vector sum[tile_rows][tile_vectors] = {0};
    for (size_t l = 0; l < depth; l++) {
        const real *const b = panel + l * vectors * lanes;
#pragma GCC unroll 16
        for (size_t r = 0; r < tile_rows; r++) {
            const real x = a[r * a_row + l * a_column];
#pragma GCC unroll 16
            for (size_t v = 0; v < tile_vectors; v++) {
                if (v < vectors) {
                    sum[r][v] += x * vector_at(b + v * lanes);
                }
            }
        }
    }
#pragma GCC unroll 16
    for (size_t r = 0; r < tile_rows; r++) {
#pragma GCC unroll 16
        for (size_t v = 0; v < tile_vectors; v++) {
            if (v < vectors) {
                real *const here = c + r * c_row + v * lanes;
                vector_put(here, vector_at(here) + sum[r][v]);
            }
        }
    }
}

void multiply_tile(size_t width, size_t depth, const struct view *a, const real *panel, real *c,
                   size_t c_row)
{
    if (width == lanes) {
        if (a->column == 1) {
            add_tile(1, depth, a->data, a->row, 1, panel, c, c_row);
        } else {
            add_tile(1, depth, a->data, 1, a->column, panel, c, c_row);
        }
    } else if (a->column == 1) {
        add_tile(tile_vectors, depth, a->data, a->row, 1, panel, c, c_row);
    } else {
        add_tile(tile_vectors, depth, a->data, 1, a->column, panel, c, c_row);
    }
}

void multiply_edge(size_t rows, size_t columns, size_t width, size_t depth, const struct view *a,
                   const real *panel, real *c, size_t c_row)
{
    real sum[tile_rows * tile_width];
    for (size_t s = 0; s < tile_rows * tile_width; s += lanes) {
        vector_put(sum + s, (vector){0});
    }
    multiply_tile(width, depth, a, panel, sum, tile_width);
    for (size_t r = 0; r < rows; r++) {
        for (size_t j = 0; j < columns; j++) {
            c[r * c_row + j] += sum[r * tile_width + j];
        }
    }
}
