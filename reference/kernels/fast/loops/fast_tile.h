/* kernels/fast/loops/fast_tile.h: what products by tiles are made of.
 *
 * A tile is some rows and some vectors of columns of c, whose sums stay in registers: per step along k it
 * loads a number of A for each row and the vectors of B, and multiplies all with all. With 8 rows and 2
 * vectors of 16 numbers that is 256 multiplications for 10 loads; 16 sums keep two multiply-add units
 * of four cycles each busy.
 *
 * A panel (depth,width) holds the columns of B that a tile needs side by side, whichever way B lies in
 * memory; they are one vector wide where that is enough, else tile_width, with zeros for columns that are
 * not there.
 */
#ifndef DESCENT_KERNELS_FAST_LOOPS_FAST_TILE_H
#define DESCENT_KERNELS_FAST_LOOPS_FAST_TILE_H

#include "kernels/fast/loops/fast_product.h"
#include "kernels/fast/loops/fast_vector.h"

/* As many sums as the registers can hold beside a step's vectors of B: 32 registers with AVX-512 and on
 * arm64, else 16. */
#if VECTOR_BYTES == 64 || defined(__aarch64__)
enum { tile_rows = 8 };
#elif VECTOR_BYTES == 32
enum { tile_rows = 6 };
#else
enum { tile_rows = 4 };
#endif
enum { tile_vectors = 2, tile_width = tile_vectors * lanes };

/* c += A panel for tile_rows rows of A, `width` columns: lanes or tile_width. */
void multiply_tile(size_t width, size_t depth, const struct view *a,
                   const real *panel /* (depth,width) */, real *c, size_t c_row);

/* The same for a tile of which only some rows and columns are c's: nothing else is written. */
void multiply_edge(size_t rows, size_t columns, size_t width, size_t depth, const struct view *a,
                   const real *panel /* (depth,width) */, real *c, size_t c_row);

/* Copies the first `columns` columns of b. */
void make_panel(struct view b, size_t depth, size_t columns, size_t width,
                real *panel /* (depth,width) */);

/* out[j * out_row + i] += in[i][j]: what was computed of c^T goes to c. */
void add_turned(size_t rows, size_t columns, const real *in /* (rows,columns) */, real *out,
                size_t out_row);

#endif
