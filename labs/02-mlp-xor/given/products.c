/* Sections 2.6 and 2.7: products of matrices, and the layer that is made of one. */
#include "02-mlp-xor/given/lab.h"
#include "02-mlp-xor/given/sections.h"

#include "common/matrix.h"
#include "common/measured.h"
#include "common/section.h"
#include "kernels/naive/matmul.h"
#include "layers/linear_layer.h"

#include <stdio.h>
#include <string.h>
#include <tgmath.h>

enum { stream_of_matrices = 21 };

/* --- 2.6 -------------------------------------------------------------------------------------- */

static struct matrix product(struct arena *arena, struct matrix a, struct matrix b)
{
    const struct matrix c = matrix_new(arena, a.rows, b.columns);
    matmul_forward(a.rows, a.columns, b.columns, a.at, b.at, c.at);
    matrix_require_finite(c, "an element of a product");
    return c;
}

static real largest_difference(struct matrix a, struct matrix b)
{
    real largest = 0;
    for (size_t i = 0; i < matrix_count(a); i++) {
        largest = fmax(largest, fabs(a.at[i] - b.at[i]));
    }
    return largest;
}

static void collapse(struct arena *arena, struct matrix x, struct matrix a, struct matrix b)
{
    const struct matrix layers = product(arena, product(arena, x, a), b);
    const struct matrix both = product(arena, a, b);
    const struct matrix one = product(arena, x, both);
    printf(
        "     x (%zu,%zu), a (%zu,%zu), b (%zu,%zu): two layers without an activation, and one\n",
        x.rows, x.columns, a.rows, a.columns, b.rows, b.columns);
    matrix_print_beside("(x a) b", layers, "x (a b)", one);
    const real apart = largest_difference(layers, one);
    const bool same = apart <= (real)1e-4 /* rounding */;
    printf("       the largest difference is %.1e: %s\n", (double)apart,
           same ? "a b is one matrix and does it all" : "they should be the same");
}

/* L = the sum of c's elements, each times its dc. */
struct product_loss {
    struct arena *arena;
    struct matrix a, b, dc;
};

static real loss_of_product(const real *coefficients, void *context)
{
    const struct product_loss *const p = context; /* the coefficients are a's or b's own */
    const size_t mark = p->arena->used;
    const struct matrix c = product(p->arena, p->a, p->b);
    real loss = 0;
    for (size_t i = 0; i < matrix_count(c); i++) {
        loss += p->dc.at[i] * c.at[i];
    }
    (void)coefficients;
    arena_reset(p->arena, mark);
    return loss;
}

void show_collapse(void *context)
{
    struct lab *const lab = context;
    struct arena *const arena = &lab->model;
    struct pcg32 generator = lab_generator(lab, stream_of_matrices);
    const struct matrix x = matrix_drawn(arena, 4, 2, &generator);
    const struct matrix a = matrix_drawn(arena, 2, 3, &generator),
                        b = matrix_drawn(arena, 3, 2, &generator);
    collapse(arena, x, a, b);

    struct product_loss p = {arena, a, b, matrix_drawn(arena, 2, 2, &generator)};
    const struct objective objective = {loss_of_product, &p};
    const struct matrix da = matrix_zeros(arena, 2, 3), db = matrix_zeros(arena, 3, 2);
    matmul_backward(2, 3, 2, a.at, b.at, p.dc.at, da.at, db.at);
    puts("     c = a b, and a dc (2,2) that arrives from above:");
    matrix_compare("da (2,3)", da, matrix_measure(arena, &objective, a));
    matrix_compare("db (3,2)", db, matrix_measure(arena, &objective, b));
}

/* --- 2.7 -------------------------------------------------------------------------------------- */

enum { layer_rows = 4, layer_in = 3, layer_out = 2 };

struct layer_loss {
    struct lab *lab;
    struct tape tape; /* does not record */
    struct linear_layer *layer;
    struct variable *x;
    const real *dy; /* (layer_rows,layer_out) */
};

