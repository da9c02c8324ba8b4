#include "autograd/tape.h"

#include "kernels/device.h"

#include <string.h>

struct tape tape_new(struct arena *model, struct arena *step, const struct backend *backend,
                     size_t room)
{
    return (struct tape){.backend = backend,
                         .arena = step,
                         .recording = true,
                         .training = true,
                         .room = room,
                         .record = arena_take(model, room * sizeof(struct record))};
}

struct variable *tape_constant(struct tape *tape, struct tensor value)
{
    struct variable *const variable = arena_take(tape->arena, sizeof *variable);
    *variable = (struct variable){.value = value};
    return variable;
}

static bool wants_gradient(const struct variable *variable)
{
    return variable && variable->gradient;
}

static void zero(const struct tape *tape, size_t count, real *x /* (count) */)
{
    const struct device *const device = tape->backend->device;
    if (device) {
        device->zero(x, count * sizeof *x);
    } else {
        memset(x, 0, count * sizeof *x);
    }
}

/* An unwritten value, and a gradient of 0 when it is wanted. */
static struct variable *new_output(struct tape *tape, const struct shape *shape, bool with_gradient)
{
    struct variable *const output = arena_take(tape->arena, sizeof *output);
    const size_t count = shape_count(*shape);
    output->value = tensor_view(*shape, arena_reals(tape->arena, count));
    output->gradient = NULL;
    if (with_gradient) {
        output->gradient = arena_reals(tape->arena, count);
        zero(tape, count, output->gradient);
    }
    return output;
}

struct variable *tape_record_with(struct tape *tape, struct shape shape,
                                  void (*backward)(const struct record *), struct variable *x,
                                  struct variable *y, struct variable *z, const void *context)
{
    const bool wanted =
        tape->recording && (wants_gradient(x) || wants_gradient(y) || wants_gradient(z));
    struct variable *const output = new_output(tape, &shape, wanted);
    if (wanted) {
        if (tape->count == tape->room) {
            panic("tape_record: the tape has room for %zu operations; was tape_reset forgotten?",
                  tape->room);
        }
        struct record *const record = &tape->record[tape->count++];
        *record = (struct record){backward, tape, output, {x, y, z}, context};
        if (tape->watcher) {
            tape->watcher->recorded(tape->watcher, record);
        }
    }
    return output;
}

struct variable *tape_record(struct tape *tape, struct shape shape,
                             void (*backward)(const struct record *), struct variable *x,
                             struct variable *y, struct variable *z)
{
    return tape_record_with(tape, shape, backward, x, y, z, NULL);
}

real *tape_gradient(const struct tape *tape, const struct variable *variable)
{
    if (variable->gradient) {
        return variable->gradient;
    }
    const size_t count = variable_count(variable);
    real *const scratch = arena_reals(tape->arena, count);
    zero(tape, count, scratch);
    return scratch;
}

void tape_reset(struct tape *tape)
{
    tape->count = 0;
    arena_reset(tape->arena, 0);
}
