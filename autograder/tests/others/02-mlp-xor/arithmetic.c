/* Sum and product on the tape. The header says what each function must do. */
#include "autograd/arithmetic.h"

/* gradient[k] += times[k] * up[k]; only for who wants a gradient; times NULL: 1 */
static void pay(struct variable *to, const struct variable *out, const struct variable *times)
{
    if (to->gradient == NULL) {
        return;
    }
    for (size_t k = 0, n = variable_count(out); k < n; ++k) {
        real slope = times ? times->value.data[k] : 1;
        to->gradient[k] += slope * out->gradient[k];
    }
}

struct variable *add(struct tape *tape, struct variable *x, struct variable *y)
{
    variable_require_same_shape("add", x, y);
    struct variable *s = tape_record(tape, x->value.shape, add_backward, x, y, NULL);
    real *to = s->value.data;
    const real *p = x->value.data, *q = y->value.data;
    for (size_t left = variable_count(x); left > 0; --left) {
        *to++ = *p++ + *q++;
    }
    return s;
}

void add_backward(const struct record *record)
{
    pay(record->input[0], record->output, NULL);
    pay(record->input[1], record->output, NULL);
}

struct variable *multiply(struct tape *tape, struct variable *x, struct variable *y)
{
    variable_require_same_shape("multiply", x, y);
    struct variable *s = tape_record(tape, x->value.shape, multiply_backward, x, y, NULL);
    real *to = s->value.data;
    const real *p = x->value.data, *q = y->value.data;
    for (size_t left = variable_count(x); left > 0; --left) {
        *to++ = *p++ * *q++;
    }
    return s;
}

void multiply_backward(const struct record *record)
{
    struct variable *x = record->input[0], *y = record->input[1];
    pay(x, record->output, y);
    pay(y, record->output, x);
}
