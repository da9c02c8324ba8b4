/* The product of two matrices by tiles (fast_tile.h).
 *
 * B is first copied into panels, for up to most_depth steps of k; then the rows of A, a tile's at a time,
 * pass by all of them. A is read where it lies, unless its columns are needed often.
 *
 * Where B is transposed and A is the smaller one, it is A of which panels are made, and the tiles are of
 * c^T += B^T A^T: a batch of 64 rows through a layer's weights (out,in) is such a product.
 *
 * Threads make panels together and then share c's rows. An element of c is computed by the same operations
 * in the same order, whichever tile, range and thread it falls to.
 *
 * Source: K. Goto, R. A. van de Geijn, "Anatomy of high-performance matrix multiplication", 2008.
 */
#include "kernels/fast/loops/fast_tile.h"
#include "kernels/fast/threads.h"

#include <string.h>

/* Tiles that are computed together; rows of c^T that are turned back together, whole tiles and whole
 * squares. */
enum { few_tiles = 4, turned_rows = tile_rows == 6 ? 24 : 16 };
_Static_assert(turned_rows <= few_tiles * tile_rows, "they are computed together");

/* Numbers: a panel of 256 steps and the rows of a tile fit the first-level cache, all panels the second. */
enum { panels_size = 1 << 18, panels_count = panels_size / sizeof(real), few_panels_count = 2048 };
enum { most_depth = 256, most_depth_turned = few_tiles * most_depth, most_columns_turned = 256 };

/* From so many multiplications on the work is shared by threads. */
enum { shares_pay = 1 << 18 };

/* --- blocks: so much of a product as the panels hold ------------------------------------------- */

/* c (n,m) += a (n,depth) b (depth,m); turned: c^T (m,n) += ..., c as it lies in memory is (m,n). */
struct block {
    size_t n, depth, m;
    struct view a, b;
    real *c;
    size_t c_row; /* from one row of c, as it lies in memory, to the next */
    bool turned;
    real *panels; /* (panels_count): panel after panel, each (depth,width) */
};

/* The columns of a panel that starts at column j of m. */
static size_t width_of(size_t m, size_t j)
{
    return m - j <= lanes ? lanes : tile_width;
}

static void make_panels(void *context, size_t from, size_t to)
{
    const struct block *const block = context;
    for (size_t p = from; p < to; p++) {
        const size_t j = p * tile_width, left = block->m - j, width = width_of(block->m, j);
        make_panel(view_from(block->b, 0, j), block->depth, left < width ? left : width, width,
                   block->panels + j * block->depth);
    }
}

/* A tile's rows that lie along k, with zeros for those that are not there. */
static struct view copy_along_k(struct view a, size_t rows, size_t depth, real *room)
{
    memset(room, 0, tile_rows * depth * sizeof *room);
    for (size_t r = 0; r < rows; r++) {
        memcpy(room + r * depth, a.data + r * a.row, depth * sizeof *room);
    }
    return (struct view){room, depth, 1};
}

/* The rows of a few tiles that lie side by side, column after column of A; the same zeros. All tiles in one
 * pass: A's columns are far apart, each on a page of memory of its own. */
static void copy_side_by_side(struct view a, size_t rows, size_t depth, real *room)
{
    for (size_t l = 0; l < depth; l++) {
        const real *const column = a.data + l * a.column;
        real *here = room + l * tile_rows;
        size_t i = 0;
        for (; i + tile_rows <= rows; i += tile_rows) {
            memcpy(here, column + i, tile_rows * sizeof *here);
            here += tile_rows * depth;
        }
        for (size_t r = 0; r < tile_rows && i < rows; r++) {
            here[r] = i + r < rows ? column[i + r] : 0;
        }
    }
}

/* Rows of A, as many as a tile has or fewer, with the panel that begins at column j. */
static void multiply_panel(const struct block *block, size_t rows, const struct view *a, size_t j,
                           real *c, size_t c_row)
{
    const size_t width = width_of(block->m, j), left = block->m - j;
    const real *const panel = block->panels + j * block->depth;
    if (rows >= tile_rows && left >= width) {
        multiply_tile(width, block->depth, a, panel, c + j, c_row);
    } else {
        multiply_edge(rows < tile_rows ? rows : tile_rows, left < width ? left : width, width,
                      block->depth, a, panel, c + j, c_row);
    }
}

/* c's rows from i on, a few tiles' at most: what of a panel is in the first-level cache then serves all of
 * them. Rows along k are read where they lie, but for a tile that is not full. */
