#include "kernels/ladder/matmul_tiled.h"

#include "kernels/fast/loops/fast_vector.h"

/* tile_rows * tile_vectors sums, a vector of b and a number of a, in 32 registers with AVX-512, else 16. */
enum {
    tile_rows = VECTOR_BYTES == 64   ? 8
                : VECTOR_BYTES == 32 ? 6
                                     : 4,
    tile_vectors = 2,
    tile_width = tile_vectors * lanes,
    tile_depth = 256 /* a panel of 256 by 32 floats is 32 KiB */
};

/* Rows depth and columns count of b, beginning at its element `from`; zeros for columns behind them. */
static void copy_panel(size_t depth, size_t count, size_t m, const real *from,
                       real *panel /* (depth,tile_width) */)
{
    for (size_t l = 0; l < depth; l++) {
        for (size_t j = 0; j < tile_width; j++) {
            panel[l * tile_width + j] = j < count ? from[l * m + j] : 0;
        }
    }
}

/* c += a panel, for tile_rows rows and tile_width columns of c. The loops over a tile are unrolled: then each
 * sum has a constant place, and the compiler keeps it in a register. */
static void add_tile(size_t depth, const real *const a[tile_rows], const real *panel, real *c,
                     size_t m)
{
    vector sum[tile_rows][tile_vectors] = {0};
    for (size_t l = 0; l < depth; l++) {
        const real *const b = panel + l * tile_width;
#pragma GCC unroll 8
        for (size_t i = 0; i < tile_rows; i++) {
#pragma GCC unroll 2
            for (size_t v = 0; v < tile_vectors; v++) {
                sum[i][v] += a[i][l] * vector_at(b + v * lanes);
            }
        }
    }
#pragma GCC unroll 8
    for (size_t i = 0; i < tile_rows; i++) {
#pragma GCC unroll 2
        for (size_t v = 0; v < tile_vectors; v++) {
            real *const here = c + i * m + v * lanes;
            vector_put(here, vector_at(here) + sum[i][v]);
        }
    }
}

/* The same at c's edge, of only `rows` and `columns`: a whole tile is computed beside c. */
static void add_edge(size_t rows, size_t columns, size_t depth, const real *const a[tile_rows],
                     const real *panel, real *c, size_t m)
{
    real tile[tile_rows * tile_width] = {0};
    add_tile(depth, a, panel, tile, tile_width);
    for (size_t i = 0; i < rows; i++) {
        for (size_t j = 0; j < columns; j++) {
            c[i * m + j] += tile[i * tile_width + j];
        }
    }
}

/* c's columns from j0 on, as many as a panel has, += `depth` columns of a times the panel. */
static void add_columns(size_t n, size_t depth, size_t columns, const real *a, size_t k,
                        const real *panel, real *c, size_t m)
{
    for (size_t i0 = 0; i0 < n; i0 += tile_rows) {
        const size_t rows = n - i0 < tile_rows ? n - i0 : tile_rows;
        const real *row[tile_rows]; /* where there are fewer, the last stands for those behind it */
        for (size_t i = 0; i < tile_rows; i++) {
            row[i] = a + (i0 + (i < rows ? i : rows - 1)) * k;
        }
        if (rows == tile_rows && columns == tile_width) {
            add_tile(depth, row, panel, c + i0 * m, m);
        } else {
            add_edge(rows, columns, depth, row, panel, c + i0 * m, m);
        }
    }
}

void matmul_tiled(size_t n, size_t k, size_t m, const real *a, const real *b, real *c)
{
    real panel[tile_depth * tile_width];
    for (size_t i = 0; i < n * m; i++) {
        c[i] = 0;
    }
    for (size_t l0 = 0; l0 < k; l0 += tile_depth) {
        const size_t depth = k - l0 < tile_depth ? k - l0 : tile_depth;
        for (size_t j0 = 0; j0 < m; j0 += tile_width) {
            const size_t columns = m - j0 < tile_width ? m - j0 : tile_width;
            copy_panel(depth, columns, m, b + l0 * m + j0, panel);
            add_columns(n, depth, columns, a + l0, k, panel, c + j0, m);
        }
    }
}
