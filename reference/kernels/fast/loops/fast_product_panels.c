/* Panels for the tiles of a product: B's columns side by side. Where they lie along k, squares of lanes by
 * lanes numbers are turned in registers; so is c^T. */
#include "kernels/fast/loops/fast_tile.h"

/* panel (depth,width) = b's rows from their start. Inlined, so that each caller knows the width. */
static inline __attribute__((always_inline)) void copy_rows(size_t width, struct view b,
                                                            size_t depth, real *panel)
{
    for (size_t l = 0; l < depth; l++) {
#pragma GCC unroll 16
        for (size_t j = 0; j < width; j += lanes) {
            vector_put(panel + l * width + j, vector_at(b.data + l * b.row + j));
        }
    }
}

/* The same where only some columns are there, and zeros for the others. */
static void copy_some_columns(size_t width, struct view b, size_t depth, size_t columns,
                              real *panel)
{
    for (size_t l = 0; l < depth; l++) {
        for (size_t j = 0; j < width; j++) {
            panel[l * width + j] = j < columns ? b.data[l * b.row + j] : 0;
        }
    }
}

/* The square of `rows` rows from `in` on, and zeros below: v[i]'s element j is in[j * in_row + i]. */
static inline void turn_square(size_t rows, const real *in, size_t in_row, vector v[lanes])
{
#pragma GCC unroll 16
    for (size_t i = 0; i < lanes; i++) {
        v[i] = i < rows ? vector_at(in + i * in_row) : (vector){0};
    }
    vector_transpose(v);
}

/* The last steps along k of a panel, fewer than a square has. */
static void turn_rest(const real *b, size_t b_column, size_t depth, size_t columns, size_t width,
                      real *panel)
{
    for (size_t l = 0; l < depth; l++) {
        for (size_t j = 0; j < width; j++) {
            panel[l * width + j] = j < columns ? b[j * b_column + l] : 0;
        }
    }
}

/* The panel of columns that lie along k: element (l, j) is b[j * b_column + l]. */
static void turn_columns(const real *b, size_t b_column, size_t depth, size_t columns, size_t width,
                         real *panel)
{
    size_t l = 0;
    for (; l + lanes <= depth; l += lanes) {
        for (size_t j = 0; j < width; j += lanes) {
            vector v[lanes];
            turn_square(columns - j, b + j * b_column + l, b_column, v);
#pragma GCC unroll 16
            for (size_t i = 0; i < lanes; i++) {
                vector_put(panel + (l + i) * width + j, v[i]);
            }
        }
    }
    turn_rest(b + l, b_column, depth - l, columns, width, panel + l * width);
}

void make_panel(struct view b, size_t depth, size_t columns, size_t width, real *panel)
{
    if (b.column != 1) {
        turn_columns(b.data, b.column, depth, columns, width, panel);
    } else if (columns < width) {
        copy_some_columns(width, b, depth, columns, panel);
    } else if (width == lanes) {
        copy_rows(lanes, b, depth, panel);
    } else {
        copy_rows(tile_width, b, depth, panel);
    }
}

/* --- c^T --------------------------------------------------------------------------------------- */

static void add_turned_square(const real *in, size_t in_row, real *out, size_t out_row)
{
    vector v[lanes];
    turn_square(lanes, in, in_row, v);
#pragma GCC unroll 16
    for (size_t i = 0; i < lanes; i++) {
        real *const here = out + i * out_row;
        vector_put(here, vector_at(here) + v[i]);
    }
}

void add_turned(size_t rows, size_t columns, const real *in, real *out, size_t out_row)
{
    for (size_t i = 0; i < rows; i += lanes) {
        for (size_t j = 0; j < columns; j += lanes) {
            const real *const square = in + i * columns + j;
            real *const here = out + j * out_row + i;
            if (rows - i >= lanes && columns - j >= lanes) {
                add_turned_square(square, columns, here, out_row);
                continue;
            }
            for (size_t x = 0; x < lanes && i + x < rows; x++) {
                for (size_t y = 0; y < lanes && j + y < columns; y++) {
                    here[y * out_row + x] += square[x * columns + y];
                }
            }
        }
    }
}