static void multiply_rows(const struct block *block, size_t i, size_t rows, real *c, size_t c_row)
{
    real room[tile_rows * most_depth_turned];
    struct view a[few_tiles];
    const size_t tiles = (rows + tile_rows - 1) / tile_rows, rest = rows % tile_rows;
    const bool along_k = block->a.column == 1;
    for (size_t t = 0; t < tiles; t++) {
        a[t] = along_k ? view_from(block->a, i + t * tile_rows, 0)
                       : (struct view){room + t * tile_rows * block->depth, 1, tile_rows};
    }
    if (!along_k) {
        copy_side_by_side(view_from(block->a, i, 0), rows, block->depth, room);
    } else if (rest > 0) {
        a[tiles - 1] = copy_along_k(a[tiles - 1], rest, block->depth, room);
    }
    for (size_t j = 0; j < block->m; j += tile_width) {
        for (size_t t = 0; t < tiles; t++) {
            multiply_panel(block, rows - t * tile_rows, &a[t], j, c + t * tile_rows * c_row, c_row);
        }
    }
}

static void multiply_range(void *context, size_t from, size_t to)
{
    enum { step = few_tiles * tile_rows };
    const struct block *const block = context;
    for (size_t i = from; i < to; i += step) {
        multiply_rows(block, i, to - i < step ? to - i : step, block->c + i * block->c_row,
                      block->c_row);
    }
}

static void multiply_range_turned(void *context, size_t from, size_t to)
{
    const struct block *const block = context;
    for (size_t i = from; i < to; i += turned_rows) {
        const size_t rows = to - i < turned_rows ? to - i : turned_rows;
        real c[turned_rows * most_columns_turned]; /* some rows of c^T */
        memset(c, 0, rows * block->m * sizeof *c);
        multiply_rows(block, i, rows, c, block->m);
        add_turned(rows, block->m, c, block->c + i, block->c_row);
    }
}

/* --- all of it --------------------------------------------------------------------------------- */

/* So many of `count` things a thread takes at a time, in whole units: a quarter of its share. */
static size_t piece_of(const struct block *block, size_t count, size_t unit)
{
    if (block->n * block->depth * block->m < shares_pay) {
        return count;
    }
    const size_t pieces = 4 * threads_count(), units = (count + unit - 1) / unit;
    return (units + pieces - 1) / pieces * unit;
}

static void multiply_block(struct block *block)
{
    const size_t panels = (block->m + tile_width - 1) / tile_width;
    threads_share(panels, piece_of(block, panels, 1), make_panels, block);
    if (block->turned) {
        threads_share(block->n, piece_of(block, block->n, turned_rows), multiply_range_turned,
                      block);
    } else {
        threads_share(block->n, piece_of(block, block->n, tile_rows), multiply_range, block);
    }
}

/* The length of the longest part when `count` is cut into equal ones of at most `most`. */
static size_t part_of(size_t count, size_t most)
{
    if (count <= most) {
        return count;
    }
    const size_t parts = (count + most - 1) / most;
    return (count + parts - 1) / parts;
}

/* Block after block, whose panels fit. */
static void multiply_blocks(const struct block *whole)
{
    const size_t depth = part_of(whole->depth, whole->turned ? most_depth_turned : most_depth);
    const size_t fit = panels_count / depth / tile_width * tile_width;
    const size_t most = whole->turned && fit > most_columns_turned ? most_columns_turned : fit;
    const size_t width = (part_of(whole->m, most) + tile_width - 1) / tile_width * tile_width;
    for (size_t l = 0; l < whole->depth; l += depth) {
        for (size_t j = 0; j < whole->m; j += width) {
            struct block block = *whole;
            block.depth = whole->depth - l < depth ? whole->depth - l : depth;
            block.m = whole->m - j < width ? whole->m - j : width;
            block.a = view_from(whole->a, 0, l);
            block.b = view_from(whole->b, l, j);
            block.c = whole->c + j * (whole->turned ? whole->c_row : 1);
            multiply_block(&block);
        }
    }
}

/* Room for all panels, and less for a small product: a large piece of the stack costs something where
 * compilers guard it. */
static void multiply_with_room(struct block *whole)
{
    _Alignas(64) real panels[panels_count];
    whole->panels = panels;
    multiply_blocks(whole);
}

static void multiply_with_little_room(struct block *whole)
{
    _Alignas(64) real panels[few_panels_count];
    whole->panels = panels;
    multiply_blocks(whole);
}

void multiply_by_tiles(const struct product *p)
{
    const struct view a = view_of(p->a, p->n, p->k, p->a_transposed);
    const struct view b = view_of(p->b, p->k, p->m, p->b_transposed);
    struct block whole = {
        .n = p->n, .depth = p->k, .m = p->m, .a = a, .b = b, .c = p->c, .c_row = p->m};
    /* numbers to be turned: A and all of c, or B */
    if (p->b_transposed && p->n * (p->k + p->m) < p->k * p->m) {
        whole.turned = true;
        whole.n = p->m;
        whole.m = p->n;
        whole.a = (struct view){b.data, b.column, b.row};
        whole.b = (struct view){a.data, a.column, a.row};
    }
    if (p->k * (whole.m + tile_width) <= few_panels_count) {
        multiply_with_little_room(&whole);
    } else {
        multiply_with_room(&whole);
    }
}
