/* The drivers of lab 02 for what is recorded on a tape. A backward function is called with a record of
 * the driver's own, so that it is judged alone.
 */
#include "worker/lab02_tape.h"

#include "autograd/arithmetic.h"
#include "autograd/backward.h"
#include "kernels/fast/fast.h"
#include "layers/linear_layer.h"

#include <setjmp.h>
#include <string.h>

/* --- the bench --------------------------------------------------------------------------------- */

void bench_open(struct bench *bench)
{
    enum { room = 64 /* records */, bytes = 256 * 1024 };
    struct message why;
    bench->backend = fast_backend();
    if (arena_create(&bench->model, bytes, &why) || arena_create(&bench->step, bytes, &why)) {
        panic("worker: %s", why.text);
    }
    bench->tape = tape_new(&bench->model, &bench->step, &bench->backend, room);
}

void bench_close(struct bench *bench)
{
    arena_destroy(&bench->model);
    arena_destroy(&bench->step);
}

struct variable variable_of(const struct call *call, const char *name, const char *gradient)
{
    return (struct variable){tensor_view(shape_of(call, name), array(call, name)),
                             is_given(call, gradient) ? array(call, gradient) : NULL};
}

void output_value(const struct call *call, const char *name, const struct variable *variable)
{
    real *const value = output(call, name, variable->value.shape);
    memcpy(value, variable->value.data, variable_count(variable) * sizeof *value);
}

/* Which input stands at `at`: the number of a wanted one, 3 for NULL, 4 for any other variable. */
static size_t standing_at(const struct record *record, const struct record *wanted, size_t at)
{
    const struct variable *const input = record->input[at];
    if (input == wanted->input[at]) {
        return at;
    }
    for (size_t i = 0; i < 3; i++) {
        if (input && input == wanted->input[i]) {
            return i;
        }
    }
    return input ? 4 : 3;
}

/* 0 when the tape holds no record, 1 when it holds one, of this backward and output and with these
 * inputs, 3 when only the backward is another or is missing; 10 and, in base 5, what stands at each
 * input, the first one last, when only these differ; 2 when it holds anything else. */
static void output_recorded(const struct call *call, const struct tape *tape,
                            const struct record *wanted)
{
    const struct record *const record = &tape->record[0];
    size_t found = tape->count == 0 ? 0 : 2;
    if (tape->count == 1 && record->output == wanted->output) {
        const size_t first = standing_at(record, wanted, 0),
                     second = standing_at(record, wanted, 1),
                     third = standing_at(record, wanted, 2);
        const bool in_order = first == 0 && second == 1 && third == 2;
        const bool same_backward = record->backward == wanted->backward;
        if (same_backward) {
            found = in_order ? 1 : 10 + first + 5 * second + 25 * third;
        } else if (in_order) {
            found = 3;
        }
    }
    output_number(call, "recorded", (real)found);
}

/* The way back over two operations, without the student's tape_backward. */
static void go_back_over_two(const struct tape *tape)
{
    const struct record *const first = &tape->record[0], *const second = &tape->record[1];
    second->backward(second);
    first->backward(first);
}

/* --- 2.4: sum and product --------------------------------------------------------------------- */

/* x, y (x again when it was not sent), dx, dy where wanted -> out, recorded */
static void run_operation(const struct call *call,
                          struct variable *(*operation)(struct tape *, struct variable *,
                                                        struct variable *),
                          void (*backward)(const struct record *))
{
    struct bench bench;
    bench_open(&bench);
    struct variable x = variable_of(call, "x", "dx"), second;
    struct variable *y = &x;
    if (is_given(call, "y")) {
        second = variable_of(call, "y", "dy");
        y = &second;
    }
    struct variable *const out = operation(&bench.tape, &x, y);
    output_value(call, "out", out);
    /* x + y is y + x: both orders are right */
    const bool swapped = bench.tape.count == 1 && bench.tape.record[0].input[0] == y;
    struct record wanted = {backward, NULL, out, {swapped ? y : &x, swapped ? &x : y}, NULL};
    output_recorded(call, &bench.tape, &wanted);
    bench_close(&bench);
}

