#include "autograd/products.h"

static void matmul_back(const struct record *record)
{
    const struct variable *const a = record->input[0], *const b = record->input[1];
    const size_t n = a->value.shape.size[0], k = a->value.shape.size[1];
    const size_t m = b->value.shape.size[1];
    real *const da = tape_gradient(record->tape, a);
    real *const db = tape_gradient(record->tape, b);
    record->tape->backend->matmul_backward(n, k, m, a->value.data, b->value.data,
                                           record->output->gradient, da, db);
}

struct variable *matmul(struct tape *tape, struct variable *a, struct variable *b)
{
    const struct shape left = a->value.shape, right = b->value.shape;
    if (left.rank != 2 || right.rank != 2) {
        panic("matmul: a is %s, b is %s: both need 2 axes", shape_to_text(left).text,
              shape_to_text(right).text);
    }
    if (left.size[1] != right.size[0]) {
        panic("matmul: a is %s, b is %s: %zu != %zu", shape_to_text(left).text,
              shape_to_text(right).text, left.size[1], right.size[0]);
    }
    const size_t n = left.size[0], k = left.size[1], m = right.size[1];
    struct variable *const c = tape_record(tape, shape_2d(n, m), matmul_back, a, b, NULL);
    tape->backend->matmul_forward(n, k, m, a->value.data, b->value.data, c->value.data);
    return c;
}

static void add_row_back(const struct record *record)
{
    const struct shape shape = record->output->value.shape;
    record->tape->backend->add_row_backward(shape.size[0], shape.size[1], record->output->gradient,
                                            record->input[0]->gradient, record->input[1]->gradient);
}

struct variable *add_row(struct tape *tape, struct variable *x, struct variable *row)
{
    const struct shape shape = x->value.shape;
    if (shape.rank != 2 || row->value.shape.rank != 1 ||
        row->value.shape.size[0] != shape.size[1]) {
        panic("add_row: x is %s, row is %s", shape_to_text(shape).text,
              shape_to_text(row->value.shape).text);
    }
    struct variable *const y = tape_record(tape, shape, add_row_back, x, row, NULL);
    tape->backend->add_row_forward(shape.size[0], shape.size[1], x->value.data, row->value.data,
                                   y->value.data);
    return y;
}

struct variable *reshape(struct tape *tape, struct variable *x, struct shape shape)
{
    struct variable *const view = arena_take(tape->arena, sizeof *view);
    *view = (struct variable){tensor_reshape(x->value, shape), x->gradient};
    return view;
}