/* L = the sum of y's elements, each times its dy. */
static real loss_of_layer(const real *coefficients, void *context)
{
    struct layer_loss *const l = context; /* the coefficients are x's or the layer's own */
    const size_t mark = l->tape.arena->used;
    const real *const y = linear_layer_forward(&l->tape, l->layer, l->x)->value.data;
    real loss = 0;
    for (size_t i = 0; i < layer_rows * layer_out; i++) {
        loss += l->dy[i] * y[i];
    }
    (void)coefficients;
    arena_reset(l->tape.arena, mark);
    return loss;
}

static struct matrix value_of(const struct variable *v)
{
    const struct shape shape = v->value.shape;
    const bool is_row = shape.rank == 1;
    return (struct matrix){is_row ? 1 : shape.size[0], is_row ? shape.size[0] : shape.size[1],
                           v->value.data};
}

static struct matrix gradient_of(const struct variable *v)
{
    struct matrix m = value_of(v);
    m.at = v->gradient;
    return m;
}

static void require_shape_of_y(const struct variable *y)
{
    const struct shape shape = y->value.shape;
    if (shape.rank != 2 || shape.size[0] != layer_rows || shape.size[1] != layer_out) {
        section_stop("y has the shape %s, and should have (%d,%d)", shape_to_text(shape).text,
                     layer_rows, layer_out);
    }
}

static void draw_values(const struct variable *v, struct pcg32 *generator)
{
    for (size_t i = 0; i < variable_count(v); i++) {
        v->value.data[i] = (real)pcg32_below(generator, 41) / 10 - 2;
    }
}

/* Hands dy to the layer's one record and has it lead that back. */
static void lead_back(const struct tape *tape, const struct variable *y, const real *dy)
{
    if (tape->count != 1 || tape->record[0].output != y) {
        section_stop("linear_layer_forward left %zu records on the tape, not one; does it call "
                     "tape_record once?",
                     tape->count);
    }
    memcpy(y->gradient, dy, variable_count(y) * sizeof *dy);
    tape->record[0].backward(&tape->record[0]);
}

static void say_sum_over_rows(struct matrix dy, struct matrix db)
{
    real sum[layer_out] = {0};
    puts("     Each row's dy, their sum, and db: all rows share one b.");
    for (size_t i = 0; i < dy.rows; i++) {
        printf("       row %zu        ", i);
        matrix_print_row(dy, i);
        putchar('\n');
        for (size_t j = 0; j < layer_out; j++) {
            sum[j] += dy.at[i * dy.columns + j];
        }
    }
    printf("       sum          ");
    matrix_print_row((struct matrix){1, layer_out, sum}, 0);
    printf("\n       db (%d)       ", layer_out);
    matrix_print_row(db, 0);
    printf("\n       %s\n", measured_verdict(layer_out, db.at, sum).text);
}

void show_layer(void *context)
{
    struct lab *const lab = context;
    struct pcg32 generator = lab_generator(lab, stream_of_matrices + 1);
    struct linear_layer layer = linear_layer_new(&lab->model, layer_in, layer_out);
    struct variable x = variable_parameter(&lab->model, shape_2d(layer_rows, layer_in));
    draw_values(&x, &generator);
    draw_values(&layer.w, &generator);
    draw_values(&layer.b, &generator);
    const struct matrix dy = matrix_drawn(&lab->model, layer_rows, layer_out, &generator);

    struct tape tape = lab_tape(lab, 4);
    const struct variable *const y = linear_layer_forward(&tape, &layer, &x);
    require_shape_of_y(y);
    matrix_require_finite(value_of(y), "an element of y");
    printf("     x (%d,%d), w (%d,%d), b (%d): y (%d,%d)\n", layer_rows, layer_in, layer_out,
           layer_in, layer_out, layer_rows, layer_out);
    lead_back(&tape, y, dy.at);

    struct layer_loss l = {lab, lab_tape(lab, 4), &layer, &x, dy.at};
    l.tape.recording = false;
    const struct objective objective = {loss_of_layer, &l};
    matrix_compare("dx (4,3)", gradient_of(&x),
                   matrix_measure(&lab->model, &objective, value_of(&x)));
    matrix_compare("dw (2,3)", gradient_of(&layer.w),
                   matrix_measure(&lab->model, &objective, value_of(&layer.w)));
    matrix_compare("db (2)", gradient_of(&layer.b),
                   matrix_measure(&lab->model, &objective, value_of(&layer.b)));
    say_sum_over_rows(dy, gradient_of(&layer.b));
}