/* x, y (x again when it was not sent), out, dout, dx, dy where wanted -> dx, dy */
static void run_operation_backward(const struct call *call, void (*backward)(const struct record *))
{
    struct bench bench;
    bench_open(&bench);
    struct variable x = variable_of(call, "x", "dx"), out = variable_of(call, "out", "dout"),
                    second;
    struct variable *y = &x;
    if (is_given(call, "y")) {
        second = variable_of(call, "y", "dy");
        y = &second;
    }
    backward(&(struct record){backward, &bench.tape, &out, {&x, y}, NULL});
    bench_close(&bench);
}

void exercise_2_4_sum(const struct call *call)
{
    run_operation(call, add, add_backward);
}

void exercise_2_4_sum_backward(const struct call *call)
{
    run_operation_backward(call, add_backward);
}

void exercise_2_4_product(const struct call *call)
{
    run_operation(call, multiply, multiply_backward);
}

void exercise_2_4_product_backward(const struct call *call)
{
    run_operation_backward(call, multiply_backward);
}

/* x, y, z (the sum again when it was not sent), dout, dx, dy, dz -> out = (x + y) z, dx, dy, dz */
void exercise_2_4_both(const struct call *call)
{
    struct bench bench;
    bench_open(&bench);
    struct variable x = variable_of(call, "x", "dx"), y = variable_of(call, "y", "dy"), third;
    struct variable *const sum = add(&bench.tape, &x, &y);
    struct variable *z = sum;
    if (is_given(call, "z")) {
        third = variable_of(call, "z", "dz");
        z = &third;
    }
    struct variable *const out = multiply(&bench.tape, sum, z);
    output_value(call, "out", out);
    memcpy(out->gradient, array(call, "dout"), count_of(call, "dout") * sizeof(real));
    go_back_over_two(&bench.tape);
    bench_close(&bench);
}

/* --- 2.5: the walk back ------------------------------------------------------------------------ */

/* How often each record of a graph was visited, and the way out of a walk that would not end. */
struct visits {
    real *of_record; /* (records) */
    real outside;    /* -1: before the first record, 1: behind the last, 2: without an end */
    size_t left;     /* visits until it is without an end */
    jmp_buf leave;
};

/* A record's own: out = product x y + sum (x + y), all of them single numbers. */
struct node {
    struct visits *visits;
    real *visited;     /* counts this record's visits; NULL for a guard */
    real outside;      /* a guard's: see struct visits */
    real sum, product; /* coefficients */
};

static real node_value(const struct node *node, real x, real y)
{
    return node->product * x * y + node->sum * (x + y);
}

static _Noreturn void leave(struct visits *visits, real outside)
{
    visits->outside = outside;
    longjmp(visits->leave, 1);
}

/* By each input alone the value is a straight line, so one step along it measures the slope. */
static void visit_node(const struct record *record)
{
    const struct node *const node = record->context;
    if (!node->visited) {
        leave(node->visits, node->outside);
    }
    if (node->visits->left-- == 0) {
        leave(node->visits, 2);
    }
    ++*node->visited;
    const struct variable *const in[2] = {record->input[0], record->input[1]};
    const real x = in[0]->value.data[0], y = in[1]->value.data[0];
    const real here = node_value(node, x, y), above = record->output->gradient[0];
    in[0]->gradient[0] += above * (node_value(node, x + 1, y) - here);
    in[1]->gradient[0] += above * (node_value(node, x, y + 1) - here);
}

/* Records the graph: record r has the inputs number first[r] and second[r], the leaves before the
 * records' outputs. Returns the last output. */
static struct variable *record_graph(const struct call *call, struct tape *tape,
                                     struct variable *leaf, struct node *node)
{
    const size_t leaves = count_of(call, "leaves"), records = count_of(call, "first");
    struct variable *variable[leaves + records];
    for (size_t i = 0; i < leaves; i++) {
        leaf[i] = (struct variable){tensor_view(shape_1d(1), array(call, "leaves") + i),
                                    array(call, "dleaves") + i};
        variable[i] = &leaf[i];
    }
    for (size_t i = 0; i < records; i++) {
        struct variable *const x = variable[(size_t)array(call, "first")[i]];
        struct variable *const y = variable[(size_t)array(call, "second")[i]];
        struct variable *const out =
            tape_record_with(tape, shape_1d(1), visit_node, x, y, NULL, &node[i]);
        out->value.data[0] = node_value(&node[i], x->value.data[0], y->value.data[0]);
        variable[leaves + i] = out;
    }
    return variable[leaves + records - 1];
}

