/* Sum and product on the tape. The header says what each function must do. */
#include "autograd/arithmetic.h"

#include "base/todo.h"

struct variable *add(struct tape *tape, struct variable *x, struct variable *y)
{
    variable_require_same_shape("add", x, y);
    struct variable *const out = tape_record(tape, x->value.shape, add_backward, x, y, NULL);
    for (size_t i = 0; i < variable_count(out); i++) {
        out->value.data[i] = x->value.data[i] + y->value.data[i];
    }
    return out;
}

void add_backward(const struct record *record)
{
    const struct variable *const x = record->input[0], *const y = record->input[1];
    const real *const dout = record->output->gradient;
    for (size_t i = 0; i < variable_count(record->output); i++) {
        if (x->gradient) {
            x->gradient[i] += dout[i];
        }
        if (y->gradient) {
            y->gradient[i] += dout[i];
        }
    }
}

struct variable *multiply(struct tape *tape, struct variable *x, struct variable *y)
{
    variable_require_same_shape("multiply", x, y);
    struct variable *const out = tape_record(tape, x->value.shape, multiply_backward, x, y, NULL);
    for (size_t i = 0; i < variable_count(out); i++) {
        out->value.data[i] = x->value.data[i] * y->value.data[i];
    }
    return out;
}

void multiply_backward(const struct record *record)
{
    const struct variable *const x = record->input[0], *const y = record->input[1];
    const real *const dout = record->output->gradient;
    for (size_t i = 0; i < variable_count(record->output); i++) {
        /* the product's slope by one factor is the other factor */
        if (x->gradient) {
            x->gradient[i] += dout[i] * y->value.data[i];
        }
        if (y->gradient) {
            y->gradient[i] += dout[i] * x->value.data[i];
        }
    }
}