/* leaves, first, second, sum, product (records), dleaves -> loss, dloss, dleaves, visits (records),
 * outside. Before the first record and behind the last stands a guard. */
void exercise_2_5(const struct call *call)
{
    const size_t leaves = count_of(call, "leaves"), records = count_of(call, "first");
    struct visits visits = {.of_record = output(call, "visits", shape_1d(records)),
                            .left = 4 * records + 4};
    struct variable leaf[leaves];
    struct node node[records];
    for (size_t i = 0; i < records; i++) {
        visits.of_record[i] = 0;
        node[i] = (struct node){&visits, &visits.of_record[i], 0, array(call, "sum")[i],
                                array(call, "product")[i]};
    }
    const struct node before = {&visits, NULL, -1, 0, 0}, behind = {&visits, NULL, 1, 0, 0};
    struct record record[records + 2];
    struct bench bench;
    bench_open(&bench);
    bench.tape.record = &record[1];
    bench.tape.room = records;
    struct variable *const loss = record_graph(call, &bench.tape, leaf, node);
    record[0] = (struct record){visit_node, &bench.tape, loss, {loss, loss}, &before};
    record[records + 1] = (struct record){visit_node, &bench.tape, loss, {loss, loss}, &behind};
    if (setjmp(visits.leave) == 0) {
        tape_backward(&bench.tape, loss);
    }
    output_number(call, "loss", loss->value.data[0]);
    output_number(call, "dloss", loss->gradient[0]);
    output_number(call, "outside", visits.outside);
    bench_close(&bench);
}

/* --- 2.7: the linear layer -------------------------------------------------------------------- */

static struct linear_layer layer_of(const struct call *call)
{
    return (struct linear_layer){variable_of(call, "w", "dw"), variable_of(call, "b", "db")};
}

/* x (n,in), w (out,in), b (out), dx where wanted, dw, db -> y (n,out), recorded */
void exercise_2_7(const struct call *call)
{
    struct bench bench;
    bench_open(&bench);
    struct variable x = variable_of(call, "x", "dx");
    struct linear_layer layer = layer_of(call);
    struct variable *const y = linear_layer_forward(&bench.tape, &layer, &x);
    output_value(call, "y", y);
    output_recorded(
        call, &bench.tape,
        &(struct record){linear_layer_backward, NULL, y, {&x, &layer.w, &layer.b}, NULL});
    bench_close(&bench);
}

/* x (n,in), w (out,in), b (out), y (n,out), dy, dx where wanted, dw, db -> dx, dw, db */
void exercise_2_7_backward(const struct call *call)
{
    struct bench bench;
    bench_open(&bench);
    struct variable x = variable_of(call, "x", "dx"), y = variable_of(call, "y", "dy");
    struct linear_layer layer = layer_of(call);
    linear_layer_backward(
        &(struct record){linear_layer_backward, &bench.tape, &y, {&x, &layer.w, &layer.b}, NULL});
    bench_close(&bench);
}

/* x (n,k), w (k,k), b (k), dy (n,k), dx, dw, db -> y = layer(layer(x)), dx, dw, db */
void exercise_2_7_twice(const struct call *call)
{
    struct bench bench;
    bench_open(&bench);
    struct variable x = variable_of(call, "x", "dx");
    struct linear_layer layer = layer_of(call);
    struct variable *const hidden = linear_layer_forward(&bench.tape, &layer, &x);
    struct variable *const y = linear_layer_forward(&bench.tape, &layer, hidden);
    output_value(call, "y", y);
    memcpy(y->gradient, array(call, "dy"), count_of(call, "dy") * sizeof(real));
    go_back_over_two(&bench.tape);
    bench_close(&bench);
}
